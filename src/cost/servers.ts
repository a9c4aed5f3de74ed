// What the servers of a service cost over a day, and the resulting cost per socket.
import { tasksForSockets } from '../config/service.ts';
import type { Rates } from './lcu.ts';
import type { MonthlyCost, Setting } from './monthly.ts';
import { meanFactor, type Profile } from './profile.ts';

interface Situation {
  readonly rates: Rates;
  readonly setting: Setting;
  readonly profile: Profile;
}

/** US dollars a month: the number of tasks follows the number of sockets hour by hour, within its bounds. */
export function serversFor(
  cost: MonthlyCost,
  { setting: { fargate }, rates, profile }: Situation,
): number | undefined {
  const amount = fargateAmount(cost);
  if (fargate === undefined || amount === undefined || fargate.tasks === 0) return undefined;
  const { tasks, maxTasks, socketsPerTask } = fargate;
  const running = profile.map((factor) =>
    socketsPerTask === undefined
      ? tasks
      : tasksForSockets({ min: tasks, max: maxTasks, socketsPerTask }, rates.activeConnections * factor),
  );
  return (amount / tasks) * meanFactor(running);
}

const fargateAmount = ({ parts }: MonthlyCost): number | undefined =>
  parts.find(({ name }) => name === 'Fargate')?.amount;

export interface SocketCost {
  /** US dollars a month for a socket that is open all the time, without data transfer out. */
  readonly amount: number;
  /** Average number of open sockets. */
  readonly sockets: number;
  /** False if the price of some part is unknown. */
  readonly isComplete: boolean;
}

/** What one socket costs; undefined if the servers are not part of the bill, or no socket is open. */
export function socketCost(cost: MonthlyCost, situation: Situation): SocketCost | undefined {
  const servers = serversFor(cost, situation);
  const sockets = situation.rates.activeConnections * meanFactor(situation.profile);
  if (servers === undefined || sockets === 0) return undefined;
  const isComplete = cost.parts.every(({ amount }) => amount !== undefined);
  return { amount: (cost.total - (fargateAmount(cost) ?? 0) + servers) / sockets, sockets, isComplete };
}
