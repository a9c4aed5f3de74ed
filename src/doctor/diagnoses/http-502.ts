// The three kinds of 502, distinguished by what else CloudWatch counted.
import { inferred } from '../../alb/finding.ts';
import { many } from '../../common/numbers.ts';
import { ERRORS_SOURCE } from '../../alb/sources.ts';
import { MAX_ANSWER_HEADERS } from '../../alb/statuses.ts';
import { KEEP_ALIVE_MARGIN } from '../../config/derived.ts';
import { aws, generate } from '../steps/commands.ts';
import { deregistrationDelay, lighterSeverity, targetsOf } from '../evidence/target-groups.ts';
import { idleTimeout } from '../evidence/load-balancer.ts';
import { readLogs, showTargets } from '../steps/confirm.ts';
import { changeTargetGroup } from '../steps/settings.ts';
import type { Diagnosis, Evidence, Violation } from '../diagnosis.ts';
import { explain502, type Explained502 } from '../evidence/cause-of-502.ts';
import type { Observations } from '../observations/observations.ts';

const evidenceOf = ({ count, times, connectionErrors, tlsErrors }: Explained502): Evidence[] => [
  ['HTTPCode_ELB_502_Count', count],
  ['first and last', times],
  ['TargetConnectionErrorCount', connectionErrors],
  ['TargetTLSNegotiationErrorCount', tlsErrors],
];

/** 502s from groups that carry no sockets are less severe. */
function lighter(observed: Observations, { groups }: Explained502): Pick<Violation, 'severity'> {
  const severity = lighterSeverity(observed, groups);
  return severity === undefined ? {} : { severity };
}

export const http502KeepAlive: Diagnosis = {
  code: 'http-502-target-closed-first',
  severity: 'error',
  title: '502 because targets close connections first',
  reasoning:
    'The load balancer answered 502 although it could connect (TargetConnectionErrorCount is low) and no target was leaving: the target closed a connection that the load balancer was about to use. That happens when the HTTP keep-alive timeout of the server is not longer than the idle timeout.',
  source: ERRORS_SOURCE,
  basis: inferred('502s without connection errors and without departing targets'),
  judge(observed, context) {
    const explained = explain502(observed);
    if (explained?.cause !== 'closed-first') return [];
    const idle = idleTimeout(observed);
    const wanted = idle === undefined ? undefined : idle + KEEP_ALIVE_MARGIN;
    return [
      {
        ...lighter(observed, explained),
        what: `${many(explained.count, 'request')} got 502 while targets were available and reachable.`,
        evidence: [
          ...evidenceOf(explained),
          ...(idle === undefined ? [] : [['idle_timeout.timeout_seconds', idle] as const]),
        ],
        causes: [
          `The HTTP keep-alive timeout of the server is shorter than the idle timeout${idle === undefined ? '' : ` of ${idle} s`}. Defaults: Node.js 5 s, gunicorn 2 s, Apache 5 s, nginx 75 s.`,
          'The server process crashed or was restarted while it held requests.',
          `The answer to the handshake is malformed, or its headers are larger than ${MAX_ANSWER_HEADERS}.`,
        ],
        steps: [
          {
            kind: 'fix',
            words: `Set the HTTP keep-alive timeout of the server above the idle timeout${wanted === undefined ? '' : `, to ${wanted} s (Node.js: server.keepAliveTimeout = ${wanted * 1000}; server.headersTimeout above it)`}. The code:`,
            command: generate(context, 'snippet', 'server'),
          },
          ...readLogs(
            context,
            observed,
            'See which requests and targets it is (elb_status_code 502, target_status_code "-"):',
          ),
        ],
      },
    ];
  },
};

export const http502Deregistration: Diagnosis = {
  code: 'http-502-deregistration',
  severity: 'error',
  title: '502 while targets are deregistered',
  reasoning:
    'Most 502s came within the deregistration delay after the number of hosts fell: connections to a target that leaves are cut when the delay has passed, or earlier if its process ends.',
  source: ERRORS_SOURCE,
  basis: inferred('502s in the time after the number of hosts fell'),
  judge(observed, context) {
    const explained = explain502(observed);
    if (explained?.cause !== 'deregistration') return [];
    const { groups } = explained;
    return [
      {
        ...lighter(observed, explained),
        what: `${explained.duringDepartures} of ${explained.count} 502s came while targets were leaving.`,
        evidence: [
          ...evidenceOf(explained),
          ['targets left at', explained.departures.join(', ')],
          ...groups.map(
            (group) =>
              [`deregistration_delay.timeout_seconds of ${group.name}`, deregistrationDelay(group)] as const,
          ),
        ],
        causes: [
          'The servers stop at once on SIGTERM, before clients have gone elsewhere.',
          'The process is killed before the deregistration delay has passed: ECS stopTimeout, terminationGracePeriodSeconds, an instance that is terminated without a lifecycle hook.',
          'The deregistration delay ends while sockets are open: they are cut, and requests on them get 502.',
        ],
        steps: [
          {
            kind: 'fix',
            words:
              'Close sockets with code 1001 on SIGTERM, spread over the delay, and let clients reconnect. The code:',
            command: generate(context, 'snippet', 'drain'),
          },
          ...groups
            .filter((group) => deregistrationDelay(group) < 60)
            .flatMap((group) =>
              changeTargetGroup(context, observed, group, `Give the targets of ${group.name} more time:`, [
                ['deregistration_delay.timeout_seconds', '300'],
              ]),
            ),
          ...readLogs(context, observed, 'See which targets it is:'),
        ],
      },
    ];
  },
};

export const http502Connection: Diagnosis = {
  code: 'http-502-connection-refused',
  severity: 'error',
  title: '502 because targets refuse connections',
  reasoning:
    'TargetConnectionErrorCount is about as high as the count of 502s: the load balancer reached the host, but nothing listened on the port.',
  source: ERRORS_SOURCE,
  basis: inferred('about as many connection errors (TargetConnectionErrorCount) as 502s'),
  judge(observed, context) {
    const explained = explain502(observed);
    if (explained?.cause !== 'connection') return [];
    const { groups } = explained;
    return [
      {
        ...lighter(observed, explained),
        what: `${many(explained.count, 'request')} got 502, with ${many(explained.connectionErrors, 'failed connection')} to targets.`,
        evidence: [...evidenceOf(explained), ...ports(explained)],
        causes: [
          'No process listens on the port of the target: it has crashed, is starting, or listens on another port or on 127.0.0.1 only.',
          'The backlog of the listening socket, or the file descriptors of the process, are used up.',
        ],
        steps: [
          ...groups.map((group) => showTargets(context, group)),
          {
            kind: 'confirm',
            words: 'On a target, see what listens on the port:',
            command: `ss -ltn 'sport = :${groups[0]?.port ?? 'PORT'}'`,
          },
        ],
      },
    ];
  },
};

export const http502TargetTls: Diagnosis = {
  code: 'http-502-target-tls',
  severity: 'error',
  title: '502 because TLS to the targets fails',
  reasoning: 'TargetTLSNegotiationErrorCount is about as high as the count of 502s.',
  source: ERRORS_SOURCE,
  basis: inferred('about as many TLS errors (TargetTLSNegotiationErrorCount) as 502s'),
  judge(observed, context) {
    const explained = explain502(observed);
    if (explained?.cause !== 'target-tls') return [];
    return [
      {
        ...lighter(observed, explained),
        what: `${many(explained.count, 'request')} got 502, with ${many(explained.tlsErrors, 'failed TLS handshake')} to targets.`,
        evidence: [...evidenceOf(explained), ...ports(explained)],
        causes: [
          'The target group speaks HTTPS, and the server speaks plain HTTP on that port.',
          'Server and load balancer have no TLS version or cipher in common; the policy follows that of the listener. The certificate of a target is not checked.',
        ],
        steps: [
          {
            kind: 'confirm',
            words: 'See the protocol of the target groups:',
            command: aws(
              context,
              'elbv2',
              'describe-target-groups',
              '--load-balancer-arn',
              observed.loadBalancer.arn,
            ),
          },
        ],
      },
    ];
  },
};

const ports = ({ groups }: Explained502): Evidence[] =>
  groups.map((group) => [
    `targets of ${group.name}`,
    targetsOf(group)
      .map(({ id, port, state }) => `${id}:${port} ${state}`)
      .join(', ') || 'none',
  ]);
