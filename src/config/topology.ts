// A config as a topology: the same model that is read from templates and from AWS, checked against the same rules.
import { topologyOf } from '../alb/topology/topology.ts';
import type { Listener, ListenerRule, Registrant, TargetGroup, Topology } from '../alb/topology/types.ts';
import { ALWAYS } from '../alb/topology/when.ts';
import { testListenerOf } from './deployment.ts';
import { HTTP_PORT, registeredInstanceCount } from './derived.ts';
import { formatKey, type Path } from './path.ts';
import { forwardingListeners, NOT_FOUND, routingOf, testRuleOf, type ForwardingListener } from './routing.ts';
import { loadBalancerSettings, targetGroupSettings } from './settings.ts';
import { targetGroupsOf, type ConfiguredGroup } from './target-groups.ts';
import { actionOf, actionsOf, conditionOf, groupKey } from './topology-actions.ts';
import type { Config } from './schema/index.ts';

const LOAD_BALANCER = 'loadBalancer';

const part = (key: string, where: Path, says: readonly string[] = []) => ({ key, where, when: ALWAYS, says });

/** The topology of a config. Locations are config keys, and parts are named after them. */
export function configTopology(config: Config): Topology<Path> {
  const groups = targetGroupsOf(config);
  const listeners = listenersOf(config);
  const tests = testListeners(config);
  return topologyOf<Path>({
    loadBalancers: [
      {
        ...part(LOAD_BALANCER, ['loadBalancer'], [config.name]),
        settings: loadBalancerSettings(config),
        isComplete: true,
      },
    ],
    listeners: [...listeners, ...tests],
    rules: [
      ...listeners.flatMap((listener) => rulesOf(listener, config, groups)),
      ...tests.flatMap((listener) => testRules(listener, config, groups)),
    ],
    targetGroups: groups.map(targetGroup),
    registrants: groups
      .filter(({ isAlternate }) => !isAlternate)
      .flatMap((group) => registrant(group, groups)),
  });
}

function listenersOf(config: Config): Listener<Path>[] {
  const forwarding = forwardingListeners(config);
  const redirecting =
    config.listener.http === 'redirect' ? [{ protocol: 'HTTP', port: HTTP_PORT } as const] : [];
  return [...forwarding, ...redirecting].map((one) =>
    listenerOf(one.protocol, ['listener', one.protocol.toLowerCase()], one),
  );
}

const listenerOf = (key: string, where: Path, { protocol, port }: ForwardingListener): Listener<Path> => ({
  ...part(key, where),
  settings: new Map([
    ['Protocol', protocol],
    ['Port', String(port)],
  ]),
  loadBalancer: LOAD_BALANCER,
  port,
  protocol,
  isComplete: true,
});

/** The key of the test listener. */
export const TEST_LISTENER_KEY = 'test';
const TEST_LISTENER: Path = ['service', 'deployment', 'testListener'];

/** The test listener, if there is one. */
function testListeners(config: Config): Listener<Path>[] {
  const wanted = testListenerOf(config);
  if (!wanted) return [];
  const protocol = config.listener.https === false ? 'HTTP' : 'HTTPS';
  return [listenerOf(TEST_LISTENER_KEY, TEST_LISTENER, { protocol, port: wanted.port })];
}

/** The rule of the sockets, and no others. */
function testRules(
  { key }: Listener<Path>,
  config: Config,
  groups: readonly ConfiguredGroup[],
): ListenerRule<Path>[] {
  const rule = testRuleOf(config);
  if (!rule) return [];
  return [rule, NOT_FOUND].map((one) => ({
    ...part(one === rule ? 'the sockets (test)' : `${key} default`, one === rule ? TEST_LISTENER : []),
    listener: key,
    isDefault: one !== rule,
    priority: one.priority,
    priorityWhere: TEST_LISTENER,
    conditions: one.conditions.map(conditionOf),
    actions: actionsOf(one, groups),
  }));
}

function rulesOf(
  { key, where }: Listener<Path>,
  config: Config,
  groups: readonly ConfiguredGroup[],
): ListenerRule<Path>[] {
  const { https } = config.listener;
  if (key === 'HTTP' && config.listener.http === 'redirect') {
    const redirect = {
      protocol: 'HTTPS',
      port: https === false ? undefined : https.port,
      statusCode: 'HTTP_301',
    } as const;
    const action = actionOf({ type: 'redirect', redirect }, where, groups);
    return [
      {
        ...part(`${key} default`, where),
        listener: key,
        isDefault: true,
        priority: undefined,
        priorityWhere: where,
        conditions: [],
        actions: [action],
      },
    ];
  }
  const { rules, rest } = routingOf(config);
  const [first] = forwardingListeners(config);
  // The sockets first: if two rules have the same priority, the route is the one whose priority can change.
  const own = rules.filter(({ route }) => route === undefined);
  const others = rules.filter(({ route }) => route !== undefined);
  return [...own, ...others, rest].map((rule): ListenerRule<Path> => {
    const name = rule.at.length === 0 ? 'default' : formatKey(rule.at);
    return {
      // Every forwarding listener has the same rules, but keys must be unique.
      ...part(
        first?.protocol === key ? name : `${name} (${key})`,
        rule.at,
        rule.route === undefined ? [] : [rule.route],
      ),
      listener: key,
      isDefault: rule.priority === undefined,
      priority: rule.priority,
      priorityWhere: [...rule.at, 'priority'],
      conditions: rule.conditions.map(conditionOf),
      actions: actionsOf(rule, groups),
    };
  });
}

const targetGroup = (group: ConfiguredGroup): TargetGroup<Path> => ({
  ...part(groupKey(group), [...group.at, 'target'], [group.config.healthCheck.path]),
  settings: targetGroupSettings(group.config, group.protocolVersion),
  declared: group.route === undefined ? 'sockets' : 'other',
});

/** What the template itself registers. */
function registrant(group: ConfiguredGroup, all: readonly ConfiguredGroup[]): Registrant<Path>[] {
  const { target, service } = group.config;
  if (service !== false)
    return [
      {
        ...part('service', ['service']),
        kind: 'ecs-service',
        groups: all
          .filter(({ route }) => route === undefined)
          .map((one) => ({ where: ['service'], group: groupKey(one), isAlternate: one.isAlternate })),
      },
    ];
  const count =
    target.type === 'ip' ? (target.ipAddresses?.length ?? 0) : registeredInstanceCount(group.config);
  if (count === 0) return [];
  const where = [...group.at, 'target'];
  return [
    {
      ...part(`${groupKey(group)} targets`, where),
      kind: target.type === 'ip' ? 'addresses' : 'instances',
      groups: [{ where, group: groupKey(group), isAlternate: false }],
    },
  ];
}
