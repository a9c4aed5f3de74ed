import type { Rule, RuleValues, Verdict } from '../rule.ts';
import { userGuide } from '../sources.ts';

const DNS = 'target_group_health.dns_failover.minimum_healthy_targets';
const ROUTING = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';

const number = (value: string | undefined): number => (value === 'off' ? 0 : Number(value));

function atLeast(values: RuleValues, unit: 'count' | 'percentage'): Verdict {
  const dns = values[`${DNS}.${unit}`];
  const routing = values[`${ROUTING}.${unit}`];
  if (dns === undefined || routing === undefined) return 'not-applicable';
  // With DNS failover off, it never triggers before routing failover, so there is nothing to compare.
  if (dns === 'off') return 'met';
  return number(dns) >= number(routing) ? 'met' : 'violated';
}

export const dnsFailoverThreshold: Rule = {
  code: 'dns-failover-threshold',
  title: 'DNS failover below routing failover',
  severity: 'error',
  subject: 'target-group',
  reads: [`${DNS}.count`, `${ROUTING}.count`, `${DNS}.percentage`, `${ROUTING}.percentage`],
  ignoresDefaults: true,
  why: 'When both are set, the threshold for DNS failover must be at least the one for routing to unhealthy targets.',
  source: userGuide('target-group-health'),
  judge: (values) => {
    const verdicts = new Set([atLeast(values, 'count'), atLeast(values, 'percentage')]);
    if (verdicts.has('violated')) return 'violated';
    return verdicts.has('met') ? 'met' : 'not-applicable';
  },
  words: (values, name) => {
    const unit = atLeast(values, 'count') === 'violated' ? 'count' : 'percentage';
    return {
      what: `${name(`${DNS}.${unit}`)} ${values[`${DNS}.${unit}`]} is below ${name(`${ROUTING}.${unit}`)} ${values[`${ROUTING}.${unit}`]}.`,
      allowed: `at least ${name(`${ROUTING}.${unit}`)}`,
      remedy: `Raise ${name(`${DNS}.${unit}`)} or lower ${name(`${ROUTING}.${unit}`)}.`,
    };
  },
};
