// Whether a service waits for what attaches its target group to a load balancer.
import { certain } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import { all, canExistTogether, canHold, not, type When } from '../../alb/topology/when.ts';
import { addDependency } from '../fix/properties.ts';
import { dependencies } from '../mentions.ts';
import type { Model } from '../model.ts';
import type { Place } from '../place.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { services } from '../services.ts';

export const ecsServiceDependsOn: CheckRule = {
  code: 'ecs-service-depends-on',
  misses: true,
  severity: 'error',
  group: 'refused',
  title: 'ECS service that may be created before its target group has a load balancer',
  why: 'ECS refuses a service whose target group no listener forwards to yet. A reference to the group does not make CloudFormation wait for the listener or rule, so the stack fails now and then.',
  source: 'https://github.com/aws/aws-cdk/issues/1160',
  basis: certain(
    'ECS’s own message in public reports: "The target group … does not have an associated load balancer"',
  ),
  judge: each(services, ({ resource, groups }, model) => {
    const { topology, template } = model;
    const own = topology.registrants.find(({ key }) => key === resource.id);
    const before = dependencies(template, resource);
    // What it waits for may forward to any group.
    if (topology.rules.some((rule) => before.has(rule.key) && isHidden(rule))) return 'not-applicable';
    let isKnown = false;
    for (const { group, where, isAlternate } of groups) {
      if (group === UNKNOWN || isAlternate || !own) continue;
      const leading = topology
        .forwardsTo(group)
        .map(({ rule }) => rule)
        .filter(({ when }) => canExistTogether(when, own.when, topology.choices) === true);
      if (leading.length === 0) continue;
      const found = notWaitedFor(leading, before, own.when, model);
      if (found) return { ...violation(where.line, { group, waitFor: found.key }), severity: found.severity };
      isKnown = true;
    }
    return isKnown ? 'met' : 'not-applicable';
  }),
  fix: {
    mode: 'safe',
    what: 'Adds the listener or rule to DependsOn.',
    change: (site) => addDependency(site, String(site.args['waitFor'])),
  },
  words: ({ group, waitFor }) => ({
    what: `The service does not wait for ${String(waitFor)}, which forwards to ${String(group)}.`,
    remedy: `Add DependsOn: ${String(waitFor)} to the service.`,
  }),
};

/**
 * A listener or rule that is all that attaches a group in some outcome of the conditions, and that its service does not wait
 * for. An error where that outcome needs no other parameters than the defaults.
 */
function notWaitedFor(
  leading: readonly ListenerRule<Place>[],
  before: ReadonlySet<string>,
  own: When,
  { existence, topology: { choices } }: Model,
): { readonly key: string; readonly severity: 'error' | 'warning' } | undefined {
  const missed = leading.filter(({ key }) => !before.has(key));
  const awaited = leading.filter(({ key }) => before.has(key));
  const [first] = missed;
  if (awaited.length === 0) return first && { key: first.key, severity: 'error' };
  const alone = missed.map(({ key, when }) => ({
    key,
    when: all(own, when, ...awaited.map((one) => not(one.when))),
  }));
  const usual = alone.find(({ when }) => existence.holdsByDefault(when) === true);
  if (usual) return { key: usual.key, severity: 'error' };
  const other = alone.find(({ when }) => canHold(when, choices) === true);
  return other && { key: other.key, severity: 'warning' };
}

/** It is not known where a rule forwards to. */
const isHidden = ({ actions }: ListenerRule<Place>): boolean =>
  actions === UNKNOWN ||
  actions.some(
    ({ forward }) =>
      forward?.groups === UNKNOWN || forward?.groups.some(({ group }) => group === UNKNOWN) === true,
  );
