// What five strategies would save for this load, found by running the model again with the changed load.
import { separated } from '../common/numbers.ts';
import { lcuUse, type Dimension, type Rates } from './lcu.ts';
import { monthlyCost, type Setting } from './monthly.ts';
import { PRICE_TABLE, type Prices } from './prices.ts';
import type { Profile } from './profile.ts';
import { deriveRates, type Workload } from './workload.ts';

export type Strategy =
  'connection reuse' | 'message batching' | 'compression' | 'closing idle connections' | 'another Region';

export interface Advice {
  readonly strategy: Strategy;
  /** What was tried. */
  readonly tried: string;
  /** US dollars a month, 0 or more; undefined if the load does not contain enough information. */
  readonly saving: number | undefined;
  /** The dimension that determines the bill after the change. */
  readonly dominant: Dimension | undefined;
  readonly reason: string;
}

/** The change that each strategy makes. These are our own numbers, not AWS's: they show the direction. */
const TRIED = { reuse: 2, batch: 5, compression: 0.5, idle: 0.2 } as const;

export interface Situation {
  readonly rates: Rates;
  /** Undefined if raw rates were given. */
  readonly workload?: Workload | undefined;
  readonly prices: Prices;
  readonly setting: Setting;
  readonly profile: Profile;
}

/** Smaller differences are floating-point noise. */
const NOTHING = 0.005;

export function advise(situation: Situation): Advice[] {
  const { rates, workload } = situation;
  const changed = (change: (workload: Workload) => Partial<Workload>, raw: Partial<Rates>): Rates =>
    workload ? deriveRates({ ...workload, ...change(workload) }).rates : { ...rates, ...raw };
  const { newConnectionsPerSecond, activeConnections, gigabytesPerHour, ruleEvaluationsPerSecond } = rates;

  return [
    weigh(
      situation,
      'connection reuse',
      `sockets stay open ${TRIED.reuse} times as long`,
      changed(
        ({ meanConnectionSeconds }) => ({
          meanConnectionSeconds: meanConnectionSeconds && meanConnectionSeconds * TRIED.reuse,
        }),
        {
          newConnectionsPerSecond: newConnectionsPerSecond / TRIED.reuse,
          ruleEvaluationsPerSecond: ruleEvaluationsPerSecond / TRIED.reuse,
        },
      ),
    ),
    batching(situation),
    weigh(
      situation,
      'compression',
      `messages shrink to ${TRIED.compression * 100} %`,
      changed(
        ({ bytesPerMessage }) => ({
          bytesPerMessage: bytesPerMessage && bytesPerMessage * TRIED.compression,
        }),
        { gigabytesPerHour: gigabytesPerHour * TRIED.compression },
      ),
    ),
    weigh(
      situation,
      'closing idle connections',
      `${TRIED.idle * 100} % of the sockets are idle and are closed; the others carry all messages`,
      changed(
        ({ connections, meanConnectionSeconds, messagesPerMinute }) => ({
          connections: connections * (1 - TRIED.idle),
          // As many sockets are opened as before, but they are closed earlier.
          meanConnectionSeconds: meanConnectionSeconds && meanConnectionSeconds * (1 - TRIED.idle),
          messagesPerMinute: messagesPerMinute && messagesPerMinute / (1 - TRIED.idle),
        }),
        { activeConnections: activeConnections * (1 - TRIED.idle) },
      ),
    ),
    anotherRegion(situation),
  ];
}

function batching(situation: Situation): Advice {
  const { rates, workload } = situation;
  const tried = `${TRIED.batch} messages in one`;
  if (workload)
    return weigh(
      situation,
      'message batching',
      tried,
      deriveRates({
        ...workload,
        messagesPerMinute: workload.messagesPerMinute && workload.messagesPerMinute / TRIED.batch,
        bytesPerMessage: workload.bytesPerMessage && workload.bytesPerMessage * TRIED.batch,
      }).rates,
    );
  // Raw rates do not contain the number of messages. But if no bytes at all would save nothing, neither would fewer.
  const advice = weigh(situation, 'message batching', tried, { ...rates, gigabytesPerHour: 0 });
  return advice.saving === 0
    ? advice
    : {
        ...advice,
        saving: undefined,
        reason:
          'raw rates do not say how many messages there are: give --connections and --messages-per-minute',
      };
}

/** Runs the model with the changed load; if nothing is saved, says why. */
function weigh(situation: Situation, strategy: Strategy, tried: string, after: Rates): Advice {
  const { rates, prices, setting, profile } = situation;
  const before = monthlyCost(rates, prices, setting, profile);
  const cost = monthlyCost(after, prices, setting, profile);
  const difference = before.variable - cost.variable;
  const saving = difference < NOTHING ? 0 : difference;
  const { dominant } = cost.use;
  return {
    strategy,
    tried,
    saving,
    dominant,
    reason: saving > 0 ? changeOf(before.use.lcus, cost.use.lcus) : why(),
  };

  function why(): string {
    if (before.use.dominant === undefined) return 'there is no load';
    if (before.variable < NOTHING && setting.reservedLcus > 0)
      return 'the reservation covers the load and is paid anyway';
    if (lcuUse(after, setting).lcus >= before.use.lcus - 1e-9)
      return `${DIMENSION_WORDS[before.use.dominant]} decide the bill and do not change`;
    return 'less than a cent a month';
  }
}

const changeOf = (before: number, after: number): string =>
  `${separated(Number(before.toPrecision(4)))} LCUs become ${separated(Number(after.toPrecision(4)))}`;

function anotherRegion({ rates, prices, setting, profile }: Situation): Advice {
  const cost = (candidate: Prices) => monthlyCost(rates, candidate, setting, profile);
  const here = cost(prices);
  const [cheapest] = PRICE_TABLE.filter(({ region }) => region !== prices.region)
    // A price that is unknown elsewhere must not look like a saving.
    .map((candidate) => ({ region: candidate.region, cost: cost(candidate) }))
    .filter((candidate) => unknownParts(candidate.cost) <= unknownParts(here))
    .sort((a, b) => a.cost.loadBalancer - b.cost.loadBalancer);
  const difference = cheapest ? here.loadBalancer - cheapest.cost.loadBalancer : 0;
  const saving = cheapest && difference >= NOTHING ? difference : 0;
  return {
    strategy: 'another Region',
    tried: cheapest
      ? `${cheapest.region}, the cheapest other Region in the table`
      : 'the other Regions in the table',
    saving,
    dominant: here.use.dominant,
    reason:
      saving > 0
        ? `the load balancer costs ${separated(cheapest?.cost.loadBalancer.toFixed(2) ?? '')} there; distance to your users is not considered`
        : 'no Region in the table is cheaper',
  };
}

const unknownParts = ({ parts }: ReturnType<typeof monthlyCost>): number =>
  parts.filter(({ amount }) => amount === undefined).length;

export const DIMENSION_WORDS: Readonly<Record<Dimension, string>> = {
  newConnections: 'new connections',
  activeConnections: 'active connections',
  processedBytes: 'processed bytes',
  ruleEvaluations: 'rule evaluations',
};
