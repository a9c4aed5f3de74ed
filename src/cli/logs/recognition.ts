// What a config's routing says about requests in the log.
import type { Config } from '../../config/schema/index.ts';
import type { Recognition, RouteMatch } from '../../logs/recognition.ts';

/** The paths and hosts of WebSocket requests, and those that other routes take. */
export function recognitionOf(target: Config['target'], routes: Config['routes']): Recognition {
  const { webSocketPath, hosts } = target;
  const paths = target.paths ?? (webSocketPath === undefined ? [] : [webSocketPath.split('?')[0] ?? '']);
  return {
    ...(paths.length > 0 && { paths }),
    ...(hosts && { hosts }),
    elsewhere: (routes ?? []).flatMap((route): RouteMatch[] => {
      const { methods, headers, queryStrings, sourceIps } = route;
      // The log does not show these conditions: the route may take only some of the requests.
      const isMore = methods ?? headers ?? queryStrings ?? sourceIps;
      const isAny = route.paths === undefined && route.hosts === undefined;
      return isMore || isAny ? [] : [{ paths: route.paths, hosts: route.hosts }];
    }),
  };
}
