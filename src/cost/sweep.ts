// The same load, scaled from a tenth to a hundred times.
import { scaleRates, type Rates } from './lcu.ts';
import { monthlyCost, type MonthlyCost, type Setting } from './monthly.ts';
import type { Prices } from './prices.ts';
import type { Profile } from './profile.ts';

const SWEEP_FACTORS = [0.1, 1, 10, 100] as const;

export interface SweepRow {
  readonly factor: number;
  readonly rates: Rates;
  readonly cost: MonthlyCost;
}

export const sweep = (rates: Rates, prices: Prices, setting: Setting, profile: Profile): SweepRow[] =>
  SWEEP_FACTORS.map((factor) => {
    const scaled = scaleRates(rates, factor);
    return { factor, rates: scaled, cost: monthlyCost(scaled, prices, setting, profile) };
  });
