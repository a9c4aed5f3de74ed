// Of several load balancers in the input: what each of them has, judged alone.
import { ratio } from './quantities.ts';
import type { LoadBalancerVerdict, Report } from './types.ts';

/** @param reports of each load balancer alone, by its name. */
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
