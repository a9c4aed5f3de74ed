// Converts conditions and actions of listener rules, as written, to those of the topology.
import { UNKNOWN } from '../alb/setting.ts';
import type { Action, Condition, Forward, Value, WeightedGroup } from '../alb/topology/types.ts';
import { child, entry, type Node } from './node.ts';
import type { Resolver } from './resolve.ts';
import type { Resource, Template } from './template.ts';
import { keyOf, type Place } from './place.ts';

/**
 * The properties that hold the values of each kind of condition; host and path values may also be in the condition's
 * own Values.
 */
const CONFIGS = [
  'HostHeaderConfig',
  'PathPatternConfig',
  'HttpHeaderConfig',
  'HttpRequestMethodConfig',
  'SourceIpConfig',
  'QueryStringConfig',
] as const;

export function conditionsOf(resource: Resource, resolver: Resolver): Value<readonly Condition<Place>[]> {
  const items = resolver.items(child(resource.properties, 'Conditions'));
  if (items === UNKNOWN || items.includes(UNKNOWN)) return UNKNOWN;
  return (items as readonly Node[]).map((item): Condition<Place> => {
    const config = CONFIGS.map((key) => child(item, key)).find((one) => one !== undefined);
    const settled = resolver.value(config);
    const from = settled === undefined || settled === UNKNOWN ? undefined : settled;
    const isHidden = settled === UNKNOWN;
    const values = child(from, 'Values') ?? child(item, 'Values');
    return {
      where: { resource, line: item.line },
      field: resolver.string(child(item, 'Field')) ?? UNKNOWN,
      ...(from && child(from, 'HttpHeaderName')
        ? { header: resolver.string(child(from, 'HttpHeaderName')) }
        : {}),
      values: isHidden ? UNKNOWN : strings(values, resolver),
      regexes: isHidden
        ? UNKNOWN
        : strings(child(from, 'RegexValues') ?? child(item, 'RegexValues'), resolver),
    };
  });
}

/** The texts in a list; for a query-string, `key=value`. */
function strings(node: Node | undefined, resolver: Resolver): Value<readonly Value<string>[]> {
  const items = resolver.items(node);
  if (items === UNKNOWN) return UNKNOWN;
  return items.map((item): Value<string> => {
    if (item === UNKNOWN) return UNKNOWN;
    if (item.kind === 'scalar') return item.value;
    const key = resolver.string(child(item, 'Key'));
    const value = resolver.string(child(item, 'Value'));
    if (key === UNKNOWN || value === UNKNOWN) return UNKNOWN;
    return key === undefined ? (value ?? '') : `${key}=${value ?? ''}`;
  });
}

export function actionsOf(
  resource: Resource,
  property: 'DefaultActions' | 'Actions',
  resolver: Resolver,
  template: Template,
): Value<readonly Action<Place>[]> {
  const items = resolver.items(child(resource.properties, property));
  if (items === UNKNOWN) return UNKNOWN;
  return items.map((item): Action<Place> => {
    if (item === UNKNOWN) return { where: { resource, line: resource.line }, type: UNKNOWN, order: UNKNOWN };
    const order = resolver.string(child(item, 'Order'));
    return {
      where: { resource, line: entry(item, 'Type')?.line ?? item.line },
      type: resolver.string(child(item, 'Type')) ?? UNKNOWN,
      order: order === UNKNOWN || order === undefined ? order : Number(order),
      ...parts(item, resource, resolver, template),
    };
  });
}

function parts(
  item: Node,
  resource: Resource,
  resolver: Resolver,
  template: Template,
): Partial<Action<Place>> {
  const type = resolver.string(child(item, 'Type'));
  if (type === 'forward') return { forward: forwardOf(item, resource, resolver, template) };
  const at = (config: string, key: string): Value<string> | undefined => {
    const value = resolver.value(child(item, config));
    if (value === UNKNOWN) return UNKNOWN;
    return resolver.string(child(value, key));
  };
  if (type === 'redirect')
    return {
      redirect: {
        protocol: at('RedirectConfig', 'Protocol') ?? '#{protocol}',
        host: at('RedirectConfig', 'Host') ?? '#{host}',
        port: at('RedirectConfig', 'Port') ?? '#{port}',
        path: at('RedirectConfig', 'Path') ?? '/#{path}',
        query: at('RedirectConfig', 'Query') ?? '#{query}',
      },
    };
  if (type === 'fixed-response')
    return {
      fixedResponse: {
        statusCode: at('FixedResponseConfig', 'StatusCode'),
        body: at('FixedResponseConfig', 'MessageBody'),
        contentType: at('FixedResponseConfig', 'ContentType'),
      },
    };
  if (type === 'authenticate-oidc' || type === 'authenticate-cognito') {
    const config = type === 'authenticate-oidc' ? 'AuthenticateOidcConfig' : 'AuthenticateCognitoConfig';
    return { onUnauthenticated: at(config, 'OnUnauthenticatedRequest') ?? 'authenticate' };
  }
  return {};
}

function forwardOf(item: Node, resource: Resource, resolver: Resolver, template: Template): Forward<Place> {
  const config = resolver.value(child(item, 'ForwardConfig'));
  if (config === UNKNOWN) return { groups: UNKNOWN, isSticky: UNKNOWN };
  const list = child(config, 'TargetGroups');
  const tuples = resolver.items(list);
  const enabled = resolver.at(config, 'TargetGroupStickinessConfig', 'Enabled');
  const isSticky = enabled === UNKNOWN ? UNKNOWN : enabled?.kind === 'scalar' && enabled.value === 'true';
  if (tuples === UNKNOWN) return { groups: UNKNOWN, isSticky };
  const groups = tuples.map((tuple): WeightedGroup<Place> => {
    if (tuple === UNKNOWN)
      return { where: { resource, line: list?.line ?? item.line }, group: UNKNOWN, weight: UNKNOWN };
    const weight = resolver.string(child(tuple, 'Weight'));
    const line = entry(tuple, 'TargetGroupArn')?.line ?? tuple.line;
    return {
      where: { resource, line },
      group: keyOf(child(tuple, 'TargetGroupArn'), resolver, template),
      weight: weight === UNKNOWN ? UNKNOWN : Number(weight ?? 1),
    };
  });
  const direct = entry(item, 'TargetGroupArn');
  if (direct && resolver.value(direct.value) !== undefined && groups.length === 0)
    groups.push({
      where: { resource, line: direct.line },
      group: keyOf(direct.value, resolver, template),
      weight: 1,
    });
  return { groups, isSticky };
}
