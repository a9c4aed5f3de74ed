// A template as rules see it: its topology, and its parts with the lines of their settings.
import { UNKNOWN, type Subject, type Unknown } from '../alb/setting.ts';
import { speaksOfSockets } from '../alb/topology/socket-words.ts';
import { isSaid, socketsOf, targetGroupsOf, type Sockets } from '../alb/topology/sockets.ts';
import type { Part as TopologyPart, Topology } from '../alb/topology/types.ts';
import { Existence } from './existence.ts';
import type { MetricUse } from './metric-use.ts';
import { metricUses } from './metric-uses.ts';
import { child, type Node } from './node.ts';
import type { Place } from './place.ts';
import { Resolver, type Resolved } from './resolve.ts';
import type { SettingsOf } from './settings.ts';
import type { Resource, Template } from './template.ts';
import { ELB, readTopology } from './topology.ts';

/** A load balancer, target group or listener. */
export interface Part extends SettingsOf {
  readonly resource: Resource;
  readonly subject: Subject;
}

export interface TargetGroup extends Part {
  /** Its name, or a path that leads to it, indicates WebSockets. */
  readonly forSockets: boolean;
  /** Those that forward to it, directly or by a rule, at least under some condition. */
  readonly listeners: readonly Listener[];
}

/** A listener or listener rule, with its actions. */
export interface Route {
  readonly resource: Resource;
  readonly actions: readonly (Node | Unknown)[];
  readonly listener: Listener | undefined;
}

export interface Listener extends Part {
  readonly loadBalancer: LoadBalancer | undefined;
}

export interface LoadBalancer extends Part {
  readonly listeners: readonly Listener[];
  readonly targetGroups: readonly TargetGroup[];
  /** Clients open WebSockets through it, as far as can be inferred from the template. */
  readonly servesSockets: boolean;
  /** The template says that they do. */
  readonly saysSockets: boolean;
}

export interface Model {
  readonly template: Template;
  readonly resolver: Resolver;
  readonly existence: Existence;
  readonly topology: Topology<Place>;
  /** Which target groups carry sockets. */
  readonly sockets: Sockets;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly targetGroups: readonly TargetGroup[];
  readonly listeners: readonly Listener[];
  readonly routes: readonly Route[];
  readonly metrics: readonly MetricUse[];
  readonly ofType: (type: string) => readonly Resource[];
  readonly property: (resource: Resource, ...path: (string | number)[]) => Resolved;
}

export function modelOf(template: Template): Model {
  const resolver = new Resolver(template);
  const existence = new Existence(template);
  const resources = [...template.resources.values()];
  const byType = new Map<string, Resource[]>();
  for (const resource of resources) {
    const list = byType.get(resource.type);
    if (list) list.push(resource);
    else byType.set(resource.type, [resource]);
  }
  const ofType = (type: string): readonly Resource[] => byType.get(type) ?? [];
  const { topology, settings } = readTopology(template, resolver, existence, existence.choices());
  const sockets = socketsOf(topology, speaksOfSockets(template.description));
  const parts = partsOf(topology, sockets, settings);
  return {
    template,
    resolver,
    existence,
    topology,
    sockets,
    ...parts,
    routes: routesOf(ofType, topology, parts.listeners, resolver),
    metrics: metricUses(resources, resolver),
    ofType,
    property: (resource, ...path) => resolver.at(resource.properties, ...path),
  };
}

/** The parts of the topology, each resource once, linked to each other. */
function partsOf(
  topology: Topology<Place>,
  sockets: Sockets,
  settings: ReadonlyMap<string, SettingsOf>,
): Pick<Model, 'loadBalancers' | 'listeners' | 'targetGroups'> {
  const part = ({ key, where: { resource } }: TopologyPart<Place>, subject: Subject): Part => ({
    resource,
    subject,
    ...(settings.get(key) ?? NOTHING_SET),
  });
  const targetGroups = new Map(
    topology.targetGroups.map((one): [string, Changing<TargetGroup>] => [
      one.key,
      { ...part(one, 'target-group'), forSockets: isSaid(sockets.groups.get(one.key)), listeners: [] },
    ]),
  );
  const loadBalancers = new Map(
    topology.loadBalancers.map((one): [string, Changing<LoadBalancer>] => {
      const verdict = sockets.loadBalancers.get(one.key);
      const own = targetGroupsOf(one.key, topology).flatMap(({ key }) => targetGroups.get(key) ?? []);
      return [
        one.key,
        {
          ...part(one, 'load-balancer'),
          listeners: [],
          targetGroups: own,
          servesSockets: verdict === 'says' || verdict === 'supposed',
          saysSockets: verdict === 'says',
        },
      ];
    }),
  );
  const listeners = new Map<string, Listener>();
  for (const one of topology.listeners) {
    if (listeners.has(one.key)) continue;
    const loadBalancer = one.loadBalancer === UNKNOWN ? undefined : loadBalancers.get(one.loadBalancer);
    const listener = { ...part(one, 'listener'), loadBalancer };
    listeners.set(one.key, listener);
    loadBalancer?.listeners.push(listener);
  }
  for (const [key, group] of targetGroups) {
    const found = topology
      .forwardsTo(key)
      .flatMap(({ listener }) => listeners.get(listener?.key ?? '') ?? []);
    group.listeners.push(...new Set(found));
  }
  return {
    loadBalancers: [...loadBalancers.values()],
    listeners: [...listeners.values()],
    targetGroups: [...targetGroups.values()],
  };
}

/** A part under construction. */
type Changing<Type extends { readonly listeners: readonly Listener[] }> = Omit<Type, 'listeners'> & {
  readonly listeners: Listener[];
};

const NOTHING_SET: SettingsOf = { settings: new Map(), attributes: [], open: false, lineOf: () => 1 };

/** The default actions of the template's listeners, and all rules. */
function routesOf(
  ofType: Model['ofType'],
  topology: Topology<Place>,
  listeners: readonly Listener[],
  resolver: Resolver,
): Route[] {
  const byId = new Map(listeners.map((one) => [one.resource.id, one]));
  const owners = new Map(
    topology.rules.map(({ key, listener }) => [key, listener === UNKNOWN ? undefined : byId.get(listener)]),
  );
  const route = (resource: Resource, property: string, listener: Listener | undefined): Route => {
    const items = resolver.items(child(resource.properties, property));
    return { resource, actions: items === UNKNOWN ? [UNKNOWN] : items, listener };
  };
  return [
    ...listeners.map((one) => route(one.resource, 'DefaultActions', one)),
    ...ofType(`${ELB}ListenerRule`).map((resource) => route(resource, 'Actions', owners.get(resource.id))),
  ];
}
