// Prices, as far as we have evidence. Prices that are missing for a Region have to be given (--price-hour, --price-lcu)
// or fetched (--refresh-prices). Sources in notes/cost.md.

/** US dollars. */
export interface Prices {
  readonly region: string;
  /** One load balancer-hour. */
  readonly hour: number;
  /** One LCU-hour. */
  readonly lcu: number;
  /** One reserved LCU-hour; undefined if it is unknown. */
  readonly reservedLcu?: number | undefined;
  /** One hour of a trust store, which mutual TLS in mode verify uses; undefined if it is unknown. */
  readonly trustStoreHour?: number | undefined;
  /**
   * `given`: on the command line; `partly given`: only one of hour and LCU. `refreshed`: AWS's price list. `table`: the
   * table below.
   */
  readonly origin: 'given' | 'partly given' | 'refreshed' | 'table';
  /** When AWS published the prices, or when they were last seen. */
  readonly asOf?: string | undefined;
}

/** The convention of AWS's own calculator: 365 × 24 / 12. */
export const HOURS_PER_MONTH = 730;

/**
 * One public IPv4 address-hour, the same in every commercial Region. Source: https://aws.amazon.com/vpc/pricing/,
 * "Hourly charge for In-use Public IPv4 Address".
 */
export const PUBLIC_IPV4_HOUR = 0.005;

/**
 * Source: https://aws.amazon.com/cloudwatch/pricing/. Monthly prices of a standard-resolution alarm on one metric, and
 * of a custom dashboard. Free per account: 10 alarm metrics and 3 dashboards of up to 50 metrics.
 */
export const CLOUDWATCH = { alarm: 0.1, freeAlarms: 10, dashboard: 3, freeDashboards: 3 } as const;

/** The prices of a Region for which we have evidence, in US dollars. */
export interface PriceRow {
  readonly region: string;
  /** One load balancer-hour. */
  readonly hour: number;
  /** One LCU-hour; undefined if no source was found. */
  readonly lcu?: number | undefined;
  readonly reservedLcu?: number | undefined;
  readonly trustStoreHour?: number | undefined;
  /** When the prices were last seen: a year, or a day. */
  readonly asOf: string;
}

/**
 * The Regions with evidence, each with the date of the evidence; the sources are in notes/cost.md. The trust store
 * price of us-east-1 is missing because its sources contradict each other (0.005, 0.0056).
 */
const PRICE_ROWS: readonly PriceRow[] = [
  { region: 'us-east-1', asOf: '2026', hour: 0.0225, lcu: 0.008, reservedLcu: 0.008 },
  { region: 'us-west-2', asOf: '2026', hour: 0.0225, lcu: 0.008, trustStoreHour: 0.0063 },
  { region: 'ca-central-1', asOf: '2022-01', hour: 0.02475, lcu: 0.0088 },
  { region: 'eu-west-1', asOf: '2026', hour: 0.0252, lcu: 0.008 },
  { region: 'eu-west-2', asOf: '2026-10-06', hour: 0.02646, lcu: 0.0084 },
  { region: 'ap-northeast-1', asOf: '2026', hour: 0.0243, lcu: 0.008, trustStoreHour: 0.0054 },
  { region: 'ap-northeast-2', asOf: '2026-10-01', hour: 0.0225, lcu: 0.008, trustStoreHour: 0.005 },
  { region: 'sa-east-1', asOf: '2026', hour: 0.034, lcu: 0.011 },
  { region: 'us-east-2', asOf: '2017', hour: 0.0225 },
  { region: 'us-west-1', asOf: '2023-08-01', hour: 0.0252 },
  { region: 'eu-central-1', asOf: '2024-09', hour: 0.027 },
  { region: 'ap-southeast-1', asOf: '2025-05', hour: 0.0252 },
  { region: 'ap-southeast-2', asOf: '2017', hour: 0.0252 },
  { region: 'ap-south-1', asOf: '2026', hour: 0.0239 },
];

/**
 * An estimate for Regions whose LCU price is unknown: the only prices seen in any Region are 0.008, 0.0084, 0.0088 and
 * 0.011.
 */
export const USUAL_LCU = 0.008;

/** The Regions with evidence for both the hourly and the LCU price. */
export const PRICE_TABLE: readonly Prices[] = PRICE_ROWS.flatMap(({ lcu, ...row }) =>
  lcu === undefined ? [] : [{ ...row, lcu, origin: 'table' as const }],
);

export const DEFAULT_REGION = 'us-east-1';

export const tablePrices = (region: string): Prices | undefined =>
  PRICE_TABLE.find((prices) => prices.region === region);

/** What is known about a Region's prices, even if it is only the hourly price. */
export const priceRow = (region: string): PriceRow | undefined =>
  PRICE_ROWS.find((row) => row.region === region);
