// From the load in access logs, hour by hour, to LCUs, the dimension that determines them, and the monthly cost at this
// rate. Rule evaluations and sockets that are still open are not in the logs.
import { DIMENSIONS, type Dimension, lcuUse, type Rates } from './lcu.ts';
import { HOURS_PER_MONTH, type Prices } from './prices.ts';

/** An hour of logs. */
export interface LoggedHour {
  /** Whole hours since 1970. */
  readonly hour: number;
  /** WebSockets that opened in this hour; and those that closed in it with an unknown opening time. */
  readonly opened: number;
  readonly unknown: number;
  /** Seconds within the hour that WebSockets were open, added up. */
  readonly openSeconds: number;
  /** Requests other than WebSockets: each has a connection of its own, or shares one. */
  readonly requests: number;
  /** In both directions. */
  readonly bytes: number;
}

export interface HourCost {
  /** ISO 8601. */
  readonly from: string;
  readonly rates: Rates;
  readonly lcus: number;
  /** If every request came over a connection of its own. */
  readonly lcusAtMost: number;
  readonly dominant: Dimension | undefined;
}

/** A number of LCUs reserved at all hours, and the monthly cost with it. */
export interface Reservation {
  readonly lcus: number;
  readonly month: number;
}

export interface LogsCost {
  readonly prices: Prices;
  readonly hours: readonly HourCost[];
  readonly meanLcus: number;
  readonly peak: HourCost;
  /** Number of hours that each dimension determines. */
  readonly decides: Readonly<Partial<Record<Dimension, number>>>;
  /** US dollars for 730 hours: the load balancer's hours, its LCUs, and both together. */
  readonly fixed: number;
  readonly variable: number;
  readonly month: number;
  readonly monthAtMost: number;
  /** The cheapest reservation; undefined if its price is unknown. 0 LCUs means that no reservation saves anything. */
  readonly reservation: Reservation | undefined;
}

const ratesOf = ({ opened, unknown, openSeconds, bytes }: LoggedHour): Rates => ({
  newConnectionsPerSecond: (opened + unknown) / 3600,
  activeConnections: openSeconds / 3600,
  gigabytesPerHour: bytes / 1e9,
  ruleEvaluationsPerSecond: 0,
});

const hourCost = (logged: LoggedHour): HourCost => {
  const rates = ratesOf(logged);
  const { lcus, dominant } = lcuUse(rates);
  const newConnectionsPerSecond = rates.newConnectionsPerSecond + logged.requests / 3600;
  const most = lcuUse({ ...rates, newConnectionsPerSecond });
  return {
    from: new Date(logged.hour * 3_600_000).toISOString(),
    rates,
    lcus,
    lcusAtMost: most.lcus,
    dominant,
  };
};

/** @param hours whole hours; undefined is returned if there are none. */
export function costOfHours(hours: readonly LoggedHour[], prices: Prices): LogsCost | undefined {
  const costs = hours.map(hourCost);
  const [first] = costs;
  if (!first) return undefined;
  const meanOf = (value: (each: HourCost) => number): number =>
    costs.reduce((sum, each) => sum + value(each), 0) / costs.length;
  const meanLcus = meanOf(({ lcus }) => lcus);
  const fixed = prices.hour * HOURS_PER_MONTH;
  const variable = meanLcus * prices.lcu * HOURS_PER_MONTH;
  const decided = (dimension: Dimension): number =>
    costs.filter(({ dominant }) => dominant === dimension).length;
  return {
    prices,
    hours: costs,
    meanLcus,
    peak: costs.reduce((best, each) => (each.lcus > best.lcus ? each : best), first),
    decides: Object.fromEntries(
      DIMENSIONS.map((dimension) => [dimension, decided(dimension)] as const).filter(([, many]) => many > 0),
    ),
    fixed,
    variable,
    month: fixed + variable,
    monthAtMost: fixed + meanOf(({ lcusAtMost }) => lcusAtMost) * prices.lcu * HOURS_PER_MONTH,
    reservation: cheapest(costs, prices, fixed),
  };
}

/**
 * Reserved LCUs are paid at all hours, LCUs beyond them at the usage price. The best reservation equals the usage of
 * one of the hours, rounded down.
 */
function cheapest(
  costs: readonly HourCost[],
  { lcu, reservedLcu }: Prices,
  fixed: number,
): Reservation | undefined {
  if (reservedLcu === undefined) return undefined;
  const monthWith = (reserved: number): number =>
    fixed +
    HOURS_PER_MONTH *
      (reserved * reservedLcu +
        (costs.reduce((sum, { lcus }) => sum + Math.max(0, lcus - reserved), 0) / costs.length) * lcu);
  let best: Reservation = { lcus: 0, month: monthWith(0) };
  for (const reserved of new Set(costs.map(({ lcus }) => Math.floor(lcus)))) {
    const month = monthWith(reserved);
    if (month < best.month - 0.005) best = { lcus: reserved, month };
  }
  return best;
}
