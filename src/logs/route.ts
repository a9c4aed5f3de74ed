// A route taken apart, and compared with a pattern.

export interface Route {
  /** `https`; empty when the URL has none. */
  readonly scheme: string;
  /** Without the port; empty when the URL has none. */
  readonly host: string;
  readonly port: string;
  /** Ids folded, as in `/room/:id`. */
  readonly path: string;
}

export function routeOf(route: string): Route {
  const [, scheme = '', authority = '', path = ''] = /^([^/?]*):\/\/([^/?]*)(.*)$/s.exec(route) ?? [
    '',
    '',
    '',
    route,
  ];
  const [, host = authority, port = ''] = /^(.*):(\d+)$/.exec(authority) ?? [];
  return { scheme, host, port, path };
}

/** Host and path, as a person reads them: `chat.example.com/room/:id`. */
export const routeWords = (route: string): string => {
  const { host, path } = routeOf(route);
  return `${host}${path}` || '(no path)';
};

/**
 * Whether a path is meant by a pattern as listener rules have it: `*` is any characters, `?` is one.
 *
 * @param path ids folded: a pattern with an id of its own matches too.
 */
export const matchesPath = (path: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[$()+.[\\\]^{|}]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(path);
