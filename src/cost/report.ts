// The complete report of `websocket-alb cost`, as data.
import { advise, type Advice } from './advice.ts';
import { compare, type Comparison } from './compare.ts';
import type { Rates } from './lcu.ts';
import { missingParts, monthlyCost, type MonthlyCost, type PartName, type Setting } from './monthly.ts';
import { HOURS_PER_MONTH, type Prices } from './prices.ts';
import { meanFactor, type Profile } from './profile.ts';
import { reconnectCases, type ReconnectCase } from './reconnect.ts';
import { socketCost, type SocketCost } from './servers.ts';
import { sweep, type SweepRow } from './sweep.ts';
import { deriveRates, type Step, type Workload } from './workload.ts';

export type Load =
  | { readonly kind: 'rates'; readonly rates: Rates }
  | { readonly kind: 'workload'; readonly workload: Workload };

export interface Question {
  readonly load: Load;
  readonly prices: Prices;
  /** What the Region was taken from, as text. */
  readonly regionFrom: string;
  readonly setting: Setting;
  readonly profile: Profile;
  readonly zones: number;
  readonly targets: number | undefined;
  /** US dollars per GB transferred out of AWS; undefined if not given. */
  readonly transferPrice: number | undefined;
  /** Whether to calculate the alternatives too. */
  readonly compare?: boolean;
  /** What was assumed and what is not counted, as far as the caller knows. */
  readonly notes: readonly string[];
}

/** Data transferred out of AWS: charged by EC2, not by the load balancer. */
export interface Transfer {
  /** GB a month to clients. */
  readonly gigabytes: number;
  /** Raw rates do not distinguish directions, so this is all traffic, an upper bound. */
  readonly atMost: boolean;
  /** US dollars a month; undefined without a price. */
  readonly amount: number | undefined;
}

export interface CostReport {
  readonly rates: Rates;
  readonly steps: readonly Step[];
  readonly prices: Prices;
  /** What the Region was taken from, as text. */
  readonly regionFrom: string;
  readonly setting: Setting;
  readonly profile: Profile;
  readonly cost: MonthlyCost;
  /** What one socket costs, including its servers; undefined if they are not part of the bill. */
  readonly perSocket: SocketCost | undefined;
  readonly transfer: Transfer;
  readonly sweep: readonly SweepRow[];
  readonly reconnect: readonly ReconnectCase[];
  readonly advice: readonly Advice[];
  /** The same load on alternatives; undefined unless asked for. */
  readonly comparison: Comparison | undefined;
  readonly notes: readonly string[];
}

/** Creates the report for a question. */
export function costReport(question: Question): CostReport {
  const { load, prices, setting, profile, transferPrice } = question;
  const workload = load.kind === 'workload' ? load.workload : undefined;
  const derivation = workload && deriveRates(workload);
  const rates = load.kind === 'rates' ? load.rates : deriveRates(load.workload).rates;
  const cost = monthlyCost(rates, prices, setting, profile);
  const gigabytes =
    (derivation?.gigabytesOutPerHour ?? rates.gigabytesPerHour) * HOURS_PER_MONTH * meanFactor(profile);
  return {
    rates,
    steps: derivation?.steps ?? [],
    prices,
    regionFrom: question.regionFrom,
    setting,
    profile,
    cost,
    perSocket: socketCost(cost, { rates, profile }),
    transfer: {
      gigabytes,
      atMost: derivation === undefined,
      amount: transferPrice === undefined ? undefined : gigabytes * transferPrice,
    },
    sweep: sweep(rates, prices, setting, profile),
    reconnect: reconnectCases(rates.activeConnections, question),
    advice: advise({
      rates,
      workload,
      prices,
      setting,
      profile,
    }),
    comparison: question.compare ? compare({ rates, workload, prices, setting, profile, cost }) : undefined,
    notes: [...question.notes, ...unknowns(cost)],
  };
}

const unknowns = (cost: MonthlyCost): string[] =>
  missingParts(cost).map((name) =>
    name === 'NAT gateways'
      ? 'The price of a NAT gateway is not known here, so the sums leave it out. Add it with --nat-price USD, the hourly price in https://aws.amazon.com/vpc/pricing/; the data it processes is charged too.'
      : `The price of ${PRICED_AS[name] ?? name} in this Region is not known here, so the sums leave it out.`,
  );

/** Parts whose name reads differently in a sentence. */
const PRICED_AS: Partial<Record<PartName, string>> = {
  Fargate: 'Fargate tasks',
  'trust store': 'a trust store',
  'LCU reservation': 'reserved LCUs',
};
