// Prices of the alternatives to an Application Load Balancer, as far as we have evidence. Sources in notes/cost.md.
import type { NLCU_CARRIES } from '../alb/pricing.ts';

/** US dollars for a Network Load Balancer; undefined if no source was found. */
export interface NlbPrice {
  readonly hour?: number | undefined;
  /** One NLCU-hour. */
  readonly nlcu?: number | undefined;
}

const NLB: Readonly<Record<string, NlbPrice>> = {
  'us-east-1': { hour: 0.0225, nlcu: 0.006 },
  'ap-northeast-1': { hour: 0.0243, nlcu: 0.006 },
  'ap-northeast-2': { hour: 0.0225, nlcu: 0.006 },
  'eu-central-1': { nlcu: 0.006 },
};

/** The known prices in a Region. */
export const nlbPrice = (region: string): NlbPrice => NLB[region] ?? {};

export type NlbProtocol = keyof typeof NLCU_CARRIES;

/**
 * API Gateway WebSocket APIs in us-east-1; no prices for other Regions were found. Messages are charged in both
 * directions, per 32 KB. Source: https://aws.amazon.com/api-gateway/pricing/, section WebSocket APIs.
 */
export const API_GATEWAY = {
  region: 'us-east-1',
  /** US dollars per million messages: up to a billion a month, and beyond. */
  firstMessages: 1.0,
  furtherMessages: 0.8,
  firstTier: 1e9,
  /** US dollars per million connection minutes. */
  connectionMinutes: 0.25,
  messageIncrementBytes: 32 * 1024,
  /** A larger message closes the connection with code 1009. */
  maxMessageBytes: 128 * 1024,
  /** Every connection is closed after this many seconds. */
  maxConnectionSeconds: 2 * 3600,
  /** New connections per second, account and Region, unless the quota is raised. */
  maxNewConnectionsPerSecond: 500,
} as const;
