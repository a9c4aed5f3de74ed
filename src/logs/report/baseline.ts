// The comparison with an earlier period, as data.
import type { Attempts } from '../attempts.ts';
import { CHANCE, compare } from '../compare/compare.ts';
import { periodOf } from '../compare/period.ts';
import { attemptsOf } from '../attempts.ts';
import type { ScanResult } from '../types.ts';
import { isoTime } from './quantities.ts';
import type { BaselineReport, ReportSettings } from './types.ts';

/** @param attempts the attempts in `result`. */
export function baselineReport(
  result: ScanResult,
  attempts: Attempts | undefined,
  settings: ReportSettings,
): BaselineReport | null {
  const { baseline } = settings;
  if (!baseline || !result.access || !attempts || !baseline.result.access) return null;
  const earlier = attemptsOf(baseline.result.access, settings);
  const { changes, tried } = compare(
    periodOf(baseline.result.access, earlier, baseline.result),
    periodOf(result.access, attempts, result),
  );
  return {
    since: isoTime(baseline.since) ?? '',
    until: isoTime(baseline.until) ?? '',
    connections: baseline.result.access.total.connections,
    failed: earlier.failed,
    chance: CHANCE,
    tried,
    changes,
  };
}
