// Diagnoses made from the health of targets, and from what is between them and the load balancer.
import type { Permission } from '../../../src/doctor/observations/observations.ts';
import type { Case } from './case.ts';
import { context, flat, healthy, withGroup, withMetrics } from '../helpers/observed.ts';

const unhealthy = (reason: string, description: string) => ({ state: 'unhealthy', reason, description });
const mismatch = (code: number) =>
  unhealthy('Target.ResponseCodeMismatch', `Health checks failed with these codes: [${code}]`);
const group = (...targets: Parameters<typeof withGroup>[2] & object) => withGroup(healthy(), {}, targets);

const rule = (from: number, to: number, peer: Partial<Permission>): Permission => ({
  protocol: 'tcp',
  from,
  to,
  cidrs: [],
  groups: [],
  prefixLists: [],
  ...peer,
});
const LOAD_BALANCER = healthy().loadBalancer.securityGroups[0] ?? '';
const everybody = { cidrs: ['0.0.0.0/0'] };

/** Security groups of the load balancer and of both targets. */
function guarded(
  own: { ingress?: readonly Permission[]; egress?: readonly Permission[] },
  targets: readonly Permission[],
) {
  const observed = group({}, { id: 'i-2' });
  return {
    ...observed,
    instances: {
      value: ['i-929486741e4ae673e', 'i-2'].map((id, index) => ({
        id,
        state: 'running',
        address: `10.0.0.${index + 1}`,
        securityGroups: ['sg-targets'],
      })),
    },
    securityGroups: {
      value: [
        {
          id: LOAD_BALANCER,
          ingress: own.ingress ?? [rule(80, 80, everybody), rule(443, 443, everybody)],
          egress: own.egress ?? [rule(8080, 8080, everybody)],
        },
        { id: 'sg-targets', ingress: targets, egress: [] },
      ],
    },
  };
}
const open = [rule(8000, 9000, { groups: [LOAD_BALANCER] })];

export const ABOUT_TARGETS: readonly Case[] = [
  {
    code: 'no-registered-target',
    hit: { name: 'none', observed: withMetrics(group(), { HTTPCode_ELB_503_Count: flat(3) }) },
    miss: { name: 'one that is unhealthy: ELB sends it requests', observed: group(mismatch(404)) },
    evidence: ['registered targets: none', 'HTTPCode_ELB_503_Count: 180'],
    command: '--targets Id=i-929486741e4ae673e Id=i-fd84fd2a0782fb56c',
  },
  {
    code: 'no-registered-target',
    hit: { name: 'the last one is leaving', observed: group({ state: 'draining' }) },
    miss: { name: 'one is leaving, one stays', observed: group({ state: 'draining' }, { id: 'i-2' }) },
    evidence: ['registered targets: i-929486741e4ae673e draining'],
    command: 'fix aws elbv2 register-targets',
  },
  {
    code: 'target-stopped',
    hit: {
      name: 'one of two',
      observed: group(
        {},
        {
          id: 'i-2',
          state: 'unused',
          reason: 'Target.InvalidState',
          description: 'Target is in the stopped state',
        },
      ),
    },
    miss: {
      name: 'one is leaving',
      observed: group({}, { id: 'i-2', state: 'draining', reason: 'Target.DeregistrationInProgress' }),
    },
    evidence: ['targets: i-2:8080', 'in the words of ELB: Target is in the stopped state'],
    command: 'fix aws ec2 start-instances --instance-ids i-2 --region eu-west-1',
  },
  {
    code: 'health-check-response',
    hit: { name: '404', observed: group(mismatch(404)) },
    miss: {
      name: 'the same code in the words of another reason',
      observed: group(unhealthy('Target.Timeout', 'timed out after 404 ms')),
    },
    evidence: ['HealthCheckPath: /health', 'Matcher.HttpCode: 200-299'],
    command: '--health-check-path HEALTH_CHECK_PATH',
    cause: 'does not exist',
  },
  {
    code: 'health-check-response',
    hit: {
      name: '426, with the path of the config',
      observed: withGroup(healthy(), { HealthCheckPath: '/ws' }, [mismatch(426)]),
      context: context({ healthCheck: { path: '/health' } }),
    },
    miss: {
      name: 'a target that is new',
      observed: group({ state: 'initial', reason: 'Elb.InitialHealthChecking' }),
    },
    evidence: ['HealthCheckPath: /ws'],
    command: '--health-check-path /health',
    cause: 'WebSocket',
  },
  {
    code: 'health-check-response',
    hit: {
      name: '204 against a matcher of 200',
      observed: withGroup(healthy(), { 'Matcher.HttpCode': '200' }, [mismatch(204)]),
    },
    miss: { name: 'healthy', observed: withGroup(healthy(), { 'Matcher.HttpCode': '200' }, [{}]) },
    evidence: ['Matcher.HttpCode: 200'],
    command: '--matcher HttpCode=200-299',
    cause: 'does not list',
  },
  {
    code: 'health-check-no-answer',
    hit: { name: 'timed out', observed: group(unhealthy('Target.Timeout', 'Request timed out')) },
    miss: { name: 'answered wrongly', observed: group(mismatch(500)) },
    evidence: ['HealthCheckTimeoutSeconds: 5', 'in the words of ELB: Request timed out'],
    command: "curl -sk -o /dev/null -w '%{http_code}\\n' -m 5 http://localhost:8080/health",
  },
  {
    code: 'health-check-no-answer',
    hit: {
      name: 'because a security group shuts it out',
      observed: {
        ...guarded({ egress: [rule(9999, 9999, everybody)] }, open),
        targetGroups: group(unhealthy('Target.Timeout', 'Request timed out')).targetGroups,
      },
    },
    miss: { name: 'shut out, and not judged unhealthy yet', observed: guarded({ egress: [] }, open) },
    evidence: [`security groups without the port: ${LOAD_BALANCER} 8080`],
    command: `fix aws ec2 authorize-security-group-egress --group-id ${LOAD_BALANCER}`,
    cause: 'security groups above',
  },
  {
    code: 'health-check-connection',
    hit: { name: 'refused', observed: group(unhealthy('Target.FailedHealthChecks', 'Health checks failed')) },
    miss: { name: 'timed out', observed: group(unhealthy('Target.Timeout', 'Request timed out')) },
    evidence: ['in the words of ELB: Health checks failed'],
    command: "ss -ltn 'sport = :8080'",
  },
  {
    code: 'target-zone',
    hit: {
      name: 'in a zone that is not enabled',
      observed: group(
        {},
        {
          id: 'i-2',
          state: 'unused',
          reason: 'Target.NotInUse',
          description: 'Target is in an Availability Zone that is not enabled for the load balancer',
        },
      ),
    },
    miss: {
      name: 'stopped',
      observed: group({}, { id: 'i-2', state: 'unused', reason: 'Target.InvalidState' }),
    },
    evidence: ['zones of the load balancer: eu-west-1a, eu-west-1b'],
    command: 'set-subnets',
  },
  {
    code: 'security-group-targets',
    hit: {
      name: 'nothing lets the load balancer out',
      observed: guarded({ egress: [rule(80, 80, everybody)] }, open),
    },
    miss: {
      name: 'a rule for all ports',
      observed: guarded({ egress: [{ ...rule(0, 65_535, everybody), protocol: '-1' }] }, open),
    },
    evidence: ['port: 8080', 'targets: i-929486741e4ae673e, i-2'],
    command: `authorize-security-group-egress --group-id ${LOAD_BALANCER} --ip-permissions 'IpProtocol=tcp,FromPort=8080,ToPort=8080,IpRanges=[{CidrIp=0.0.0.0/0}]'`,
  },
  {
    code: 'security-group-targets',
    hit: {
      name: 'out to another network only',
      observed: guarded({ egress: [rule(8080, 8080, { cidrs: ['10.9.0.0/16'] })] }, open),
    },
    miss: {
      name: 'out to the network of the targets',
      observed: guarded({ egress: [rule(8080, 8080, { cidrs: ['10.0.0.0/24'] })] }, open),
    },
    evidence: ['port: 8080'],
    command: 'authorize-security-group-egress',
  },
  {
    code: 'security-group-targets',
    hit: {
      name: 'the targets let another group in',
      observed: guarded({}, [rule(8080, 8080, { groups: ['sg-other'] })]),
    },
    miss: {
      name: 'they let some addresses in, which may be those of the load balancer',
      observed: guarded({}, [rule(8080, 8080, { cidrs: ['172.16.0.0/12'] })]),
    },
    evidence: ['targets: i-929486741e4ae673e, i-2'],
    command: `authorize-security-group-ingress --group-id sg-targets --protocol tcp --port 8080 --source-group ${LOAD_BALANCER}`,
  },
  {
    code: 'security-group-clients',
    hit: { name: 'port 443 is shut', observed: guarded({ ingress: [rule(80, 80, everybody)] }, open) },
    miss: {
      name: 'open to one network only',
      observed: guarded({ ingress: [rule(80, 443, { cidrs: ['192.0.2.0/24'] })] }, open),
    },
    evidence: ['port: 443'],
    command: `--group-id ${LOAD_BALANCER} --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]'`,
  },
  {
    code: 'lambda-websocket',
    hit: { name: 'a Lambda function', observed: withGroup(healthy(), { TargetType: 'lambda' }) },
    miss: { name: 'addresses', observed: withGroup(healthy(), { TargetType: 'ip' }) },
    evidence: ['TargetType: lambda'],
    command: 'websocket-alb template',
  },
  {
    code: 'websocket-protocol-version',
    hit: { name: 'HTTP2', observed: withGroup(healthy(), { ProtocolVersion: 'HTTP2' }) },
    miss: { name: 'HTTP1', observed: withGroup(healthy(), { ProtocolVersion: 'HTTP1' }) },
    evidence: ['ProtocolVersion: HTTP2'],
    command: 'websocket-alb template',
  },
  {
    code: 'target-optimizer-websocket',
    hit: { name: 'a control port', observed: withGroup(healthy(), { TargetControlPort: '3000' }) },
    miss: { name: 'none', observed: withGroup(healthy(), {}) },
    evidence: ['TargetControlPort: 3000'],
    command: 'websocket-alb template',
  },
];
