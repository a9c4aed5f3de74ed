// What the servers of a service cost over a day, and what is left for one socket.
import type { Rates } from './lcu.ts';
import { missingParts, type MonthlyCost } from './monthly.ts';
import { meanFactor, type Profile } from './profile.ts';

interface Situation {
  readonly rates: Rates;
  readonly profile: Profile;
}

/** The tasks of the service, in US dollars a month; undefined without any, or without their price. */
export const serversFor = ({ parts }: MonthlyCost): number | undefined =>
  parts.find(({ name }) => name === 'Fargate')?.amount || undefined;

export interface SocketCost {
  /** US dollars a month for a socket that is open all the time; data transfer out is not in it. */
  readonly amount: number;
  /** Sockets that are open on average. */
  readonly sockets: number;
  /** False when the price of some part is not known. */
  readonly isComplete: boolean;
}

/** What one socket costs; undefined where the servers are not part of the bill, or nothing is open. */
export function socketCost(cost: MonthlyCost, { rates, profile }: Situation): SocketCost | undefined {
  const sockets = rates.activeConnections * meanFactor(profile);
  if (serversFor(cost) === undefined || sockets === 0) return undefined;
  return { amount: cost.total / sockets, sockets, isComplete: missingParts(cost).length === 0 };
}
