// Verdicts on each load balancer alone, if the input has several.
import { attemptsOf } from '../attempts.ts';
import type { Recognition } from '../recognition.ts';
import type { ScanResult } from '../types.ts';
import { ratio } from './quantities.ts';
import type { LoadBalancerVerdict, Report } from './types.ts';

type Apart = ReadonlyMap<string, ScanResult> | undefined;

/**
 * Adds which failures are attempts judging by one load balancer alone: while others open sockets, a total outage of one
 * looks like a path that is not used for sockets.
 *
 * @param settings with `apart`, the scan result of each load balancer.
 */
export function withPresumed<Settings extends Recognition & { readonly apart?: Apart }>(
  settings: Settings,
): Settings {
  if (!settings.apart || settings.presumed) return settings;
  const presumed = [...settings.apart.values()].flatMap(({ access }) =>
    access
      ? attemptsOf(access, settings).failures.flatMap(({ id, evidence }) =>
          evidence === 'presumed' ? [id] : [],
        )
      : [],
  );
  return { ...settings, presumed: new Set(presumed) };
}

/** @param reports the report on each load balancer alone, by name. */
export function loadBalancerVerdicts(reports: ReadonlyMap<string, Report>): LoadBalancerVerdict[] {
  return [...reports].map(([loadBalancer, { access, findings, incidents }]) => {
    const failed = access?.failedUpgrades ?? 0;
    const attempts = (access?.connections ?? 0) + failed;
    const [worst] = findings;
    return {
      loadBalancer,
      attempts,
      failed,
      failedShare: ratio(failed, attempts),
      youngShare: access?.young.share ?? 0,
      worst: worst ? { code: worst.code, severity: worst.severity, brief: worst.brief } : null,
      incidents: incidents.map(({ text }) => text),
    };
  });
}
