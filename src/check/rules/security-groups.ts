// The security groups of a load balancer, compared with the ports that it needs.
import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import type { LoadBalancer, Model } from '../model.ts';
import { entry } from '../node.ts';
import { each, loadBalancers, violation, type CheckRule, type Violation } from '../rule.ts';
import { opens, securityGroupsOf, trafficOf } from '../security-groups.ts';
import { testListeners } from '../traffic-pairs.ts';

const page = userGuide('load-balancer-update-security-groups');

export const securityGroupsMissing: CheckRule = {
  code: 'security-groups-missing',
  severity: 'warning',
  group: 'routing',
  title: 'Load balancer without security groups',
  why: 'Without SecurityGroups the load balancer gets the default group of the VPC, which lets in only members of itself, unless somebody has changed it.',
  source: page,
  basis: inferred('the rules that a VPC’s default group is created with'),
  judge: each(loadBalancers, ({ resource }, { property }) => {
    const found = property(resource, 'SecurityGroups');
    if (found === UNKNOWN) return 'not-applicable';
    const isEmpty = found === undefined || (found.kind === 'list' && found.items.length === 0);
    return isEmpty ? violation(entry(resource.properties, 'SecurityGroups')?.line ?? resource.line) : 'met';
  }),
  words: () => ({
    what: 'SecurityGroups is not set.',
    remedy: 'Name a security group that lets clients in on the ports of the listeners.',
  }),
};

export const listenerPortClosed: CheckRule = {
  code: 'listener-port-closed',
  severity: 'warning',
  group: 'routing',
  title: 'Listener port that the security group does not open',
  why: 'If no security group of the load balancer opens a listener’s port, the listener gets no connections: clients time out.',
  source: page,
  basis: inferred('the security groups in this template; others may be added elsewhere'),
  judge: each(loadBalancers, (one, model) => {
    const groups = securityGroupsOf(one, model);
    const traffic = groups && trafficOf(groups, 'ingress', model);
    if (!traffic || one.listeners.length === 0) return 'not-applicable';
    const tested = testListeners(model);
    const ports = one.listeners
      .filter(({ resource }) => !tested.has(resource.id))
      .map((listener) => ({
        listener,
        port: portOf(listener.settings.get('Port')),
      }));
    const closed = ports.filter(({ port }) => port !== undefined && opens(traffic, port) === false);
    if (closed.length > 0)
      return closed.map(({ listener, port }): Violation => ({
        line: listener.lineOf('Port'),
        resource: listener.resource,
        args: { port, groups: groups.map(({ id }) => id).join(', ') },
      }));
    return ports.some(({ port }) => port === undefined || opens(traffic, port) === undefined)
      ? 'not-applicable'
      : 'met';
  }),
  words: ({ port, groups }) => ({
    what: `Nothing in ${String(groups)} lets clients in on port ${String(port)}.`,
    remedy: `Add an ingress rule for port ${String(port)}.`,
  }),
};

export const egressClosed: CheckRule = {
  code: 'security-group-egress',
  severity: 'warning',
  group: 'routing',
  title: 'Load balancer egress that does not reach the targets',
  why: 'The load balancer opens connections to its targets, to their health check port, and to the identity provider when it authenticates. If its egress does not allow them, the result is 504, unhealthy targets or 500.',
  source: page,
  basis: inferred('the security groups in this template; others may be added elsewhere'),
  judge: each(loadBalancers, (one, model) => {
    const groups = securityGroupsOf(one, model);
    const traffic = groups && trafficOf(groups, 'egress', model);
    if (!traffic) return 'not-applicable';
    const needs = needsOf(one, model);
    const missing = needs.filter(({ port }) => opens(traffic, port) === false);
    const line = entry(one.resource.properties, 'SecurityGroups')?.line ?? one.resource.line;
    if (missing.length > 0) return missing.map(({ port, what }) => violation(line, { port, what }));
    return needs.length === 0 || needs.some(({ port }) => opens(traffic, port) === undefined)
      ? 'not-applicable'
      : 'met';
  }),
  words: ({ port, what }) => ({
    what: `Its security groups let nothing out to port ${String(port)}, ${String(what)}.`,
    remedy: `Add an egress rule for port ${String(port)}.`,
  }),
};

interface Need {
  readonly port: number;
  readonly what: string;
}

/** The ports that a load balancer must reach, as far as they are known. */
function needsOf({ targetGroups, resource }: LoadBalancer, model: Model): Need[] {
  const { topology } = model;
  const needs = targetGroups.flatMap(({ resource: { id }, settings }): Need[] => {
    if (settings.get('TargetType') === 'lambda') return [];
    // ECS registers the containers' ports, which in bridge mode can be any.
    const isEcs = topology.registrantsOf(id).some(({ kind }) => kind === 'ecs-service');
    const port = isEcs ? undefined : portOf(settings.get('Port'));
    const health = portOf(settings.get('HealthCheckPort'));
    return [
      ...(port === undefined ? [] : [{ port, what: `the targets of ${id}` }]),
      ...(health === undefined ? [] : [{ port: health, what: `the health checks of ${id}` }]),
    ];
  });
  const authenticates = topology
    .listenersOf(resource.id)
    .flatMap(({ key }) => topology.rulesOf(key))
    .some(({ actions }) => actions !== UNKNOWN && actions.some(({ onUnauthenticated }) => onUnauthenticated));
  if (authenticates) needs.push({ port: 443, what: 'the identity provider of a rule that authenticates' });
  return needs;
}

const portOf = (value: string | symbol | undefined): number | undefined =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : undefined;
