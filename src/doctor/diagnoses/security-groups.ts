import { certain } from '../../alb/finding.ts';
import { userGuide } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import { keepSecurityGroups } from '../steps/settings.ts';
import type { Context, Diagnosis } from '../diagnosis.ts';
import type { Observations } from '../observations/observations.ts';
import { lighterSeverity } from '../evidence/target-groups.ts';
import { closedListeners, gaps, type Gap } from '../evidence/security-group-gaps.ts';

const source = userGuide('load-balancer-update-security-groups');

/** The command that opens what a gap blocks. */
export function openGap(gap: Gap, { loadBalancer }: Observations, context: Context): string {
  const port = ['--protocol', 'tcp', '--port', String(gap.port)];
  return gap.direction === 'ingress'
    ? aws(
        context,
        'ec2',
        'authorize-security-group-ingress',
        '--group-id',
        gap.securityGroup,
        ...port,
        '--source-group',
        loadBalancer.securityGroups[0] ?? 'SECURITY_GROUP_ID',
      )
    : aws(
        context,
        'ec2',
        'authorize-security-group-egress',
        '--group-id',
        gap.securityGroup,
        '--ip-permissions',
        `IpProtocol=tcp,FromPort=${gap.port},ToPort=${gap.port},IpRanges=[{CidrIp=0.0.0.0/0}]`,
      );
}

export const securityGroupTargets: Diagnosis = {
  code: 'security-group-targets',
  severity: 'error',
  title: 'Security groups block the load balancer from its targets',
  reasoning:
    'No rule in the load balancer’s security groups lets it out to the port, or no rule in a target’s lets it in: health checks time out, and requests get 504.',
  source,
  basis: certain('the rules of the security groups on both sides'),
  judge: (observed, context) =>
    gaps(observed).map((gap) => ({
      subject: gap.securityGroup,
      severity: lighterSeverity(observed, [gap.targetGroup]) ?? 'error',
      what:
        gap.direction === 'egress'
          ? `${gap.securityGroup} of the load balancer lets nothing out to port ${gap.port} of ${gap.targetGroup.name}.`
          : `${gap.securityGroup} of the targets does not let the load balancer in to port ${gap.port}.`,
      evidence: [
        ['target group', gap.targetGroup.name],
        ['port', gap.port],
        ...(gap.targets.length > 0 ? [['targets', gap.targets.join(', ')] as const] : []),
      ],
      causes: [
        'The port of the targets or of the health check was changed, and the security group was not.',
        'A rule was removed by hand.',
      ],
      steps: [
        { kind: 'fix', words: 'Add the rule:', command: openGap(gap, observed, context) },
        ...keepSecurityGroups(observed),
      ],
    })),
};

/** The same sources as in the template. */
const sources = (
  { loadBalancer: { scheme, ipAddressType } }: Observations,
  { config }: Context,
): readonly string[] =>
  config?.network.allowFrom ??
  (scheme === 'internal'
    ? ['CLIENTS_CIDR']
    : ['0.0.0.0/0', ...(ipAddressType.startsWith('dualstack') ? ['::/0'] : [])]);

function permission(port: number, from: readonly string[]): object {
  const lists = from.filter((source) => source.startsWith('pl-'));
  const v6 = from.filter((source) => source.includes(':'));
  const v4 = from.filter((source) => !lists.includes(source) && !v6.includes(source));
  return {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    ...(v4.length > 0 && { IpRanges: v4.map((CidrIp) => ({ CidrIp })) }),
    ...(v6.length > 0 && { Ipv6Ranges: v6.map((CidrIpv6) => ({ CidrIpv6 })) }),
    ...(lists.length > 0 && { PrefixListIds: lists.map((PrefixListId) => ({ PrefixListId })) }),
  };
}

export const securityGroupClients: Diagnosis = {
  code: 'security-group-clients',
  severity: 'error',
  title: 'Clients cannot reach a listener',
  reasoning:
    'No rule in the load balancer’s security groups allows the listener’s port: connections time out.',
  source,
  basis: certain('the rules of the security groups of the load balancer'),
  judge: (observed, context) =>
    closedListeners(observed).map(({ port, securityGroup }) => ({
      subject: securityGroup,
      what: `${securityGroup} has no rule for port ${port}, on which there is a listener.`,
      evidence: [['port', port]],
      causes: [
        'The listener was added or moved, and the security group was not changed.',
        'The rule was removed by hand.',
      ],
      steps: [
        {
          kind: 'fix',
          words: 'Let clients in:',
          command: aws(
            context,
            'ec2',
            'authorize-security-group-ingress',
            '--group-id',
            securityGroup,
            '--ip-permissions',
            JSON.stringify([permission(port, sources(observed, context))]),
          ),
        },
        ...keepSecurityGroups(observed),
      ],
    })),
};
