// Prices, as far as there is evidence for them. A Region stands here only when both the hour and the LCU are
// evidenced; all others need --price-hour and --price-lcu, or --refresh-prices. Sources in notes/cost.md.

/** US dollars. */
export interface Prices {
  readonly region: string;
  /** One load balancer for an hour. */
  readonly hour: number;
  /** One LCU for an hour. */
  readonly lcu: number;
  /** One reserved LCU for an hour; undefined where it is not known. */
  readonly reservedLcu?: number | undefined;
  /** One trust store, used by mutual TLS in mode verify, for an hour; undefined where it is not known. */
  readonly trustStoreHour?: number | undefined;
  /** `given`: on the command line; `partly given`: one of hour and LCU. `refreshed`: AWS's price list. `table`: below. */
  readonly origin: 'given' | 'partly given' | 'refreshed' | 'table';
  /** When AWS published it, or when it was last seen. */
  readonly asOf?: string | undefined;
}

/** The convention of AWS's own calculator: 365 × 24 / 12. */
export const HOURS_PER_MONTH = 730;

/**
 * One public IPv4 address for an hour, the same in every commercial Region.
 * Source: https://aws.amazon.com/vpc/pricing/, "Hourly charge for In-use Public IPv4 Address".
 */
export const PUBLIC_IPV4_HOUR = 0.005;

/**
 * Source: https://aws.amazon.com/cloudwatch/pricing/. An alarm of standard resolution on one metric, and a custom
 * dashboard, for a month; free are 10 alarm metrics and 3 dashboards of up to 50 metrics in the whole account.
 */
export const CLOUDWATCH = { alarm: 0.1, freeAlarms: 10, dashboard: 3, freeDashboards: 3 } as const;

const table = (
  region: string,
  asOf: string,
  hour: number,
  lcu: number,
  more: Pick<Prices, 'reservedLcu' | 'trustStoreHour'> = {},
): Prices => ({ region, hour, lcu, origin: 'table', asOf, ...more });

/**
 * The table. `asOf` is when the prices were last seen in the sources of notes/cost.md; the trust store of us-east-1 is
 * missing because the sources contradict each other (0.005, 0.0056).
 */
export const PRICE_TABLE: readonly Prices[] = [
  table('us-east-1', '2026', 0.0225, 0.008, { reservedLcu: 0.008 }),
  table('us-west-2', '2026', 0.0225, 0.008, { trustStoreHour: 0.0063 }),
  table('ca-central-1', '2022-01', 0.02475, 0.0088),
  table('eu-west-1', '2026', 0.0252, 0.008),
  table('eu-west-2', '2026-10-06', 0.02646, 0.0084),
  table('ap-northeast-1', '2026', 0.0243, 0.008, { trustStoreHour: 0.0054 }),
  table('ap-northeast-2', '2026-10-01', 0.0225, 0.008, { trustStoreHour: 0.005 }),
];

export const DEFAULT_REGION = 'us-east-1';

export const tablePrices = (region: string): Prices | undefined =>
  PRICE_TABLE.find((prices) => prices.region === region);
