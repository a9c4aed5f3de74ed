// What ECS needs to shift traffic: strategy, rule and role; and what monitors the pair of target groups.
import { certain, inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi, ecsGuide } from '../../alb/sources.ts';
import type { ListenerRule, Value } from '../../alb/topology/types.ts';
import { mentions } from '../mentions.ts';
import { child, entry, type Node } from '../node.ts';
import { keyOf, type Place } from '../place.ts';
import { each, violation, type CheckRule, type Violation } from '../rule.ts';
import { services } from '../services.ts';
import { ELB } from '../topology.ts';
import { pairsOf, shifts } from '../traffic-pairs.ts';

export const ecsStrategyConfiguration: CheckRule = {
  code: 'ecs-strategy-configuration',
  severity: 'error',
  group: 'refused',
  title: 'Configuration for another deployment strategy',
  why: 'LinearConfiguration is valid with the strategy LINEAR only, and CanaryConfiguration with CANARY.',
  source: ecsApi('DeploymentConfiguration'),
  basis: certain('the API reference: "Only valid when the deployment strategy is …"'),
  judge: each(services, (service, { resolver }) => {
    const config = resolver.value(child(service.resource.properties, 'DeploymentConfiguration'));
    if (config === UNKNOWN || service.strategy === UNKNOWN) return 'not-applicable';
    for (const [key, strategy] of CONFIGURATIONS) {
      const found = entry(config, key);
      if (!found || service.strategy === strategy || resolver.value(found.value) === undefined) continue;
      if (resolver.value(found.value) === UNKNOWN) return 'not-applicable';
      return violation(found.line, { key, strategy, is: service.strategy });
    }
    return 'met';
  }),
  words: ({ key, strategy, is }) => ({
    what: `${String(key)} is set, and Strategy is ${String(is)}.`,
    allowed: `${String(key)} with Strategy ${String(strategy)}`,
    remedy: `Remove ${String(key)}, or set Strategy to ${String(strategy)}.`,
  }),
};
const CONFIGURATIONS = [
  ['LinearConfiguration', 'LINEAR'],
  ['CanaryConfiguration', 'CANARY'],
] as const;

export const ecsStrategyParts: CheckRule = {
  code: 'ecs-strategy-parts',
  severity: 'warning',
  group: 'routing',
  title: 'Blue/green deployment without the parts that shift traffic',
  why: 'Behind a load balancer ECS needs an alternate target group, the rule that carries production traffic and a role to change it; only rolling deployments may have several target groups.',
  source: ecsApi('AdvancedConfiguration'),
  judge: each(services, (service, model) => {
    if (!shifts(service)) return 'not-applicable';
    const { resolver } = model;
    const entryOf = entry(service.resource.properties, 'LoadBalancers');
    const items = resolver.items(entryOf?.value);
    if (items === UNKNOWN || items.includes(UNKNOWN) || !entryOf || items.length === 0)
      return 'not-applicable';
    if (items.length > 1)
      return violation(entryOf.line, { lacks: 'one entry of LoadBalancers alone', has: items.length });
    const [item] = items as readonly Node[];
    const advanced = resolver.value(child(item, 'AdvancedConfiguration'));
    if (advanced === UNKNOWN) return 'not-applicable';
    const missing = PARTS.filter((key) => resolver.value(child(advanced, key)) === undefined);
    const line = entry(item, 'AdvancedConfiguration')?.line ?? item?.line ?? entryOf.line;
    return missing.length === 0 ? 'met' : violation(line, { lacks: missing.join(', ') });
  }),
  words: ({ lacks, has }) =>
    has === undefined
      ? {
          what: `AdvancedConfiguration lacks ${String(lacks)}.`,
          remedy: 'Set AlternateTargetGroupArn, ProductionListenerRule and RoleArn.',
        }
      : {
          what: `LoadBalancers has ${String(has)} entries.`,
          allowed: 'one pair of target groups, with a strategy other than ROLLING',
          remedy: 'Leave one entry, or use Strategy ROLLING.',
        },
};
const PARTS = ['AlternateTargetGroupArn', 'ProductionListenerRule', 'RoleArn'] as const;

export const ecsBlueGreenRule: CheckRule = {
  code: 'ecs-blue-green-rule',
  severity: 'error',
  group: 'refused',
  title: 'Production rule that does not forward to the pair',
  why: 'ECS shifts traffic between both groups through the weights in this rule. With neither group in it there is nothing to shift; with only one, the other has no load balancer until ECS has changed the rule.',
  source: ecsGuide('migrate-codedeploy-to-ecs-bluegreen'),
  basis: certain('the page on blue/green resources; with one group of the pair it is a warning'),
  judge: each(services, (service, model) => {
    const pairs = shifts(service) ? pairsOf(service, model) : [];
    const { topology, resolver, template } = model;
    for (const { blue, green, rule } of pairs) {
      const key = keyOf(rule?.value, resolver, template);
      if (blue === UNKNOWN || green === UNKNOWN || key === UNKNOWN) return 'not-applicable';
      const found = topology.rules.filter((one) => one.key === key && !one.isDefault);
      const named = found.flatMap(({ actions }) => groupsOf(actions));
      if (found.length === 0 || named.includes(UNKNOWN)) return 'not-applicable';
      const own = named.filter((one) => one === blue || one === green);
      const other = named.find((one) => one !== blue && one !== green);
      const at = { line: found[0]?.where.line ?? 1, resource: found[0]?.where.resource ?? service.resource };
      if (own.length === 0) return { ...at, args: { rule: key, blue, green, has: 'neither' } };
      const has = other === undefined ? `${String(own[0])} alone` : `${String(other)} too`;
      if (new Set(own).size < 2 || other !== undefined)
        return { ...at, severity: 'warning', args: { rule: key, blue, green, has } };
    }
    return pairs.length === 0 ? 'not-applicable' : 'met';
  }),
  words: ({ rule, blue, green, has }) => ({
    what: `${String(rule)}, the production rule, forwards to ${has === 'neither' ? `neither ${String(blue)} nor ${String(green)}` : String(has)}.`,
    allowed: `a weighted forward to ${String(blue)} and ${String(green)}`,
    remedy: `Use ForwardConfig with ${String(blue)}, weight 1, and ${String(green)}, weight 0.`,
  }),
};

/** The target groups that actions forward to. */
const groupsOf = (actions: ListenerRule<Place>['actions']): Value<string>[] =>
  actions === UNKNOWN
    ? [UNKNOWN]
    : actions.flatMap(({ forward }): Value<string>[] => {
        if (forward === undefined) return [];
        return forward.groups === UNKNOWN ? [UNKNOWN] : forward.groups.map(({ group }) => group);
      });

export const ecsBlueGreenDefaultAction: CheckRule = {
  code: 'ecs-blue-green-default-action',
  severity: 'warning',
  group: 'routing',
  title: 'Listener in place of the production rule',
  why: 'For an Application Load Balancer ProductionListenerRule is the ARN of a rule; a listener is for Network Load Balancers, and a template cannot name a listener’s default rule.',
  source: ecsApi('AdvancedConfiguration'),
  judge: each(services, (service, model) => {
    const pairs = pairsOf(service, model);
    const keys = pairs.map(({ rule }) => keyOf(rule?.value, model.resolver, model.template));
    for (const [index, key] of keys.entries()) {
      const resource = key === UNKNOWN ? undefined : model.template.resources.get(key);
      if (resource?.type === `${ELB}Listener` && model.listeners.some((one) => one.resource === resource))
        return violation(pairs[index]?.rule?.line ?? service.resource.line, { listener: resource.id });
    }
    return pairs.length === 0 || keys.includes(UNKNOWN) ? 'not-applicable' : 'met';
  }),
  words: ({ listener }) => ({
    what: `ProductionListenerRule is the listener ${String(listener)}.`,
    allowed: 'the ARN of a rule',
    remedy:
      'Add an AWS::ElasticLoadBalancingV2::ListenerRule, such as one for the path "/*", and name it here.',
  }),
};

export const ecsBlueGreenMetrics: CheckRule = {
  code: 'ecs-blue-green-metrics',
  severity: 'warning',
  group: 'watching',
  title: 'Alarm that watches one group of the pair',
  why: 'After every other deployment the alternate group is the live one, and an alarm on the other sees nothing.',
  source: ecsGuide('blue-green-deployment-how-it-works'),
  basis: inferred('the alarms in this template; others may be elsewhere'),
  judge: each(services, (service, model) => {
    const pairs = pairsOf(service, model);
    const uses = model.metrics.flatMap((use) => {
      const group = use.dimensions === UNKNOWN ? undefined : use.dimensions.get('TargetGroup');
      return use.by === 'dashboard' || !group ? [] : [{ use, ids: mentions(group) }];
    });
    const found = pairs.flatMap(({ blue, green }): Violation[] => {
      if (blue === UNKNOWN || green === UNKNOWN) return [];
      return uses.flatMap(({ use, ids }) => {
        const [own, other] = ids.has(blue) ? [blue, green] : ids.has(green) ? [green, blue] : [];
        if (own === undefined || other === undefined) return [];
        if (uses.some((one) => one.use.metric === use.metric && one.ids.has(other))) return [];
        return { resource: use.resource, line: use.line, args: { metric: use.metric, own, other } };
      });
    });
    if (found.length > 0) return found;
    return pairs.length === 0 || uses.length === 0 ? 'not-applicable' : 'met';
  }),
  words: ({ metric, own, other }) => ({
    what: `${String(metric)} is watched for ${String(own)}, not for ${String(other)}.`,
    remedy: `Watch both groups, or the sum of both by metric math.`,
  }),
};
