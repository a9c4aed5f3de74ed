// The report in machine-readable form: JSON, and CSV for the sweep. Money is rounded to the cent.
import { cents } from './money.ts';
import { missingParts, type MonthlyCost } from './monthly.ts';
import { HOURS_PER_MONTH } from './prices.ts';
import type { CostReport } from './report.ts';

const money = (amount: number | undefined): number | null => (amount === undefined ? null : cents(amount));

/** Rounds to twelve digits, so that 0.1 × 31.2 is 3.12. */
const plain = (value: number): number => Number(value.toPrecision(12));

const sums = (cost: MonthlyCost) => ({
  fixed: cents(cost.fixed),
  variable: cents(cost.variable),
  total: cents(cost.loadBalancer),
});

/** `null` means unknown. */
export function reportJson(report: CostReport): string {
  const { prices, setting, cost, transfer, comparison } = report;
  const data = {
    currency: 'USD',
    hoursPerMonth: HOURS_PER_MONTH,
    region: prices.region,
    regionFrom: report.regionFrom,
    prices: {
      hour: prices.hour,
      lcu: prices.lcu,
      reservedLcu: prices.reservedLcu ?? null,
      trustStoreHour: prices.trustStoreHour ?? null,
      origin: prices.origin,
      asOf: prices.asOf ?? null,
    },
    rates: report.rates,
    profile: report.profile,
    lcus: {
      ...cost.use.byDimension,
      billed: cost.use.lcus,
      dominant: cost.use.dominant ?? null,
      hoursPerMonth: cost.lcuHours,
    },
    loadBalancer: sums(cost),
    month: cents(cost.total),
    /** Parts without a known price, which the sums lack. */
    missing: missingParts(cost),
    perSocket: report.perSocket ?? null,
    parts: cost.parts.map((part) => ({ ...part, amount: money(part.amount) })),
    setting,
    dataTransferOut: { ...transfer, amount: money(transfer.amount) },
    sweep: report.sweep.map(({ factor, rates, cost: scaled }) => ({
      factor,
      rates,
      lcus: scaled.use.lcus,
      dominant: scaled.use.dominant ?? null,
      loadBalancer: sums(scaled),
      month: cents(scaled.total),
    })),
    reconnect: report.reconnect,
    advice: report.advice.map((advice) => ({
      ...advice,
      saving: money(advice.saving),
      dominant: advice.dominant ?? null,
    })),
    ...(comparison && {
      comparison: {
        ...comparison,
        offers: comparison.offers.map((offer) => ({ ...offer, amount: money(offer.amount) })),
        servers: money(comparison.servers),
      },
    }),
    derivation: report.steps,
    notes: report.notes,
  };
  const rounded = (_key: string, value: unknown) => (typeof value === 'number' ? plain(value) : value);
  return `${JSON.stringify(data, rounded, 2)}\n`;
}

const COLUMNS = [
  'factor',
  'new_connections_per_second',
  'active_connections',
  'gb_per_hour',
  'rule_evaluations_per_second',
  'lcus',
  'dominant',
  'fixed_usd',
  'variable_usd',
  'load_balancer_usd',
  'month_usd',
];

/** The sweep. No cell needs quotes, because all are numbers and our own names. */
export function sweepCsv({ sweep }: CostReport): string {
  const rows = sweep.map(({ factor, rates, cost }) => {
    const { fixed, variable, total } = sums(cost);
    return [
      factor,
      plain(rates.newConnectionsPerSecond),
      plain(rates.activeConnections),
      plain(rates.gigabytesPerHour),
      plain(rates.ruleEvaluationsPerSecond),
      plain(cost.use.lcus),
      cost.use.dominant ?? '',
      fixed,
      variable,
      total,
      cents(cost.total),
    ];
  });
  return `${[COLUMNS, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}
