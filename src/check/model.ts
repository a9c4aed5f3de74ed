// The load balancers of a template with their listeners and target groups, and how they refer to each other.
import { UNKNOWN, type Subject, type Unknown } from '../alb/setting.ts';
import { mentions } from './mentions.ts';
import { metricUses, type MetricUse } from './metric-uses.ts';
import { child, type Node } from './node.ts';
import { isScalar, Resolver, type Resolved } from './resolve.ts';
import { settingsOf, type SettingsOf } from './settings.ts';
import { mentionsSockets, socketPaths } from './sockets.ts';
import type { Resource, Template } from './template.ts';

/** A load balancer, target group or listener. */
export interface Part extends SettingsOf {
  readonly resource: Resource;
  readonly subject: Subject;
}

export interface TargetGroup extends Part {
  /** It is named, or reached by a path, as one for WebSockets. */
  readonly forSockets: boolean;
  readonly listeners: Listener[];
}

/** A listener, or a rule of one, with the actions that it takes. */
export interface Route {
  readonly resource: Resource;
  readonly actions: readonly (Node | Unknown)[];
  readonly listener: Listener | undefined;
}

export interface Listener extends Part {
  readonly loadBalancer: LoadBalancer | undefined;
  readonly routes: Route[];
}

export interface LoadBalancer extends Part {
  readonly listeners: Listener[];
  readonly targetGroups: TargetGroup[];
  /** Clients open WebSockets through it, as far as the template lets one suppose. */
  servesSockets: boolean;
  /** The template says that they do. */
  saysSockets: boolean;
}

export interface Model {
  readonly template: Template;
  readonly resolver: Resolver;
  readonly loadBalancers: readonly LoadBalancer[];
  readonly targetGroups: readonly TargetGroup[];
  readonly listeners: readonly Listener[];
  readonly routes: readonly Route[];
  readonly metrics: readonly MetricUse[];
  readonly ofType: (type: string) => readonly Resource[];
  readonly property: (resource: Resource, ...path: (string | number)[]) => Resolved;
}

const ELB = 'AWS::ElasticLoadBalancingV2::';
const HTTP = new Set(['HTTP', 'HTTPS']);

export function modelOf(template: Template): Model {
  const resolver = new Resolver(template);
  const resources = [...template.resources.values()];
  const ofType = (type: string): Resource[] => resources.filter((resource) => resource.type === type);
  const property: Model['property'] = (resource, ...path) => resolver.at(resource.properties, ...path);
  const part = (resource: Resource, subject: Subject): Part => ({
    resource,
    subject,
    ...settingsOf(resource, subject, resolver),
  });

  const loadBalancers = ofType(`${ELB}LoadBalancer`)
    .filter((resource) => isApplication(property(resource, 'Type')))
    .map((resource): LoadBalancer => ({
      ...part(resource, 'load-balancer'),
      listeners: [],
      targetGroups: [],
      servesSockets: false,
      saysSockets: false,
    }));
  const listeners = ofType(`${ELB}Listener`).flatMap((resource): Listener[] => {
    const named = mentions(child(resource.properties, 'LoadBalancerArn'));
    const loadBalancer = loadBalancers.find((one) => named.has(one.resource.id));
    const base = part(resource, 'listener');
    const protocol = base.settings.get('Protocol');
    if (!loadBalancer && (typeof protocol !== 'string' || !/^(https?|wss?)$/i.test(protocol))) return [];
    const listener: Listener = { ...base, loadBalancer, routes: [] };
    loadBalancer?.listeners.push(listener);
    return [listener];
  });
  const routes: Route[] = [
    ...listeners.map((listener): Route => route(listener.resource, 'DefaultActions', listener)),
    ...ofType(`${ELB}ListenerRule`).map((resource): Route => {
      const named = mentions(child(resource.properties, 'ListenerArn'));
      return route(
        resource,
        'Actions',
        listeners.find((one) => named.has(one.resource.id)),
      );
    }),
  ];
  function route(resource: Resource, actions: string, listener: Listener | undefined): Route {
    const items = resolver.items(child(resource.properties, actions));
    const known: Route['actions'] = items === UNKNOWN ? [UNKNOWN] : items;
    const result: Route = { resource, actions: known, listener };
    listener?.routes.push(result);
    return result;
  }
  const targetGroups = ofType(`${ELB}TargetGroup`).flatMap((resource): TargetGroup[] => {
    const leading = routes.filter((one) => actionNodes(one).some((node) => mentions(node).has(resource.id)));
    const base = part(resource, 'target-group');
    const protocol = base.settings.get('Protocol');
    const isOurs =
      (typeof protocol === 'string' && HTTP.has(protocol)) ||
      base.settings.get('TargetType') === 'lambda' ||
      leading.some(({ listener }) => listener !== undefined);
    if (!isOurs) return [];
    const forSockets =
      mentionsSockets(resource, resolver) ||
      leading.some(
        (one) => one.resource.type === `${ELB}ListenerRule` && mentionsSockets(one.resource, resolver),
      );
    const found = new Set(leading.flatMap(({ listener }) => listener ?? []));
    const targetGroup: TargetGroup = { ...base, forSockets, listeners: [...found] };
    for (const loadBalancer of new Set(targetGroup.listeners.flatMap((one) => one.loadBalancer ?? [])))
      loadBalancer.targetGroups.push(targetGroup);
    return [targetGroup];
  });
  supposeSockets(loadBalancers, template, resolver);
  const metrics = metricUses(resources, resolver);
  return { template, resolver, loadBalancers, targetGroups, listeners, routes, metrics, ofType, property };
}

/** What a route does, as it is written: also where a condition decides. */
const actionNodes = ({ resource }: Route): Node[] =>
  ['DefaultActions', 'Actions'].flatMap((key) => child(resource.properties, key) ?? []);

const isApplication = (type: Resolved): boolean =>
  type === undefined || (isScalar(type) && type.value === 'application');

/**
 * Which load balancers serve WebSockets. Those that say so in a name, path or tag; when none does, the question is
 * put to the template as a whole, so all of them, but for those whose targets cannot speak WebSocket at all.
 */
function supposeSockets(
  loadBalancers: readonly LoadBalancer[],
  { description }: Template,
  resolver: Resolver,
): void {
  for (const one of loadBalancers)
    one.saysSockets =
      mentionsSockets(one.resource, resolver) ||
      one.targetGroups.some(({ forSockets }) => forSockets) ||
      one.listeners.some(({ resource }) => mentionsSockets(resource, resolver)) ||
      (loadBalancers.length === 1 && socketPaths(description));
  const someSay = loadBalancers.some(({ saysSockets }) => saysSockets);
  for (const one of loadBalancers) {
    const mute =
      one.targetGroups.length > 0 && one.targetGroups.every(({ settings }) => cannotUpgrade(settings));
    one.servesSockets = someSay ? one.saysSockets : !mute && !answersItself(one, resolver);
  }
}

/** Every listener answers by itself, with a redirect or a fixed response: no socket gets anywhere. */
function answersItself({ listeners }: LoadBalancer, resolver: Resolver): boolean {
  const actions = listeners.flatMap(({ resource }) => child(resource.properties, 'DefaultActions') ?? []);
  return (
    listeners.length > 0 &&
    actions.length === listeners.length &&
    actions.every((list) => {
      if (list.kind !== 'list') return false;
      return list.items.every((item) => {
        const type = resolver.value(child(item, 'Type'));
        return isScalar(type) && (type.value === 'redirect' || type.value === 'fixed-response');
      });
    })
  );
}

const cannotUpgrade = (settings: Part['settings']): boolean =>
  settings.get('TargetType') === 'lambda' ||
  settings.get('ProtocolVersion') === 'HTTP2' ||
  settings.get('ProtocolVersion') === 'GRPC';
