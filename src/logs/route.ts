// Splits a route into its parts, and compares it with a pattern.

export interface Route {
  /** `https`; empty if the URL has none. */
  readonly scheme: string;
  /** Without the port; empty if the URL has none. */
  readonly host: string;
  readonly port: string;
  /** With IDs folded, as in `/room/:id`. */
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

/** Host and path for people: `chat.example.com/room/:id`. */
export const routeWords = (route: string): string => {
  const { host, path } = routeOf(route);
  return `${host}${path}` || '(no path)';
};

/**
 * Whether a path matches a pattern as in listener rules: `*` is any characters, `?` exactly one.
 *
 * @param path with IDs folded: a pattern with an actual ID does not match it.
 */
export const matchesPath = (path: string, pattern: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[$()+.[\\\]^{|}]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  ).test(path);
