// Computes the monthly cost of a load at given prices.
import { forNumber, separated } from '../common/numbers.ts';
import { tasksForSockets } from '../config/service.ts';
import { fargatePrice, type Architecture } from './fargate-prices.ts';
import { lcuUse, scaleRates, type LcuUse, type Rates } from './lcu.ts';
import { CLOUDWATCH, HOURS_PER_MONTH, PUBLIC_IPV4_HOUR, type Prices } from './prices.ts';
import { FLAT, meanFactor, type Profile } from './profile.ts';

/** What the cost depends on besides the load, from the config. */
export interface Setting {
  /** A listener uses mutual TLS, which halves the active connections per LCU. */
  readonly mutualTls: boolean;
  /** Mutual TLS in mode verify: the trust store is charged by the hour. */
  readonly trustStore: boolean;
  /** Number of reserved LCUs; 0 for none. */
  readonly reservedLcus: number;
  /** Public IPv4 addresses of the load balancer. */
  readonly publicIpv4Addresses: number;
  /** The service's tasks; undefined without a service. */
  readonly fargate?: FargateTasks | undefined;
  /** NAT gateways that the template creates; undefined if there are none. */
  readonly nat?: { readonly gateways: number; readonly hour: number | undefined } | undefined;
  readonly alarms: number;
  readonly dashboards: number;
  /** Whether CloudWatch's free alarms and dashboards are still unused in the account. */
  readonly freeTier: boolean;
}

export interface FargateTasks {
  /** The minimum number of tasks. */
  readonly tasks: number;
  /** The maximum number of tasks that scaling starts. */
  readonly maxTasks: number;
  /** Number of sockets per task that scaling aims for; undefined if the number of tasks is fixed. */
  readonly socketsPerTask?: number | undefined;
  /** Per task. */
  readonly vcpus: number;
  /** Per task. */
  readonly gigabytes: number;
  readonly architecture: Architecture;
  /** Whether each task has a public IPv4 address. */
  readonly publicAddresses: boolean;
}

export const BARE: Setting = {
  mutualTls: false,
  trustStore: false,
  reservedLcus: 0,
  publicIpv4Addresses: 0,
  alarms: 0,
  dashboards: 0,
  freeTier: true,
};

export type PartName =
  | 'hours'
  | 'trust store'
  | 'LCU reservation'
  | 'LCUs'
  | 'public IPv4 addresses'
  | 'Fargate'
  | 'NAT gateways'
  | 'alarms'
  | 'dashboard';

/** One line of the bill. */
export interface Part {
  readonly name: PartName;
  /** `fixed` and `variable` belong to the load balancer; `beside` is for related resources. */
  readonly kind: 'fixed' | 'variable' | 'beside';
  /** US dollars a month; undefined if the price is unknown. */
  readonly amount: number | undefined;
  /** How it was calculated. */
  readonly formula: string;
}

export interface MonthlyCost {
  readonly parts: readonly Part[];
  /** US dollars a month; parts with an unknown price are left out of all sums. */
  readonly fixed: number;
  readonly variable: number;
  /** The load balancer: fixed and variable. */
  readonly loadBalancer: number;
  /** The load balancer and related resources. */
  readonly total: number;
  /** The LCUs of an hour at full load. */
  readonly use: LcuUse;
  /** LCU-hours of the month over the profile, without those that a reservation covers. */
  readonly lcuHours: number;
}

/** What the load costs in a month of 730 hours. `rates` is the load at factor 1 of the profile. */
export function monthlyCost(
  rates: Rates,
  prices: Prices,
  setting: Setting = BARE,
  profile: Profile = FLAT,
): MonthlyCost {
  const use = lcuUse(rates, setting);
  const lcuHours = HOURS_PER_MONTH * meanFactor(excess(rates, setting, profile));
  const parts = [
    ...fixedParts(prices, setting),
    {
      name: 'LCUs',
      kind: 'variable',
      amount: lcuHours * prices.lcu,
      formula: `${separated(round(lcuHours))} ${forNumber(round(lcuHours), 'LCU-hour')}${setting.reservedLcus > 0 ? ' beyond the reservation' : ''} × ${prices.lcu}`,
    },
    ...partsBeside(setting, prices, meanTasks(setting, rates, profile)),
  ] satisfies Part[];
  const sum = (...kinds: Part['kind'][]): number =>
    parts.reduce((total, { kind, amount }) => total + (kinds.includes(kind) ? (amount ?? 0) : 0), 0);
  return {
    parts,
    fixed: sum('fixed'),
    variable: sum('variable'),
    loadBalancer: sum('fixed', 'variable'),
    total: sum('fixed', 'variable', 'beside'),
    use,
    lcuHours,
  };
}

/** The LCUs billed by usage, for each hour of the day: all, or those beyond the reservation. */
const excess = (rates: Rates, setting: Setting, profile: Profile): number[] =>
  profile.map((factor) =>
    Math.max(0, lcuUse(scaleRates(rates, factor), setting).lcus - setting.reservedLcus),
  );

/** The tasks that run on average: they follow the sockets, hour by hour, within their bounds. */
function meanTasks({ fargate }: Setting, { activeConnections }: Rates, profile: Profile): number {
  if (!fargate) return 0;
  const { tasks, maxTasks, socketsPerTask } = fargate;
  if (socketsPerTask === undefined) return tasks;
  const bounds = { min: tasks, max: maxTasks, socketsPerTask };
  return meanFactor(profile.map((factor) => tasksForSockets(bounds, activeConnections * factor)));
}

function fixedParts(prices: Prices, { trustStore, reservedLcus }: Setting): Part[] {
  const parts: Part[] = [
    {
      name: 'hours',
      kind: 'fixed',
      amount: HOURS_PER_MONTH * prices.hour,
      formula: `${HOURS_PER_MONTH} h × ${prices.hour}`,
    },
  ];
  const hourly = (name: PartName, count: number, price: number | undefined, each: string): Part => ({
    name,
    kind: 'fixed',
    amount: price === undefined ? undefined : count * HOURS_PER_MONTH * price,
    formula: `${separated(count)} ${each} × ${HOURS_PER_MONTH} h × ${price ?? 'a price that is not known here'}`,
  });
  if (trustStore) parts.push(hourly('trust store', 1, prices.trustStoreHour, 'trust store'));
  if (reservedLcus > 0) parts.push(hourly('LCU reservation', reservedLcus, prices.reservedLcu, 'LCUs'));
  return parts;
}

function partsBeside(setting: Setting, { region }: Prices, tasks: number): Part[] {
  const { publicIpv4Addresses, fargate, nat, alarms, dashboards, freeTier } = setting;
  const parts: Part[] = [];
  const addresses = publicIpv4Addresses + (fargate?.publicAddresses ? tasks : 0);
  if (addresses > 0)
    parts.push({
      name: 'public IPv4 addresses',
      kind: 'beside',
      amount: addresses * HOURS_PER_MONTH * PUBLIC_IPV4_HOUR,
      formula: `${separated(round(addresses))} × ${HOURS_PER_MONTH} h × ${PUBLIC_IPV4_HOUR}`,
    });
  if (fargate) parts.push(fargatePart(fargate, region, tasks));
  if (nat)
    parts.push({
      name: 'NAT gateways',
      kind: 'beside',
      amount: nat.hour === undefined ? undefined : nat.gateways * HOURS_PER_MONTH * nat.hour,
      formula: `${nat.gateways} × ${HOURS_PER_MONTH} h × ${nat.hour ?? 'a price that is not known here'}`,
    });
  const counted = (name: PartName, count: number, free: number, price: number): void => {
    if (count === 0) return;
    const allowance = freeTier ? free : 0;
    parts.push({
      name,
      kind: 'beside',
      amount: Math.max(0, count - allowance) * price,
      formula: `${count}${freeTier ? `, ${free} are free` : ''}, each ${price}`,
    });
  };
  counted('alarms', alarms, CLOUDWATCH.freeAlarms, CLOUDWATCH.alarm);
  counted('dashboard', dashboards, CLOUDWATCH.freeDashboards, CLOUDWATCH.dashboard);
  return parts;
}

function fargatePart({ vcpus, gigabytes, architecture }: FargateTasks, region: string, tasks: number): Part {
  const price = fargatePrice(region, architecture);
  const known = price && `(${vcpus} vCPU × ${price.vcpuHour} + ${gigabytes} GB × ${price.gbHour})`;
  return {
    name: 'Fargate',
    kind: 'beside',
    amount: price && tasks * HOURS_PER_MONTH * (vcpus * price.vcpuHour + gigabytes * price.gbHour),
    formula: `${separated(round(tasks))} ${forNumber(tasks, 'task')}${Number.isInteger(tasks) ? '' : ' on average'} × ${HOURS_PER_MONTH} h × ${known ?? 'a price that is not known here'}`,
  };
}

/** The parts that the sums lack, because their price is not known. */
export const missingParts = ({ parts }: Pick<MonthlyCost, 'parts'>): PartName[] =>
  parts.filter(({ amount }) => amount === undefined).map(({ name }) => name);

const round = (value: number): number => Number(value.toFixed(2));
