// Whether ECS accepts a service: its order, targets and network.
import { certain } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi, ecsGuide } from '../../alb/sources.ts';
import type { Value } from '../../alb/topology/types.ts';
import { canExistTogether } from '../../alb/topology/when.ts';
import { addDependency } from '../fix/properties.ts';
import { dependencies } from '../mentions.ts';
import { child, entry } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { numeric, services } from '../services.ts';
import { eachFargateContainer } from '../tasks.ts';

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
  judge: each(services, ({ resource, groups }, { topology, template }) => {
    const own = topology.registrants.find(({ key }) => key === resource.id);
    const before = dependencies(template, resource);
    let isKnown = false;
    for (const { group, where, isAlternate } of groups) {
      if (group === UNKNOWN || isAlternate || !own) continue;
      const leading = topology
        .forwardsTo(group)
        .map(({ rule }) => rule)
        .filter(({ when }) => canExistTogether(when, own.when, topology.choices) === true);
      if (leading.length === 0) continue;
      if (!leading.some(({ key }) => before.has(key)))
        return violation(where.line, { group, waitFor: leading[0]?.key });
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

export const ecsTargetType: CheckRule = {
  code: 'ecs-target-type',
  severity: 'error',
  group: 'refused',
  title: 'Tasks with their own addresses on a target group that is not of type ip',
  why: 'Tasks on Fargate or in awsvpc mode register IP addresses, and ECS refuses a service with such tasks on an instance target group.',
  source: ecsApi('LoadBalancer'),
  judge: each(services, ({ isAwsvpc, targetGroups }) => {
    if (isAwsvpc !== true || targetGroups.length === 0) return 'not-applicable';
    const types = targetGroups.map((group) => ({
      group,
      type: group.settings.get('TargetType') ?? 'instance',
    }));
    const wrong = types.find(({ type }) => type !== UNKNOWN && type !== 'ip');
    if (wrong)
      return {
        line: wrong.group.lineOf('TargetType'),
        resource: wrong.group.resource,
        args: { type: String(wrong.type), isSet: wrong.group.settings.has('TargetType') },
      };
    return types.some(({ type }) => type === UNKNOWN) ? 'not-applicable' : 'met';
  }),
  words: ({ type, isSet }) => ({
    what: isSet ? `TargetType is ${String(type)}.` : 'TargetType is not set, so it is instance.',
    allowed: 'ip, for tasks on Fargate or in network mode awsvpc',
    remedy: 'Set TargetType to ip. That replaces the target group.',
  }),
};

export const ecsContainerMissing: CheckRule = {
  code: 'ecs-container-missing',
  misses: true,
  severity: 'error',
  group: 'refused',
  title: 'Container or port that the task definition does not have',
  why: 'ECS refuses a service whose load balancer names a container or port that is not in the task definition.',
  source: ecsApi('LoadBalancer'),
  judge: each(services, ({ resource, containers }, { resolver }) => {
    const items = resolver.items(child(resource.properties, 'LoadBalancers'));
    if (containers === UNKNOWN || items === UNKNOWN || items.length === 0) return 'not-applicable';
    let isOpen = false;
    for (const item of items) {
      if (item === UNKNOWN) continue;
      const name = resolver.string(child(item, 'ContainerName'));
      const port = resolver.string(child(item, 'ContainerPort'));
      const names = containers.map((one) => resolver.string(child(one, 'Name')));
      if (typeof name !== 'string' || names.includes(UNKNOWN)) {
        isOpen = true;
        continue;
      }
      const container = containers[names.indexOf(name)];
      const line = entry(item, 'ContainerName')?.line ?? item.line;
      if (!container) return violation(line, { name });
      const mappings = resolver.items(child(container, 'PortMappings'));
      const ports: Value<string | undefined>[] =
        mappings === UNKNOWN
          ? [UNKNOWN]
          : mappings.map((one) => (one === UNKNOWN ? UNKNOWN : resolver.string(child(one, 'ContainerPort'))));
      if (port === UNKNOWN || port === undefined || ports.includes(UNKNOWN)) isOpen = true;
      else if (!ports.includes(port) && !hasRange(container))
        return violation(entry(item, 'ContainerPort')?.line ?? line, { name, port });
    }
    return isOpen ? 'not-applicable' : 'met';
  }),
  words: ({ name, port }) => ({
    what:
      port === undefined
        ? `The task definition has no container ${String(name)}.`
        : `The container ${String(name)} has no port mapping for ${String(port)}.`,
    remedy: 'Name a container and a port of the task definition.',
  }),
};

const hasRange = (container: Parameters<typeof child>[0]): boolean => {
  const mappings = child(container, 'PortMappings');
  return mappings?.kind === 'list' && mappings.items.some((one) => child(one, 'ContainerPortRange'));
};

export const ecsLaunchAndCapacity: CheckRule = {
  code: 'ecs-launch-and-capacity',
  severity: 'error',
  group: 'refused',
  title: 'LaunchType together with CapacityProviderStrategy',
  why: 'ECS takes one of the two.',
  source: ecsApi('CreateService'),
  judge: each(services, ({ resource }, { resolver }) => {
    const type = resolver.value(child(resource.properties, 'LaunchType'));
    const strategy = resolver.items(child(resource.properties, 'CapacityProviderStrategy'));
    if (type === UNKNOWN || strategy === UNKNOWN) return 'not-applicable';
    if (type === undefined || strategy.length === 0) return 'met';
    return violation(entry(resource.properties, 'LaunchType')?.line ?? resource.line);
  }),
  words: () => ({
    what: 'LaunchType and CapacityProviderStrategy are both set.',
    allowed: 'one of them',
    remedy: 'Remove LaunchType.',
  }),
};

export const ecsServiceRole: CheckRule = {
  code: 'ecs-service-role',
  severity: 'error',
  group: 'refused',
  title: 'Role on a service whose tasks have their own addresses',
  why: 'A service in awsvpc mode uses the service-linked role, and ECS refuses any other.',
  source: ecsApi('CreateService'),
  judge: each(services, ({ isAwsvpc, resource }, { resolver }) => {
    const found = entry(resource.properties, 'Role');
    if (isAwsvpc === UNKNOWN) return 'not-applicable';
    if (!isAwsvpc || !found || resolver.value(found.value) === undefined) return 'met';
    return violation(found.line);
  }),
  words: () => ({ what: 'Role is set for a service in mode awsvpc.', remedy: 'Remove Role.' }),
};

export const ecsStopTimeout: CheckRule = {
  code: 'ecs-stop-timeout',
  severity: 'error',
  group: 'refused',
  title: 'StopTimeout outside Fargate’s range',
  why: 'On Fargate a container has 2 to 120 seconds between the stop signal and the kill.',
  source: ecsApi('ContainerDefinition'),
  judge: eachFargateContainer((container, { resolver }) => {
    const found = entry(container, 'StopTimeout');
    const value = resolver.string(found?.value);
    const seconds = numeric(value);
    if (value === UNKNOWN) return 'not-applicable';
    if (seconds === undefined || (seconds >= 2 && seconds <= 120)) return 'met';
    return violation(found?.line ?? container.line, { value: seconds });
  }),
  words: ({ value }) => ({
    what: `StopTimeout is ${String(value)}.`,
    allowed: '2–120 seconds on Fargate',
    remedy: 'Set StopTimeout to 120 or less.',
  }),
};

export const ecsTargetGroupShared: CheckRule = {
  code: 'ecs-target-group-shared',
  severity: 'warning',
  group: 'sockets',
  title: 'Two services on one target group',
  why: 'A target group serves one service: each service’s deployments count and drain the other’s targets.',
  source: ecsGuide('alb'),
  judge: each(services, ({ resource, groups }, { topology }) => {
    const own = topology.registrants.find(({ key }) => key === resource.id);
    const known = groups.filter(({ group }) => group !== UNKNOWN);
    if (!own || known.length === 0) return 'not-applicable';
    for (const { group, where } of known) {
      const others = group === UNKNOWN ? [] : topology.registrantsOf(group);
      const first = others.find(({ kind }) => kind === 'ecs-service');
      if (
        first &&
        first.key !== resource.id &&
        canExistTogether(first.when, own.when, topology.choices) === true
      )
        return violation(where.line, { group: String(group), other: first.key });
    }
    return 'met';
  }),
  words: ({ group, other }) => ({
    what: `${String(other)} registers with ${String(group)} too.`,
    allowed: 'one service a target group',
    remedy: 'Give each service a target group of its own.',
  }),
};
