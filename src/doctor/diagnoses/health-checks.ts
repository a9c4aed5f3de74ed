// Targets that fail their health check, by how they fail.
import { certain } from '../../alb/finding.ts';
import { settingValue } from '../../alb/rule.ts';
import { elbApi } from '../../alb/sources.ts';
import { generate } from '../steps/commands.ts';
import { changeHealthCheck } from '../steps/settings.ts';
import type { Diagnosis, Step } from '../diagnosis.ts';
import type { TargetGroup, TargetHealth } from '../observations/observations.ts';
import { gaps, lookedAt } from '../evidence/security-group-gaps.ts';
import { quote } from '../../common/shell.ts';
import { descriptionsOf, forReason, listTargets } from '../evidence/target-health.ts';
import { openGap } from './security-groups.ts';
import { showNetworkAcls } from '../steps/confirm.ts';

const source = elbApi('TargetHealth');

const failOpen = (all: readonly TargetHealth[]): string[] =>
  all.every(({ state }) => state === 'unhealthy')
    ? ['No target is healthy: the load balancer still sends requests to all of them (it fails open).']
    : [];

const setting = ({ settings }: TargetGroup, key: string): string =>
  settingValue('target-group', settings, key) ?? '';

function curl(group: TargetGroup): string {
  const own = setting(group, 'HealthCheckPort');
  const protocol = setting(group, 'HealthCheckProtocol').toLowerCase();
  const url = `${protocol}://localhost:${own === 'traffic-port' ? group.port : own}${setting(group, 'HealthCheckPath')}`;
  const seconds = group.settings.get('HealthCheckTimeoutSeconds') ?? '5';
  return ['curl', '-sk', '-o', '/dev/null', '-w', '%{http_code}\\n', '-m', seconds, url].map(quote).join(' ');
}

const onTarget = (group: TargetGroup): Step => ({
  kind: 'confirm',
  words: 'On a target, send the health check’s request:',
  command: curl(group),
});

/** "Health checks failed with these codes: [404]" */
const codesOf = (targets: readonly TargetHealth[]): number[] => [
  ...new Set(
    targets.flatMap(({ description = '' }) => description.match(/\b[1-5]\d\d\b/g) ?? []).map(Number),
  ),
];

const CODE_CAUSES: readonly (readonly [(code: number) => boolean, string])[] = [
  [(code) => code === 404, 'The path of the health check does not exist on the server (404).'],
  [
    (code) => code === 426 || code === 400,
    'The path is that of the WebSocket: without an upgrade it answers 400 or 426, and a health check cannot upgrade.',
  ],
  [
    (code) => code === 401 || code === 403,
    'The path asks for credentials, or refuses the Host header, which is the address of the target (401, 403).',
  ],
  [
    (code) => code >= 300 && code < 400,
    'The server redirects the path, often to HTTPS; a health check does not follow.',
  ],
  [(code) => code >= 500, 'The server is up but fails, for example because of its database (5XX).'],
  [(code) => code >= 200 && code < 300, 'The answer is a success that the matcher does not list.'],
];

export const healthCheckResponse: Diagnosis = {
  code: 'health-check-response',
  severity: 'error',
  title: 'The health check gets a status code that the matcher refuses',
  reasoning:
    'Targets answer (Target.ResponseCodeMismatch): the health check’s path or matcher does not fit the server.',
  source,
  basis: certain('the reason that ELB reports for each target'),
  judge: (observed, context) =>
    forReason(observed, ['Target.ResponseCodeMismatch'], (group, targets, all) => {
      const codes = codesOf(targets);
      const path = setting(group, 'HealthCheckPath');
      const matcher = setting(group, 'Matcher.HttpCode');
      const wanted = context.config?.healthCheck;
      const succeeds = codes.length > 0 && codes.every((code) => code >= 200 && code < 300);
      const [key, value] = succeeds
        ? (['Matcher.HttpCode', '200-299'] as const)
        : (['HealthCheckPath', wanted && wanted.path !== path ? wanted.path : 'HEALTH_CHECK_PATH'] as const);
      return {
        what: `${listTargets(targets)} of ${group.name} answered ${codes.join(', ') || 'something'} to ${path}; the matcher is ${matcher}.`,
        evidence: [
          ['targets', listTargets(targets)],
          ['in the words of ELB', descriptionsOf(targets)],
          ['HealthCheckPath', path],
          ['Matcher.HttpCode', matcher],
          ['healthy targets', all.filter(({ state }) => state === 'healthy').length],
        ],
        causes: [
          ...CODE_CAUSES.filter(([fits]) => codes.some(fits)).map(([, cause]) => cause),
          ...(codes.length === 0
            ? ['The path of the health check does not exist, or the matcher does not list its answer.']
            : []),
          ...failOpen(all),
        ],
        steps: [
          ...changeHealthCheck(
            context,
            observed,
            group,
            succeeds ? 'Widen the matcher:' : 'Use a plain HTTP path that answers 2XX:',
            key,
            value,
          ),
          {
            kind: 'fix',
            words: 'Or answer that path in the server. The code:',
            command: generate(context, 'snippet', 'health-check'),
          },
          onTarget(group),
        ],
      };
    }),
};

export const healthCheckTimeout: Diagnosis = {
  code: 'health-check-no-answer',
  severity: 'error',
  title: 'The health check gets no answer in time',
  reasoning:
    'Target.Timeout: the health check’s request was not answered: it did not arrive, or the server is too slow.',
  source,
  basis: certain('the reason that ELB reports for each target'),
  judge: (observed, context) =>
    forReason(observed, ['Target.Timeout'], (group, targets, all) => {
      const shut = gaps(observed).filter(({ targetGroup }) => targetGroup === group);
      const timeout = group.settings.get('HealthCheckTimeoutSeconds') ?? '?';
      return {
        what: `${listTargets(targets)} of ${group.name} did not answer within ${timeout} s.`,
        evidence: [
          ['targets', listTargets(targets)],
          ['in the words of ELB', descriptionsOf(targets)],
          ['HealthCheckPath', setting(group, 'HealthCheckPath')],
          ['HealthCheckTimeoutSeconds', timeout],
          ...(shut.length > 0
            ? [
                [
                  'security groups without the port',
                  shut.map(({ securityGroup, port }) => `${securityGroup} ${port}`).join(', '),
                ] as const,
              ]
            : []),
        ],
        causes: [
          shut.length > 0
            ? 'The security groups above do not let the load balancer through.'
            : 'The server is overloaded, or its event loop is blocked.',
          ...(shut.length > 0 ? [] : [`A security group without the port. ${lookedAt(observed, [group])}`]),
          'A network ACL, or a firewall on the target, drops the packets.',
          'The handler of the health check waits for something slow, such as a database.',
          ...failOpen(all),
        ],
        steps: [
          ...shut.map((gap): Step => ({
            kind: 'fix',
            words: 'Open the port:',
            command: openGap(gap, observed, context),
          })),
          onTarget(group),
          showNetworkAcls(context, observed),
        ],
      };
    }),
};

export const healthCheckConnection: Diagnosis = {
  code: 'health-check-connection',
  severity: 'error',
  title: 'The health check cannot connect, or gets a malformed answer',
  reasoning:
    'Target.FailedHealthChecks: the host is there, but nothing that speaks HTTP listens on the port.',
  source,
  basis: certain('the reason that ELB reports for each target'),
  judge: (observed) =>
    forReason(observed, ['Target.FailedHealthChecks'], (group, targets, all) => ({
      what: `${listTargets(targets)} of ${group.name} refused the connection, or did not speak HTTP.`,
      evidence: [
        ['targets', listTargets(targets)],
        ['in the words of ELB', descriptionsOf(targets)],
      ],
      causes: [
        'The server does not run, is starting, or listens on another port or on 127.0.0.1 only.',
        'The health check speaks HTTP to an HTTPS port, or the other way round.',
        ...failOpen(all),
      ],
      steps: [
        {
          kind: 'confirm',
          words: 'On a target, see what listens on the port:',
          command: `ss -ltn 'sport = :${targets[0]?.port ?? group.port}'`,
        },
        onTarget(group),
      ],
    })),
};
