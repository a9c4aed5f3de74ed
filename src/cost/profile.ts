// How the load changes over a day. LCUs are billed by the hour, so quiet nights cost less.
import { many } from '../common/numbers.ts';
import { KnownError } from '../common/known-error.ts';

/** 24 factors by which the load is multiplied, one per hour. */
export type Profile = readonly number[];

const HOURS_PER_DAY = 24;
export const FLAT: Profile = Array.from({ length: HOURS_PER_DAY }, () => 1);

const ALLOWED = 'hours × factor, separated by commas, 24 hours in all, factors 0–1000: "8x1,8x0.5,8x0.1"';
const MAX_FACTOR = 1000;

/** Parses "8x1,8x0.5,8x0.1": 8 hours at full load, 8 at half of it, 8 at a tenth. */
export function parseProfile(text: string): Profile {
  const factors = text.split(',').flatMap((part) => {
    const match = /^\s*(\d{1,2})\s*[x×*]\s*(\d{1,4}(?:\.\d+)?)\s*$/i.exec(part);
    const factor = Number(match?.[2]);
    if (!match || factor > MAX_FACTOR)
      throw new KnownError(`"${part}" is not hours × factor.`, { allowed: ALLOWED });
    return Array.from({ length: Number(match[1]) }, () => factor);
  });
  if (factors.length !== HOURS_PER_DAY)
    throw new KnownError(`The profile has ${many(factors.length, 'hour')}, a day has ${HOURS_PER_DAY}.`, {
      allowed: ALLOWED,
    });
  return factors;
}

/** Full load for `peakHours` (0–24) of the day, and `trough` times the load in the others. */
export const peakAndTrough = (peakHours: number, trough: number): Profile =>
  FLAT.map((_, hour) => (hour < peakHours ? 1 : trough));

export const meanFactor = (profile: Profile): number =>
  profile.reduce((sum, factor) => sum + factor, 0) / profile.length;
