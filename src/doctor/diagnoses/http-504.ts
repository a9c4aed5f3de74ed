import { inferred } from '../../alb/finding.ts';
import { many } from '../../common/numbers.ts';
import { ERRORS_SOURCE } from '../../alb/sources.ts';
import { CONNECT_TIMEOUT_SECONDS } from '../../alb/statuses.ts';
import { socketGroups, targetsOf } from '../evidence/target-groups.ts';
import { idleTimeout } from '../evidence/load-balancer.ts';
import { readLogs } from '../steps/confirm.ts';
import { sums } from '../evidence/metric-sums.ts';
import type { Diagnosis, Step } from '../diagnosis.ts';
import { highest, points, spanOf } from '../observations/metrics.ts';
import type { Observations } from '../observations/observations.ts';
import { gaps, lookedAt } from '../evidence/security-group-gaps.ts';
import { openGap } from './security-groups.ts';
import { showNetworkAcls } from '../steps/confirm.ts';

/** A smaller share indicates a restart rather than blocked connections. */
const SHARE = 0.5;

function signs(observed: Observations) {
  const found = sums(observed, 'HTTPCode_ELB_504_Count', 'TargetConnectionErrorCount');
  if (!found || found.HTTPCode_ELB_504_Count === 0) return undefined;
  const silent = socketGroups(observed).flatMap((group) =>
    targetsOf(group)
      .filter(({ reason }) => reason === 'Target.Timeout')
      .map(({ id }) => id),
  );
  const carriers = new Set(socketGroups(observed));
  const shut = gaps(observed).filter(({ targetGroup }) => carriers.has(targetGroup));
  const { HTTPCode_ELB_504_Count: count, TargetConnectionErrorCount: errors, readings } = found;
  return {
    count,
    errors,
    readings,
    times: spanOf(points(readings, 'HTTPCode_ELB_504_Count')),
    silent,
    shut,
    isWall: errors >= SHARE * count || silent.length > 0 || shut.length > 0,
  };
}

export const http504Connect: Diagnosis = {
  code: 'http-504-connect',
  severity: 'error',
  title: '504 because targets cannot be reached',
  reasoning: `504 with TargetConnectionErrorCount, health checks that time out, or a security group without the port: the load balancer gave up connecting after ${CONNECT_TIMEOUT_SECONDS} seconds.`,
  source: ERRORS_SOURCE,
  basis: inferred('504s with connection errors, health checks that time out, or closed security groups'),
  judge(observed, context) {
    const found = signs(observed);
    if (!found?.isWall) return [];
    const { count, errors, times, silent, shut } = found;
    const isShut = shut.length > 0;
    const security = 'A security group without the port of the targets, on either side.';
    return [
      {
        what: `${many(count, 'request')} got 504, and the load balancer could not connect to targets.`,
        evidence: [
          ['HTTPCode_ELB_504_Count', count],
          ['TargetConnectionErrorCount', errors],
          ['first and last', times],
          ...(silent.length > 0
            ? [['targets whose health check times out', silent.join(', ')] as const]
            : []),
          ...(isShut
            ? [
                [
                  'security groups without the port',
                  shut.map(({ securityGroup, port }) => `${securityGroup} ${port}`).join(', '),
                ] as const,
              ]
            : []),
        ],
        causes: [
          ...(isShut ? [security] : []),
          'A host that is overloaded or gone: its backlog is full, or it does not answer at all.',
          'A network ACL of the subnets without the ephemeral ports 1024-65535.',
          ...(isShut ? [] : [`${security} ${lookedAt(observed, socketGroups(observed))}`]),
        ],
        steps: [
          ...shut.map((gap): Step => ({
            kind: 'fix',
            words: 'Open the port:',
            command: openGap(gap, observed, context),
          })),
          showNetworkAcls(context, observed),
        ],
      },
    ];
  },
};

export const http504Slow: Diagnosis = {
  code: 'http-504-slow',
  severity: 'error',
  title: '504 because targets do not answer in time',
  reasoning:
    '504 without connection errors: the target accepted the connection, but did not answer before the idle timeout.',
  source: ERRORS_SOURCE,
  basis: inferred('504s without any of these signs'),
  judge(observed, context) {
    const found = signs(observed);
    if (!found || found.isWall) return [];
    const idle = idleTimeout(observed);
    const slowest = highest(points(found.readings, 'TargetResponseTime', 'Maximum'));
    return [
      {
        what: `${many(found.count, 'request')} got 504: targets accepted the connection, but did not answer before the idle timeout${idle === undefined ? '' : ` of ${idle} s`}.`,
        evidence: [
          ['HTTPCode_ELB_504_Count', found.count],
          ['TargetConnectionErrorCount', found.errors],
          ['first and last', found.times],
          ...(idle === undefined ? [] : [['idle_timeout.timeout_seconds', idle] as const]),
          ...(slowest ? [['slowest answer, seconds', Math.round(slowest[1] * 10) / 10] as const] : []),
        ],
        causes: [
          'The server does not answer the handshake: its event loop is blocked, or it waits for a database.',
          'A plain HTTP request, such as long polling, waits longer than the idle timeout.',
        ],
        steps: [
          ...readLogs(context, observed, 'See which paths and targets it is (elb_status_code 504):'),
          {
            kind: 'fix',
            words:
              'Answer the upgrade before doing slow work, and put a time limit on that work in the server.',
          },
        ],
      },
    ];
  },
};
