// Metrics that should be zero, or nearly so.
import { certain, inferred } from '../../alb/finding.ts';
import { forNumber, many, percent } from '../../common/numbers.ts';
import { userGuide } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import { turnOnLog } from '../steps/turn-on-log.ts';
import { groupsInUse, weighed } from '../evidence/target-groups.ts';
import { groupSums, sums } from '../evidence/metric-sums.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { explain502 } from '../evidence/cause-of-502.ts';
import { at, highest, points, spanOf } from '../observations/metrics.ts';
import { showFreeAddresses, showTargets } from '../steps/confirm.ts';

const metrics = userGuide('load-balancer-cloudwatch-metrics');

export const rejectedConnections: Diagnosis = {
  code: 'rejected-connections',
  severity: 'error',
  title: 'The load balancer refuses connections',
  reasoning: 'RejectedConnectionCount: it held as many connections as it could at that moment.',
  source: metrics,
  basis: certain('RejectedConnectionCount'),
  judge: (observed, context) => {
    const found = sums(observed, 'RejectedConnectionCount');
    if (!found || found.RejectedConnectionCount === 0) return [];
    const peak = highest(points(found.readings, 'RejectedConnectionCount'));
    return [
      {
        what: `${many(found.RejectedConnectionCount, 'connection')} ${forNumber(found.RejectedConnectionCount, 'was', 'were')} refused.`,
        evidence: [
          ['RejectedConnectionCount', found.RejectedConnectionCount],
          ['most at', at(peak?.[0] ?? 0)],
        ],
        causes: [
          'The load came faster than the load balancer grows: a reconnect storm, the start of an event.',
          'The subnets have no free addresses for more nodes.',
        ],
        steps: [
          {
            kind: 'fix',
            words: 'Reserve capacity before the load comes (at least 100 LCUs, billed by the hour):',
            command: aws(
              context,
              'elbv2',
              'modify-capacity-reservation',
              '--load-balancer-arn',
              observed.loadBalancer.arn,
              '--minimum-load-balancer-capacity',
              'CapacityUnits=CAPACITY_UNITS',
            ),
          },
          showFreeAddresses(context, observed),
        ],
      },
    ];
  },
};

export const targetConnectionErrors: Diagnosis = {
  code: 'target-connection-errors',
  severity: 'warning',
  title: 'Connections to targets fail',
  reasoning:
    'TargetConnectionErrorCount without 502s or 504s: the load balancer could connect to another target.',
  source: metrics,
  basis: certain('TargetConnectionErrorCount of each target group'),
  judge: (observed, context) => {
    const found = sums(observed, 'HTTPCode_ELB_502_Count', 'HTTPCode_ELB_504_Count');
    if (!found || explain502(observed)?.cause === 'connection' || found.HTTPCode_ELB_504_Count > 0) return [];
    return groupsInUse(observed).flatMap((group) => {
      const errors =
        groupSums(observed, group, 'TargetConnectionErrorCount')?.TargetConnectionErrorCount ?? 0;
      if (errors < 10) return [];
      return [
        weighed(observed, group, {
          severity: 'warning',
          what: `${many(errors, 'connection')} to targets of ${group.name} failed.`,
          evidence: [
            ['TargetConnectionErrorCount', errors],
            ['HTTPCode_ELB_502_Count', found.HTTPCode_ELB_502_Count],
          ],
          causes: ['A server was restarted or is starting.', 'The backlog of a server is full at times.'],
          steps: [showTargets(context, group)],
        }),
      ];
    });
  },
};

/** Only beyond both limits: scanners fail a few handshakes at any public address. */
const TLS_ERRORS = { count: 50, share: 0.05 };

export const clientTlsErrors: Diagnosis = {
  code: 'client-tls-errors',
  severity: 'warning',
  title: 'TLS handshakes of clients fail',
  reasoning: 'ClientTLSNegotiationErrorCount is a notable part of the new connections.',
  source: metrics,
  basis: inferred('ClientTLSNegotiationErrorCount and NewConnectionCount; scanners cause some'),
  judge: (observed, context) => {
    const found = sums(observed, 'ClientTLSNegotiationErrorCount', 'NewConnectionCount');
    if (!found) return [];
    const { ClientTLSNegotiationErrorCount: errors, NewConnectionCount: made } = found;
    if (errors < TLS_ERRORS.count || errors < TLS_ERRORS.share * made) return [];
    return [
      {
        what: `${many(errors, 'TLS handshake')} failed, compared with ${many(made, 'new connection')}.`,
        evidence: [
          ['ClientTLSNegotiationErrorCount', errors],
          ['NewConnectionCount', made],
          ['ratio', percent(errors / Math.max(1, made))],
        ],
        causes: [
          'Old clients have no TLS version or cipher of the listener’s policy.',
          'The certificate does not have the name that clients ask for, or they do not trust it.',
          'Scanners, or health checks by something that speaks only TCP.',
        ],
        steps: [
          {
            kind: 'confirm',
            words: 'See the policies of the listeners:',
            command: aws(
              context,
              'elbv2',
              'describe-listeners',
              '--load-balancer-arn',
              observed.loadBalancer.arn,
              '--query',
              'Listeners[].[Port,SslPolicy,Certificates]',
            ),
          },
          ...turnOnLog(
            context,
            observed,
            'connection_logs',
            'Connection logs show which version and cipher failed for each client: turn them on.',
          ),
        ],
      },
    ];
  },
};

export const targetsFlapping: Diagnosis = {
  code: 'targets-flapping',
  severity: 'info',
  title: 'Targets were unhealthy for a time',
  reasoning: 'UnHealthyHostCount was above zero in the window, and all targets are healthy now.',
  source: metrics,
  basis: certain('UnHealthyHostCount of each target group'),
  judge: (observed, context) => {
    const found = sums(observed);
    if (!found) return [];
    return groupsInUse(observed).flatMap((group) => {
      const bad = points(found.readings, 'UnHealthyHostCount', 'Maximum', group.fullName).filter(
        ([, value]) => value > 0,
      );
      const targets = 'value' in group.targets ? group.targets.value : [];
      if (bad.length === 0 || targets.length === 0 || targets.some(({ state }) => state !== 'healthy'))
        return [];
      return [
        weighed(observed, group, {
          severity: 'info',
          what: `${group.name} had unhealthy targets in ${bad.length} of the periods of ${observed.window.period} s.`,
          evidence: [
            ['UnHealthyHostCount, highest', Math.max(...bad.map(([, value]) => value))],
            ['first and last', spanOf(bad)] as const,
          ],
          causes: [
            'A deployment or a restart.',
            'A server that is overloaded at times, and answers its health check too late.',
          ],
          steps: [
            ...turnOnLog(
              context,
              observed,
              'health_check_logs',
              'Health check logs show which checks failed, and how: turn them on.',
            ),
          ],
        }),
      ];
    });
  },
};
