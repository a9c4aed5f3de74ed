// What the routing of a config says of requests in the log.
import type { Config } from '../../config/schema/index.ts';
import type { Recognition, RouteMatch } from '../../logs/recognition.ts';

/** The paths and hosts of the sockets, and what its routes take. */
export function recognitionOf(target: Config['target'], routes: Config['routes']): Recognition {
  const { webSocketPath, hosts } = target;
  const paths = target.paths ?? (webSocketPath === undefined ? [] : [webSocketPath.split('?')[0] ?? '']);
  return {
    ...(paths.length > 0 && { paths }),
    ...(hosts && { hosts }),
    elsewhere: (routes ?? []).flatMap((route): RouteMatch[] => {
      const { methods, headers, queryStrings, sourceIps } = route;
      // A condition that the log does not show: the route may take only a part of these.
      const isMore = methods ?? headers ?? queryStrings ?? sourceIps;
      const isAny = route.paths === undefined && route.hosts === undefined;
      return isMore || isAny ? [] : [{ paths: route.paths, hosts: route.hosts }];
    }),
  };
}
