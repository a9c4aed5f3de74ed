// A config as a topology: the same picture that is read from templates and from AWS, held against the same rules.
import { topologyOf } from '../alb/topology/topology.ts';
import type {
  Action,
  Condition,
  Listener,
  ListenerRule,
  Registrant,
  TargetGroup,
  Topology,
} from '../alb/topology/types.ts';
import { ALWAYS } from '../alb/topology/when.ts';
import { HTTP_PORT, registeredInstanceCount } from './derived.ts';
import { formatKey, type Path } from './path.ts';
import { forwardingListeners, routingOf, type RoutingAction, type RoutingRule } from './routing.ts';
import { loadBalancerSettings, targetGroupSettings } from './settings.ts';
import { targetGroupsOf, type ConfiguredGroup } from './target-groups.ts';
import type { Config } from './schema/index.ts';

/** The key of a target group in the topology: the key of the config that describes it. */
const groupKey = ({ at }: Pick<ConfiguredGroup, 'at'>): string => formatKey([...at, 'target']);

const LOAD_BALANCER = 'loadBalancer';

const part = (key: string, where: Path, says: readonly string[] = []) => ({ key, where, when: ALWAYS, says });

/** The topology of a config. Places are paths of its keys, and parts are called by them. */
export function configTopology(config: Config): Topology<Path> {
  const groups = targetGroupsOf(config);
  const listeners = listenersOf(config);
  return topologyOf<Path>({
    loadBalancers: [
      {
        ...part(LOAD_BALANCER, ['loadBalancer'], [config.name]),
        settings: loadBalancerSettings(config),
        isComplete: true,
      },
    ],
    listeners,
    rules: listeners.flatMap((listener) => rulesOf(listener, config, groups)),
    targetGroups: groups.map(targetGroup),
    registrants: groups.flatMap(registrant),
  });
}

function listenersOf(config: Config): Listener<Path>[] {
  const forwarding = forwardingListeners(config);
  const redirecting =
    config.listener.http === 'redirect' ? [{ protocol: 'HTTP', port: HTTP_PORT } as const] : [];
  return [...forwarding, ...redirecting].map(({ protocol, port }) => ({
    ...part(protocol, ['listener', protocol.toLowerCase()]),
    settings: new Map([
      ['Protocol', protocol],
      ['Port', String(port)],
    ]),
    loadBalancer: LOAD_BALANCER,
    port,
    protocol,
    isComplete: true,
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
  return [...rules, rest].map((rule): ListenerRule<Path> => {
    const name = rule.at.length === 0 ? 'default' : formatKey(rule.at);
    return {
      // Every forwarding listener has the same rules; keys must differ.
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

const conditionOf = ({ field, at, header, parameter, values }: RoutingRule['conditions'][number]) =>
  ({
    where: at,
    field,
    ...(header !== undefined && { header }),
    values: parameter === undefined ? values : values.map((value) => `${parameter}=${value}`),
    regexes: [],
  }) satisfies Condition<Path>;

function actionsOf(
  { at, action, authenticate }: RoutingRule,
  groups: readonly ConfiguredGroup[],
): Action<Path>[] {
  const last = actionOf(action, at, groups);
  if (!authenticate) return [last];
  return [
    {
      where: [...at, 'authenticate'],
      type: `authenticate-${authenticate.type}`,
      order: 1,
      onUnauthenticated: authenticate.onUnauthenticated,
    },
    { ...last, order: 2 },
  ];
}

function actionOf(action: RoutingAction, where: Path, groups: readonly ConfiguredGroup[]): Action<Path> {
  const base = { where, type: action.type, order: undefined };
  switch (action.type) {
    case 'forward': {
      const group = groups.find(({ route }) => route === action.route);
      const weighted = group ? [{ where, group: groupKey(group), weight: 1 }] : [];
      return { ...base, forward: { groups: weighted, isSticky: false } };
    }
    case 'redirect': {
      const { protocol, host, port, path, query, statusCode } = action.redirect;
      return {
        ...base,
        redirect: {
          protocol: protocol ?? '#{protocol}',
          host: host ?? '#{host}',
          port: port === undefined ? '#{port}' : String(port),
          path: path ?? '/#{path}',
          query: query ?? '#{query}',
          statusCode,
        },
      };
    }
    case 'fixed-response': {
      const { statusCode, body, contentType } = action.fixedResponse;
      return { ...base, fixedResponse: { statusCode: String(statusCode), body, contentType } };
    }
  }
}

const targetGroup = (group: ConfiguredGroup): TargetGroup<Path> => ({
  ...part(groupKey(group), [...group.at, 'target'], [group.config.healthCheck.path]),
  settings: targetGroupSettings(group.config, group.protocolVersion),
  declared: group.route === undefined ? 'sockets' : 'other',
});

/** What the template registers itself. */
function registrant(group: ConfiguredGroup): Registrant<Path>[] {
  const { target, service } = group.config;
  if (service !== false)
    return [
      {
        ...part('service', ['service']),
        kind: 'ecs-service',
        groups: [{ where: ['service'], group: groupKey(group), isAlternate: false }],
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
