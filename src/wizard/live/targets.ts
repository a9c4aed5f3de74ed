// Converts a target group, of the sockets or of a route.
import { TARGET_GROUP_ATTRIBUTES, TARGET_GROUP_PROPERTIES } from '../../alb/target-group-settings.ts';
import type { Draft, Live, LiveTargetGroup } from './live.ts';
import { takeOver } from './tables.ts';

const MAX_IDS = 100;

/** Sets `target` and `healthCheck` from a target group. A route uses a separate draft. */
export function writeTarget(draft: Draft, group: LiveTargetGroup, live: Live): void {
  const { attributes, description } = group;
  const where = `the target group ${description.TargetGroupName}`;
  takeOver(draft, propertiesOf(group), TARGET_GROUP_PROPERTIES, where, /^ProtocolVersion$|GrpcCode$/);
  takeOver(
    draft,
    attributes,
    TARGET_GROUP_ATTRIBUTES,
    where,
    /^stickiness\.|anomaly_mitigation|waf\.fail_open|load_balancing\.cross_zone/,
  );
  draft.set(
    'target.anomalyMitigation',
    attributes.get('load_balancing.algorithm.anomaly_mitigation') === 'on',
  );
  const crossZone = attributes.get('load_balancing.cross_zone.enabled') ?? 'use_load_balancer_configuration';
  if (crossZone === 'false') draft.leave(`that ${where} turns off cross-zone load balancing`);
  writeStickiness(draft, attributes);
  writeTargets(draft, group, live);
}

function propertiesOf({ description }: LiveTargetGroup): ReadonlyMap<string, string> {
  const { Matcher, HealthCheckProtocol, ...rest } = description;
  // The default is the targets' protocol.
  const properties = {
    ...rest,
    ...(HealthCheckProtocol !== rest.Protocol && { HealthCheckProtocol }),
  };
  const texts = Object.keys(TARGET_GROUP_PROPERTIES).flatMap((key): [string, string][] => {
    const value = (properties as Readonly<Record<string, unknown>>)[key];
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? [[key, String(value)]]
      : [];
  });
  if (Matcher?.HttpCode !== undefined) texts.push(['Matcher.HttpCode', Matcher.HttpCode]);
  return new Map(texts);
}

function writeStickiness(draft: Draft, attributes: ReadonlyMap<string, string>): void {
  const type = attributes.get('stickiness.type');
  if (attributes.get('stickiness.enabled') !== 'true') draft.set('target.stickiness', { type: 'none' });
  else if (type === 'lb_cookie' || type === 'app_cookie') {
    const duration = attributes.get(`stickiness.${type}.duration_seconds`);
    const cookieName = attributes.get('stickiness.app_cookie.cookie_name');
    draft.set('target.stickiness', {
      type,
      ...(type === 'app_cookie' && cookieName !== undefined && { cookieName }),
      ...(duration !== undefined && { duration: Number(duration) }),
    });
  } else draft.leave(`stickiness of type ${type}`);
}

const ASG_TAG = 'aws:autoscaling:groupName';

function writeTargets(draft: Draft, { description, targets }: LiveTargetGroup, { instances }: Live): void {
  if (description.TargetType !== 'instance') {
    if (targets.length > 0)
      draft.leave(
        `${targets.length} registered addresses of ${description.TargetGroupName}: a service such as ECS registers its own; fixed ones go into target.ipAddresses`,
      );
    return;
  }
  const ids = targets.map(({ id }) => id);
  const groups = new Set(
    instances.flatMap(({ Tags = [] }) =>
      Tags.flatMap(({ Key, Value }) => (Key === ASG_TAG ? (Value ?? []) : [])),
    ),
  );
  const ports = targets.filter(({ port }) => port !== undefined && port !== description.Port);
  if (groups.size > 0) {
    draft.set('target.instanceCount', 0);
    draft.leave(
      `the Auto Scaling group ${[...groups].join(', ')}, which registers its instances: give it the new target group`,
    );
  } else if (ids.length === 0) draft.set('target.instanceCount', 0);
  else if (ids.length > MAX_IDS) {
    draft.set('target.instanceCount', 0);
    draft.leave(`${ids.length} registered instances: a config has ${MAX_IDS} at most`);
  } else draft.set('target.instanceIds', [...new Set(ids)]);
  for (const { id, port } of ports) draft.leave(`the port ${port} of the target ${id}`);
}
