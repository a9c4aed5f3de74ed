// The target groups of a config: one for the sockets, and one for each route that forwards.
import { shiftsTraffic } from './deployment.ts';
import { GRPC_HEALTH_CHECK, HTTP_CODES, HTTP_PATH } from './health-check.ts';
import type { Path } from './path.ts';
import type { Config, Route } from './schema/index.ts';

export type ProtocolVersion = NonNullable<Route['target']>['protocolVersion'];

export interface ConfiguredGroup {
  /** The name of its route; undefined for the sockets. */
  readonly route: string | undefined;
  /** The second group of the sockets, equal to the first: ECS shifts traffic between the two. */
  readonly isAlternate: boolean;
  /** Where the config has its `target` and `healthCheck`: at the top level, or in a route. */
  readonly at: Path;
  readonly protocolVersion: ProtocolVersion;
  /**
   * The config as if this were the group of the sockets, so that functions written for that group work for every group.
   */
  readonly config: Config;
}

/** Every target group of a config: the sockets' group first, then its alternate, then those of the routes in order. */
export function targetGroupsOf(config: Config): ConfiguredGroup[] {
  const sockets = socketsGroup(config);
  const routes = config.routes.flatMap((route, index): ConfiguredGroup[] =>
    route.target ? [groupOf(route, route.target, index, config)] : [],
  );
  return [sockets, ...(shiftsTraffic(config) ? [{ ...sockets, isAlternate: true }] : []), ...routes];
}

/** The target group of the sockets. */
export const socketsGroup = (config: Config): ConfiguredGroup => ({
  route: undefined,
  isAlternate: false,
  at: [],
  protocolVersion: 'HTTP1',
  config,
});

function groupOf(
  { name, healthCheck }: Route,
  { protocolVersion, ...target }: NonNullable<Route['target']>,
  index: number,
  config: Config,
): ConfiguredGroup {
  const isGrpc = protocolVersion === 'GRPC';
  const { instanceIds, instanceCount } = target;
  return {
    route: name,
    isAlternate: false,
    at: ['routes', index],
    protocolVersion,
    config: {
      ...config,
      // For its Name tag: the config's own name would suggest that the group is for sockets.
      name,
      // The service runs only the servers of the sockets.
      service: false,
      target: {
        ...target,
        type: target.type ?? config.target.type,
        // Users with a service of their own register its targets themselves; only the sockets' group asks for
        // instances.
        instanceCount: instanceCount ?? (instanceIds === undefined ? 0 : undefined),
      },
      healthCheck: {
        ...healthCheck,
        path: healthCheck.path ?? (isGrpc ? GRPC_HEALTH_CHECK.path : HTTP_PATH),
        matcher: healthCheck.matcher ?? (isGrpc ? GRPC_HEALTH_CHECK.codes : HTTP_CODES),
      },
    },
  };
}

/** Whether something other than sockets shares the load balancer and so counts in its metrics. */
export const isShared = ({ routes }: Config): boolean => routes.some(({ target }) => target !== undefined);
