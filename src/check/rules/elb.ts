// ELB's own rules about combinations of settings, from alb/, applied to every part of a template.
import { inferred } from '../../alb/finding.ts';
import { judge, readValues, type Rule, type RuleValues } from '../../alb/rule.ts';
import { RULES } from '../../alb/rules/index.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { recommendPolicy } from '../fix/tls-policy.ts';
import type { Fix } from '../fix/remedy.ts';
import type { Model, Part, TargetGroup } from '../model.ts';
import type { FindingSeverity } from '../../common/severity.ts';
import { each, type CheckRule, type Violation } from '../rule.ts';

/** A config is for WebSockets by definition; a template's target group need not be. */
const ABOUT_SOCKETS = new Set([
  'lambda-websocket',
  'websocket-protocol-version',
  'target-optimizer-websocket',
]);
/** Applied only if a policy is given; tls-policy-omitted covers the rest. */
const ABOUT_POLICY = new Set(['tls-policy-old', 'tls-policy-unknown']);

/** Lambda targets have different defaults, and no health thresholds. */
const ABOUT_SERVERS = new Set(['health-check-timeout', 'dns-failover-threshold']);

const FIXES: Readonly<Record<string, Fix>> = { 'tls-policy-old': recommendPolicy };

const parts = (rule: Rule, model: Model): readonly Part[] => {
  if (rule.subject === 'load-balancer') return model.loadBalancers;
  if (rule.subject === 'listener') return model.listeners;
  return model.targetGroups;
};

export const ELB_RULES: readonly CheckRule[] = RULES.map((rule): CheckRule => {
  const aboutSockets = ABOUT_SOCKETS.has(rule.code);
  return {
    code: rule.code,
    severity: aboutSockets ? 'warning' : rule.severity,
    group: aboutSockets || rule.severity === 'warning' ? 'sockets' : 'refused',
    title: rule.title,
    why: rule.why,
    source: rule.source,
    ...(aboutSockets
      ? { basis: inferred('names and paths that mention WebSockets, or nothing that mentions them') }
      : rule.basis
        ? { basis: rule.basis }
        : {}),
    ...(FIXES[rule.code] ? { fix: FIXES[rule.code] } : {}),
    judge: each(
      (model) => parts(rule, model),
      (part, model) => {
        if (ABOUT_POLICY.has(rule.code) && !part.settings.has('SslPolicy')) return 'not-applicable';
        if (ABOUT_SERVERS.has(rule.code) && part.settings.get('TargetType') === 'lambda')
          return 'not-applicable';
        const weight = aboutSockets ? socketWeight(part as TargetGroup, model) : rule.severity;
        const verdict = judge(rule, part.settings);
        if (weight === undefined || verdict === 'not-applicable') return 'not-applicable';
        if (verdict === 'met') return 'met';
        const severity = isNewPolicy(rule, part) ? 'info' : weight;
        const key = rule.reads.find((candidate) => part.settings.has(candidate)) ?? rule.reads[0];
        const values = readValues(rule, part.settings);
        return { line: part.lineOf(key), args: { ...values }, severity } satisfies Violation;
      },
    ),
    words: (values) => rule.words(values as RuleValues, (key) => key),
  };
});

/** A policy that is newer than the table, whose name shows that it accepts nothing below TLS 1.2. */
const isNewPolicy = ({ code }: Rule, { settings }: Part): boolean =>
  code === 'tls-policy-unknown' &&
  /^ELBSecurityPolicy-TLS13-1-[23]-.*20\d\d-\d\d$/.test(
    String(settings.get('SslPolicy') === UNKNOWN ? '' : settings.get('SslPolicy')),
  );

/**
 * A target group that is meant for WebSockets but cannot carry them is a problem. If nothing in the template mentions
 * WebSockets, it is worth mentioning; next to a group that can carry them, it serves another purpose.
 */
function socketWeight(part: TargetGroup, model: Model): FindingSeverity | undefined {
  if (part.forSockets) return 'warning';
  const owners = model.loadBalancers.filter(({ targetGroups }) => targetGroups.includes(part));
  if (owners.some(({ saysSockets, targetGroups }) => saysSockets && targetGroups.length === 1))
    return 'warning';
  const someSay =
    model.loadBalancers.some(({ saysSockets }) => saysSockets) ||
    model.targetGroups.some(({ forSockets }) => forSockets);
  return someSay || owners.every(({ targetGroups }) => targetGroups.length > 1) ? undefined : 'info';
}
