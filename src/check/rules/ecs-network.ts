// Where a service's tasks run, who can reach them, and how they reach the outside.
import { certain, inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi, ecsGuide } from '../../alb/sources.ts';
import type { Value } from '../../alb/topology/types.ts';
import { mentions } from '../mentions.ts';
import { child, entry, type Node } from '../node.ts';
import { references } from '../place.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { numeric, services } from '../services.ts';
import { opensToAll } from '../security-groups.ts';
import { isPublic } from '../subnet-routes.ts';

export const ecsTargetGroupsLimit: CheckRule = {
  code: 'ecs-target-groups-limit',
  severity: 'warning',
  group: 'routing',
  title: 'Service with more target groups than the documented limit',
  why: 'The ECS guide allows five target groups per service. AWS may have raised the limit.',
  source: ecsGuide('register-multiple-targetgroups'),
  basis: certain('the ECS developer guide; a newer limit may hold'),
  judge: each(services, ({ resource }, { resolver }) => {
    const items = resolver.items(child(resource.properties, 'LoadBalancers'));
    if (items === UNKNOWN) return 'not-applicable';
    const line = entry(resource.properties, 'LoadBalancers')?.line ?? resource.line;
    return items.length > MAX_GROUPS ? violation(line, { count: items.length }) : 'met';
  }),
  words: ({ count }) => ({
    what: `The service registers with ${String(count)} target groups.`,
    allowed: String(MAX_GROUPS),
    remedy: 'Route by the rules of a listener to fewer groups.',
  }),
};
const MAX_GROUPS = 5;

export const ecsSpotSockets: CheckRule = {
  code: 'ecs-spot-sockets',
  severity: 'warning',
  group: 'sockets',
  title: 'Sockets on Spot capacity alone',
  why: 'Spot tasks are reclaimed with two minutes’ notice, sockets and all, and nothing replaces them while there is no Spot capacity.',
  source: ecsGuide('fargate-capacity-providers'),
  basis: inferred('a target group that is said to carry sockets'),
  judge: each(services, ({ hasSockets, resource }, { resolver }) => {
    const items = resolver.items(child(resource.properties, 'CapacityProviderStrategy'));
    if (!hasSockets || items === UNKNOWN || items.includes(UNKNOWN) || items.length === 0)
      return 'not-applicable';
    const shares = (items as readonly Node[]).map((item) => ({
      item,
      provider: resolver.string(child(item, 'CapacityProvider')),
      base: resolver.string(child(item, 'Base')) as Value<string | undefined>,
    }));
    const spot = shares.find(({ provider }) => provider === 'FARGATE_SPOT');
    if (!spot) return shares.some(({ provider }) => provider === UNKNOWN) ? 'not-applicable' : 'met';
    const others = shares.filter((one) => one !== spot);
    if (others.some(({ provider, base }) => provider === UNKNOWN || base === UNKNOWN))
      return 'not-applicable';
    const hasBase = others.some(
      ({ provider, base }) => provider !== 'FARGATE_SPOT' && (numeric(base) ?? 0) > 0,
    );
    return hasBase ? 'met' : violation(spot.item.line);
  }),
  words: () => ({
    what: 'The strategy has FARGATE_SPOT, and no provider with a Base of tasks that stay.',
    remedy: 'Add FARGATE with a Base of two or more.',
  }),
};

export const ecsPublicIp: CheckRule = {
  code: 'ecs-public-ip',
  severity: 'warning',
  group: 'routing',
  title: 'Tasks in public subnets without a public address',
  why: 'A route to an internet gateway serves only interfaces with a public address: without one the task cannot pull its image, and never starts.',
  source: ecsGuide('fargate-task-networking'),
  basis: inferred('the routes and endpoints in this template; there may be others'),
  judge: each(services, (service, model) => {
    const { resource, isFargate } = service;
    const { value, line } = service.at('NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp');
    if (isFargate !== true || value === UNKNOWN) return 'not-applicable';
    if (value === 'ENABLED') return 'met';
    const config = model.property(resource, 'NetworkConfiguration', 'AwsvpcConfiguration');
    if (config === undefined || config === UNKNOWN) return 'not-applicable';
    // VPC endpoints lead to ECR without the internet.
    if (model.ofType('AWS::EC2::VPCEndpoint').length > 0) return 'not-applicable';
    const items = references(child(config, 'Subnets'), model.resolver);
    if (items === UNKNOWN || items.length === 0) return 'not-applicable';
    const verdicts = items.map((item) => {
      const [id = ''] = mentions(item);
      const subnet = model.template.resources.get(id);
      return subnet?.type === 'AWS::EC2::Subnet' ? isPublic(subnet, model) : undefined;
    });
    if (verdicts.includes(undefined)) return 'not-applicable';
    return verdicts.every(Boolean) ? violation(line, { isSet: value !== undefined }) : 'met';
  }),
  words: ({ isSet }) => ({
    what: `AssignPublicIp is ${isSet ? 'DISABLED' : 'not set, so it is DISABLED'}, and every subnet routes to an internet gateway.`,
    remedy: 'Set AssignPublicIp to ENABLED, or use private subnets with a NAT gateway or endpoints.',
  }),
};

export const ecsSecurityGroupOpen: CheckRule = {
  code: 'ecs-security-group-open',
  severity: 'warning',
  group: 'routing',
  title: 'Tasks that the whole internet can reach, bypassing the load balancer',
  why: 'If tasks have public addresses, a security group that opens the container’s port to everybody lets clients bypass the load balancer, its certificate and its firewall.',
  source: ecsGuide('security-network'),
  basis: inferred('the security groups in this template'),
  judge: each(services, ({ resource, targetGroups }, model) => {
    // Behind a Network Load Balancer, clients keep their own addresses.
    if (targetGroups.length === 0) return 'not-applicable';
    const config = model.property(resource, 'NetworkConfiguration', 'AwsvpcConfiguration');
    const items =
      config === undefined || config === UNKNOWN
        ? UNKNOWN
        : references(child(config, 'SecurityGroups'), model.resolver);
    const ports = model.resolver.items(child(resource.properties, 'LoadBalancers'));
    if (items === UNKNOWN || items.length === 0 || ports === UNKNOWN) return 'not-applicable';
    const own = items.flatMap((item) =>
      [...mentions(item)].flatMap((id) => model.template.resources.get(id) ?? []),
    );
    const wanted = ports.flatMap((one) =>
      one === UNKNOWN ? [] : (numeric(model.resolver.string(child(one, 'ContainerPort'))) ?? []),
    );
    if (own.length < items.length || wanted.length === 0) return 'not-applicable';
    for (const group of own)
      for (const port of wanted) {
        const at = opensToAll(group, port, model);
        if (at) return { ...at, args: { port, group: group.id } };
      }
    return 'met';
  }),
  words: ({ port, group }) => ({
    what: `${String(group)} lets 0.0.0.0/0 in on port ${String(port)} of the tasks.`,
    allowed: 'the security group of the load balancer alone',
    remedy: 'Replace CidrIp with SourceSecurityGroupId of the load balancer’s group.',
  }),
};

export const ecsExecReadonly: CheckRule = {
  code: 'ecs-exec-readonly',
  severity: 'warning',
  group: 'routing',
  title: 'ECS Exec that cannot work',
  why: 'ECS Exec writes to the root filesystem of the container, and uses the task role for its channel.',
  source: ecsApi('CreateService'),
  basis: certain('the ECS developer guide, and public reports (containers-roadmap#1359)'),
  judge: each(services, (service, { resolver }) => {
    const { containers, task } = service;
    const { value, line } = service.at('EnableExecuteCommand');
    if (value === UNKNOWN) return 'not-applicable';
    if (value !== 'true') return 'met';
    if (!task || containers === UNKNOWN) return 'not-applicable';
    if (resolver.value(child(task.properties, 'TaskRoleArn')) === undefined)
      return violation(line, { reason: 'the task definition has no TaskRoleArn' });
    const names = containers.map((one) => resolver.string(child(one, 'ReadonlyRootFilesystem')));
    if (names.length > 0 && names.every((one) => one === 'true'))
      return violation(line, { reason: 'every container has a read-only root filesystem' });
    return names.includes(UNKNOWN) ? 'not-applicable' : 'met';
  }),
  words: ({ reason }) => ({
    what: `EnableExecuteCommand is true, and ${String(reason)}.`,
    remedy:
      'Add a TaskRoleArn with the ssmmessages actions and a writable root, or turn EnableExecuteCommand off.',
  }),
};
