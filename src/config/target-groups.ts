// The target groups of a config: that of the sockets, and one for each route that forwards.
import { shiftsTraffic } from './deployment.ts';
import { GRPC_HEALTH_CHECK, HTTP_CODES, HTTP_PATH } from './health-check.ts';
import type { Path } from './path.ts';
import type { Config, Route } from './schema/index.ts';

export type ProtocolVersion = NonNullable<Route['target']>['protocolVersion'];

export interface ConfiguredGroup {
  /** The name of its route; undefined for the sockets. */
  readonly route: string | undefined;
  /** The second group of the sockets, equal to the first: between them ECS shifts the traffic. */
  readonly isAlternate: boolean;
  /** Where its `target` and `healthCheck` are in the config: at the top, or in a route. */
  readonly at: Path;
  readonly protocolVersion: ProtocolVersion;
  /** The config as it would be if this were the group of the sockets: what is asked of one group works for each. */
  readonly config: Config;
}

/** Every target group of a config, that of the sockets first, then its alternate, then those of the routes in their order. */
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
      // For its Name tag: the name of the whole would say that the group is for sockets.
      name,
      // It runs the servers of the sockets alone.
      service: false,
      target: {
        ...target,
        type: target.type ?? config.target.type,
        // Whoever has a service of their own registers its targets; the sockets alone ask for instances.
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

/** Something else than sockets shares the load balancer: metrics of the whole count it too. */
export const isShared = ({ routes }: Config): boolean => routes.some(({ target }) => target !== undefined);
