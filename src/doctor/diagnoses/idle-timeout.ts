import { inferred } from '../../alb/finding.ts';
import { median } from '../../common/numbers.ts';
import { LOAD_BALANCER_ATTRIBUTES } from '../../alb/load-balancer-settings.ts';
import { userGuide } from '../../alb/sources.ts';
import { generate } from '../steps/commands.ts';
import { changeLoadBalancer } from '../steps/settings.ts';
import { groupsInUse, roleOf } from '../evidence/target-groups.ts';
import { idleTimeout } from '../evidence/load-balancer.ts';
import { readLogs } from '../steps/confirm.ts';
import { sums } from '../evidence/metric-sums.ts';
import type { Diagnosis, Evidence } from '../diagnosis.ts';
import { levels } from '../observations/metrics.ts';
import type { Observations } from '../observations/observations.ts';

const IDLE_TIMEOUT = LOAD_BALANCER_ATTRIBUTES['idle_timeout.timeout_seconds'];
/** Clients that ping once a minute lose the race against ELB's default. */
const SHORT = Number(IDLE_TIMEOUT.default);
const LONGEST = IDLE_TIMEOUT.values.max;
/** With fewer connections, the mean lifetime is not meaningful. */
const ENOUGH_CONNECTIONS = 100;
/** A silent socket is closed at the idle timeout; one that sent something lives a little longer. */
const NEAR = { from: 0.9, to: 1.25 };

/**
 * The mean lifetime of a connection: open connections divided by the rate of new ones (Little's law). Both metrics
 * count both sides of the load balancer, so the ratio needs no halving.
 */
function meanLifetime(
  observed: Observations,
): { readonly seconds: number; readonly made: number } | undefined {
  const found = sums(observed, 'NewConnectionCount');
  // Connections are not counted per target group, and plain HTTP connections besides the sockets would distort the
  // mean.
  if (groupsInUse(observed).some((group) => roleOf(observed, group) !== 'sockets')) return undefined;
  if (!found || found.NewConnectionCount < ENOUGH_CONNECTIONS) return undefined;
  const open = levels(found.readings, 'ActiveConnectionCount', observed.window).map(([, value]) => value);
  if (open.length < 3) return undefined;
  const perSecond = found.NewConnectionCount / (open.length * observed.window.period);
  const mean = open.reduce((sum, value) => sum + value, 0) / open.length;
  // The law applies only to a steady state, and a reconnect storm is not one.
  return Math.max(...open) > 2 * Math.max(1, median(open))
    ? undefined
    : { seconds: mean / perSecond, made: found.NewConnectionCount };
}

export const socketsDieAtIdleTimeout: Diagnosis = {
  code: 'sockets-die-at-idle-timeout',
  severity: 'error',
  title: 'Sockets die at the idle timeout',
  reasoning:
    'The load balancer closes a connection without a byte for the idle timeout, even a WebSocket; TCP keep-alive does not count. An idle timeout of 60 seconds or less, a heartbeat that is not shorter, or connections that live about as long as the idle timeout on average, point to it.',
  source: userGuide('edit-load-balancer-attributes'),
  basis: inferred('the idle timeout, the heartbeat of the config, and how long connections live on average'),
  judge(observed, context) {
    const idle = idleTimeout(observed);
    if (idle === undefined) return [];
    const heartbeat = context.config?.heartbeat;
    const lifetime = meanLifetime(observed);
    const livesAsLong =
      lifetime !== undefined && lifetime.seconds >= NEAR.from * idle && lifetime.seconds <= NEAR.to * idle;
    const tooSlow = heartbeat !== undefined && heartbeat >= idle;
    const wanted = context.config?.loadBalancer.idleTimeout ?? LONGEST;
    // If the config asks for this timeout, with a heartbeat of at most half of it, a lost ping does no harm.
    const isMeant = wanted <= idle && heartbeat !== undefined && heartbeat <= idle / 2;
    const isShort = idle <= SHORT && !isMeant;
    if (!isShort && !livesAsLong && !tooSlow) return [];
    const evidence: Evidence[] = [['idle_timeout.timeout_seconds', idle]];
    if (heartbeat !== undefined) evidence.push(['heartbeat of the config, seconds', heartbeat]);
    if (lifetime)
      evidence.push(
        [
          'mean lifetime of a connection, seconds (ActiveConnectionCount over NewConnectionCount)',
          Math.round(lifetime.seconds),
        ],
        ['NewConnectionCount', lifetime.made],
      );
    return [
      {
        // The mean lifetime may be close to the idle timeout by chance, and settings alone only show that it may
        // happen.
        severity: tooSlow || (livesAsLong && idle <= SHORT) ? 'error' : 'warning',
        what: livesAsLong
          ? `Connections live ${Math.round(lifetime.seconds)} s on average, about the idle timeout of ${idle} s.`
          : tooSlow
            ? `The heartbeat of ${heartbeat} s is not shorter than the idle timeout of ${idle} s.`
            : `The idle timeout is ${idle} s: a socket that is quiet for so long is closed.`,
        evidence,
        causes: [
          'No ping, or one that is not more frequent than the idle timeout; a browser sends none by itself.',
          'The idle timeout was left at its default of 60 seconds, or was set back to it.',
          ...(livesAsLong
            ? ['Clients close by themselves after that time: the logs distinguish the two.']
            : []),
        ],
        steps: [
          ...(wanted > idle
            ? changeLoadBalancer(
                context,
                observed,
                `Raise the idle timeout to ${wanted} s. The HTTP keep-alive timeout of the servers must be longer than it.`,
                [['idle_timeout.timeout_seconds', String(wanted)]],
              )
            : []),
          {
            kind: 'fix',
            words: `Let the servers ping more often than every ${Math.floor(idle / 2)} s. The code:`,
            command: generate(context, 'snippet', 'heartbeat'),
          },
          ...readLogs(context, observed, 'See whether sessions pile up at the idle timeout:'),
        ],
      },
    ];
  },
};
