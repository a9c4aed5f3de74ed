// What the servers of a service cost, and the resulting cost per socket.
import type { Rates } from './lcu.ts';
import { missingParts, type MonthlyCost } from './monthly.ts';
import { meanFactor, type Profile } from './profile.ts';

interface Situation {
  readonly rates: Rates;
  readonly profile: Profile;
}

/** The cost of the service's tasks, in US dollars a month; undefined if there are none, or their price is not known. */
export const serversFor = ({ parts }: MonthlyCost): number | undefined =>
  parts.find(({ name }) => name === 'Fargate')?.amount || undefined;

export interface SocketCost {
  /** US dollars a month for a socket that is open all the time, without data transfer out. */
  readonly amount: number;
  /** Average number of open sockets. */
  readonly sockets: number;
  /** False if the price of some part is unknown. */
  readonly isComplete: boolean;
}

/** What one socket costs; undefined if the servers are not part of the bill, or no socket is open. */
export function socketCost(cost: MonthlyCost, { rates, profile }: Situation): SocketCost | undefined {
  const sockets = rates.activeConnections * meanFactor(profile);
  if (serversFor(cost) === undefined || sockets === 0) return undefined;
  return { amount: cost.total / sockets, sockets, isComplete: missingParts(cost).length === 0 };
}
