// Prices of what people use instead of an Application Load Balancer, as far as there is evidence. Sources in notes/cost.md.
import type { NLCU_CARRIES } from '../alb/pricing.ts';

/** US dollars for a Network Load Balancer; undefined where no source was found. */
export interface NlbPrice {
  readonly hour?: number | undefined;
  /** One NLCU for an hour. */
  readonly nlcu?: number | undefined;
}

const NLB: Readonly<Record<string, NlbPrice>> = {
  'us-east-1': { hour: 0.0225, nlcu: 0.006 },
  'ap-northeast-1': { hour: 0.0243, nlcu: 0.006 },
  'ap-northeast-2': { hour: 0.0225, nlcu: 0.006 },
  'eu-central-1': { nlcu: 0.006 },
};

/** What is known of a Region. */
export const nlbPrice = (region: string): NlbPrice => NLB[region] ?? {};

export type NlbProtocol = keyof typeof NLCU_CARRIES;

/**
 * API Gateway WebSocket APIs in us-east-1; those of other Regions were not found. A message is charged in both directions
 * and for every 32 KB. Source: https://aws.amazon.com/api-gateway/pricing/, section WebSocket APIs.
 */
export const API_GATEWAY = {
  region: 'us-east-1',
  /** US dollars for a million messages: those up to a billion a month, and those beyond. */
  firstMessages: 1.0,
  furtherMessages: 0.8,
  firstTier: 1e9,
  /** US dollars for a million minutes of connections. */
  connectionMinutes: 0.25,
  messageIncrementBytes: 32 * 1024,
  /** A larger message ends the connection with code 1009. */
  maxMessageBytes: 128 * 1024,
  /** Seconds after which every connection is closed. */
  maxConnectionSeconds: 2 * 3600,
  /** New connections per second for an account and Region, unless the quota is raised. */
  maxNewConnectionsPerSecond: 500,
} as const;
