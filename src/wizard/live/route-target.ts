// Converts the target group of a route.
import { isGroup } from '../../config/path.ts';
import { targetGroupsOf } from '../../config/target-groups.ts';
import { parseConfig } from '../../config/validate.ts';
import { applyTo } from '../change.ts';
import { Draft, type Live, type LiveTargetGroup } from './live.ts';
import { writeTarget } from './targets.ts';

/**
 * `target` and `healthCheck` of a route, without values that are the default.
 *
 * @param type the type of the sockets' targets, which routes inherit
 */
export function routeTarget(
  draft: Draft,
  live: Live,
  group: LiveTargetGroup,
  type: string | undefined,
): Record<string, unknown> {
  const { Port: port, ProtocolVersion: protocolVersion = 'HTTP1', Matcher } = group.description;
  const own = new Draft();
  writeTarget(own, group, live);
  own.set('target.protocolVersion', protocolVersion);
  if (protocolVersion === 'GRPC') own.set('healthCheck.matcher', Matcher?.GrpcCode);
  for (const what of own.left) draft.leave(what);
  const usualConfig = parseConfig({
    listener: { http: 'none' },
    target: { type: type === 'ip' ? type : 'instance' },
    routes: [{ name: 'a', paths: ['/a'], target: { port, protocolVersion } }],
  });
  const [, usual] = targetGroupsOf(usualConfig);
  const { port: _, ...target } = usual?.config.target ?? { port };
  // The usual config has this group's protocol version too, so restore the default to compare with.
  const written = withoutUsual(applyTo({}, own.assignments), {
    target: { ...target, protocolVersion: 'HTTP1' },
    healthCheck: usual?.config.healthCheck,
  });
  return isGroup(written) ? written : {};
}

/** Removes usual values; undefined if nothing is left. */
function withoutUsual(value: unknown, usual: unknown): unknown {
  if (JSON.stringify(value) === JSON.stringify(usual)) return undefined;
  if (!isGroup(value) || !isGroup(usual) || (value['type'] !== undefined && usual['type'] === 'none'))
    return value;
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
    const rest = withoutUsual(item, usual[key]);
    return rest === undefined ? [] : [[key, rest]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
