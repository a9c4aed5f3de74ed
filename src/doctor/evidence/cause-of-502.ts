// The cause of 502s, one of several, judged by what else happened in the same minutes.
import { deregistrationDelay, groupsInUse, roleOf, targetsOf } from './target-groups.ts';
import { groupSums, sums } from './metric-sums.ts';
import { at, points, spanOf } from '../observations/metrics.ts';
import type { Observations, TargetGroup } from '../observations/observations.ts';

/** One or two in a window can be caused by any server restart. */
const ENOUGH = 3;
/** A cause that explains less than this share is not the cause. */
const SHARE = 0.5;

export interface Explained502 {
  readonly cause: 'deregistration' | 'connection' | 'target-tls' | 'closed-first' | 'no-target';
  readonly count: number;
  readonly connectionErrors: number;
  readonly tlsErrors: number;
  /** When targets left, and how many of the 502s occurred then. */
  readonly departures: readonly string[];
  readonly duringDepartures: number;
  /** From the first to the last 502. */
  readonly times: string;
  /** The target groups that it may be about, all of them in use. */
  readonly groups: readonly TargetGroup[];
}

/** Undefined if there are too few, or CloudWatch was not observed. */
export function explain502(observed: Observations): Explained502 | undefined {
  const found = sums(
    observed,
    'HTTPCode_ELB_502_Count',
    'TargetConnectionErrorCount',
    'TargetTLSNegotiationErrorCount',
  );
  if (!found || found.HTTPCode_ELB_502_Count < ENOUGH) return undefined;
  const { HTTPCode_ELB_502_Count: count, readings } = found;
  const errors = points(readings, 'HTTPCode_ELB_502_Count');
  const left = departures(observed);
  const used = groupsInUse(observed);
  const duringDepartures = errors
    .filter(([time]) => left.some(({ from, to }) => time >= from && time <= to))
    .reduce((sum, [, value]) => sum + value, 0);
  const connectionErrors = found.TargetConnectionErrorCount;
  const tlsErrors = found.TargetTLSNegotiationErrorCount;
  const cause =
    duringDepartures >= SHARE * count
      ? 'deregistration'
      : tlsErrors >= SHARE * count
        ? 'target-tls'
        : connectionErrors >= SHARE * count
          ? 'connection'
          : used.every((group) => targetsOf(group).length === 0)
            ? 'no-target'
            : 'closed-first';
  return {
    cause,
    count,
    connectionErrors,
    tlsErrors,
    departures: left.map(({ when }) => at(when)),
    duringDepartures,
    times: spanOf(errors),
    groups: groupsOf(observed, cause, left),
  };
}

/** CloudWatch counts 502s only per load balancer, but the signs of their causes per target group. */
function groupsOf(
  observed: Observations,
  cause: Explained502['cause'],
  left: readonly Departure[],
): readonly TargetGroup[] {
  const used = groupsInUse(observed);
  const some = used.filter((group) => {
    const errors = groupSums(observed, group, 'TargetConnectionErrorCount', 'TargetTLSNegotiationErrorCount');
    if (cause === 'connection') return (errors?.TargetConnectionErrorCount ?? 0) > 0;
    if (cause === 'target-tls') return (errors?.TargetTLSNegotiationErrorCount ?? 0) > 0;
    if (cause === 'deregistration') return left.some((departure) => departure.group === group);
    return roleOf(observed, group) === 'sockets';
  });
  return some.length > 0 ? some : used;
}

interface Departure {
  readonly group: TargetGroup;
  readonly when: number;
  readonly from: number;
  readonly to: number;
}

/**
 * When targets left. Once a target is deregistered, neither host metric counts it any more, and its last connections
 * are cut after the deregistration delay.
 */
function departures(observed: Observations): Departure[] {
  const found = sums(observed);
  if (!found) return [];
  const period = observed.window.period * 1000;
  return groupsInUse(observed).flatMap((group) => {
    const span = deregistrationDelay(group) * 1000 + 2 * period;
    // The maximum of one and the minimum of the other, so that a target that changes state within a period is not
    // counted twice.
    const healthy = points(found.readings, 'HealthyHostCount', 'Maximum', group.fullName);
    const unhealthy = new Map(points(found.readings, 'UnHealthyHostCount', 'Minimum', group.fullName));
    const hosts = healthy.map(([time, value]) => [time, value + (unhealthy.get(time) ?? 0)] as const);
    const drops = hosts.flatMap(([time, value], index): Departure[] => {
      const before = hosts[index - 1];
      return before && value < before[1]
        ? [{ group, when: time, from: before[0] - period, to: time + span }]
        : [];
    });
    const now = Date.parse(observed.at);
    return targetsOf(group).some(({ state }) => state === 'draining')
      ? [...drops, { group, when: now, from: now - span, to: now }]
      : drops;
  });
}
