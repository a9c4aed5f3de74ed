// Turns the HTTPRoutes and GRPCRoutes of Gateways into listener rules.
import { items, properties, reference, scalar, text, unknown, type Node } from '../check/node.ts';
import { attachmentsOf, sectionsOf } from './attachment.ts';
import type { Building } from './building.ts';
import type { GatewayOf } from './gateways.ts';
import { configurationOf, defaultsOf } from './group-settings.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';
import { numbered, type Ranked } from './precedence.ts';
import { routeActions } from './route-actions.ts';
import { routeConditions } from './route-conditions.ts';
import { addTarget } from './route-targets.ts';

/** A match in a rule, on one listener and for one host. */
interface RouteMatch extends Ranked {
  readonly rule: Node;
  /** Whether the route is certainly attached to the listener. */
  readonly isCertain: boolean;
}

interface Context {
  readonly owner: GatewayOf;
  readonly groupConfigurations: readonly Manifest[];
  readonly ruleConfigurations: readonly Manifest[];
  readonly building: Building;
  /** The number of ELB rules that each rule of a route becomes. */
  readonly counts: ReadonlyMap<Node, number>;
}

/** Adds the rules of a Gateway's listeners; returns the TargetGroupConfigurations of its backends. */
export function addRoutes(owner: GatewayOf, objects: readonly Manifest[], building: Building): Set<Manifest> {
  const { gateway } = owner;
  const ofKind = (kind: string): readonly Manifest[] => objects.filter((one) => one.kind === kind);
  const groupConfigurations = ofKind('TargetGroupConfiguration');
  const byListener = new Map<string, RouteMatch[]>();
  const counts = new Map<Node, number>();
  const used = new Set<Manifest>();
  for (const route of [...ofKind('HTTPRoute'), ...ofKind('GRPCRoute')])
    for (const { listener, hosts, isCertain } of attachmentsOf(route, gateway)) {
      const own = matchesOf(route, hosts, isCertain);
      byListener.set(listener, [...(byListener.get(listener) ?? []), ...own]);
      for (const { rule } of own) counts.set(rule, (counts.get(rule) ?? 0) + 1);
      for (const { rule } of own)
        for (const backend of itemsOf(at(rule, 'backendRefs'))) {
          const found = configurationOf(...serviceOf(backend, route), groupConfigurations);
          for (const one of [found, ...defaultsOf(owner, groupConfigurations)]) if (one) used.add(one);
        }
    }
  const context = {
    owner,
    groupConfigurations,
    ruleConfigurations: ofKind('ListenerRuleConfiguration'),
    building,
    counts,
  };
  // A target group is created only once, for the lowest port.
  const ports = new Map(sectionsOf(gateway).map(({ key, port }) => [key, port]));
  const inOrder = [...byListener].toSorted(
    ([left], [right]) => (ports.get(left) ?? 0) - (ports.get(right) ?? 0),
  );
  for (const [listener, matches] of inOrder)
    for (const { one, priority } of numbered(matches)) addRule(one, priority, listener, context);
  return used;
}

/** The controller creates one rule for each match and host. */
function matchesOf(route: Manifest, hosts: readonly string[], isCertain: boolean): RouteMatch[] {
  return itemsOf(at(route.root, 'spec', 'rules')).flatMap((rule, ruleIndex) => {
    const matches = itemsOf(at(rule, 'matches'));
    return (matches.length > 0 ? matches : [undefined]).flatMap((match, matchIndex) =>
      (hosts.length > 0 ? hosts : ['']).map((host) => ({
        route,
        rule,
        match,
        host,
        isCertain,
        indexes: [ruleIndex, matchIndex] as const,
      })),
    );
  });
}

function addRule(own: RouteMatch, priority: number, listener: string, context: Context): void {
  const { route, rule, host, indexes, isCertain } = own;
  const { building, owner } = context;
  const where = `${listener}${host === '' ? '' : `, ${host}`}`;
  const count = context.counts.get(rule) ?? 1;
  const line = building.spots.of(route, rule.line, 'spec.rules');
  const configuration = configurationOfRule(rule, route, context.ruleConfigurations);
  const backends = itemsOf(at(rule, 'backendRefs'));
  const isHttps = listener.startsWith('HTTPS:');
  const targets = backends.map((backend) => {
    const target = targetOf(backend, route, isHttps, context);
    return properties(line, [
      ['TargetGroupArn', target === undefined ? unknown('a backend', line) : reference(target, line)],
      ['Weight', scalar(text(at(backend, 'weight')) ?? '1', line)],
    ]);
  });
  building.add(
    `${nameOf(route)} rule ${indexes.map((one) => one + 1).join('.')} (${nameOf(owner.gateway)} ${where})`,
    'ListenerRule',
    [route, ...(typeof configuration === 'object' ? [configuration] : [])],
    [
      ['ListenerArn', reference(`${nameOf(owner.gateway)} ${listener}`, line)],
      ['Priority', scalar(String(priority), line)],
      [
        'Conditions',
        isCertain ? routeConditions(own, configuration, line) : unknown(`attachment of ${route.name}`, line),
      ],
      [
        'Actions',
        configuration === 'elsewhere'
          ? unknown(`actions of ${route.name}`, line)
          : routeActions(rule, configuration, items(line, targets), isHttps, { line, building }),
      ],
    ],
    {
      says: [route.name, ...backends.map((one) => text(at(one, 'name')) ?? '')],
      line: building.spots.of(
        route,
        rule.line,
        'spec.rules',
        count < 2
          ? undefined
          : `The controller creates ${count} rules from it; this is the one for ${where}.`,
      ),
    },
  );
}

/** Undefined for a backend that is not a Service. */
function targetOf(backend: Node, route: Manifest, isHttps: boolean, context: Context): string | undefined {
  if ((text(at(backend, 'kind')) ?? 'Service') !== 'Service') return undefined;
  const { owner, groupConfigurations, building } = context;
  return addTarget(
    { service: serviceOf(backend, route), port: text(at(backend, 'port')) ?? '', route, isHttps },
    owner,
    groupConfigurations,
    building,
  );
}

const serviceOf = (backend: Node, route: Manifest): [namespace: string, name: string] => [
  text(at(backend, 'namespace')) ?? route.namespace,
  text(at(backend, 'name')) ?? '',
];

/** The ListenerRuleConfiguration that a rule refers to, which may not be in the files. */
function configurationOfRule(
  rule: Node,
  route: Manifest,
  configurations: readonly Manifest[],
): Manifest | 'elsewhere' | undefined {
  const filter = itemsOf(at(rule, 'filters')).find((one) => text(at(one, 'type')) === 'ExtensionRef');
  const name = text(at(filter, 'extensionRef', 'name'));
  if (name === undefined) return undefined;
  return configurations.find((one) => one.name === name && one.namespace === route.namespace) ?? 'elsewhere';
}
