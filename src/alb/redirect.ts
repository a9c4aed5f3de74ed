// What ELB accepts for a redirect.
import type { ValueSpec } from './values.ts';

/** elbv2 API, RedirectActionConfig. Parts kept from the request are written `#{host}`, `#{path}` and so on. */
export const REDIRECT = {
  protocol: { kind: 'enum', values: ['HTTP', 'HTTPS'] },
  host: {
    kind: 'string',
    pattern: /^(?:[A-Za-z0-9.-]|#\{host\})+$/,
    maxLength: 128,
    words: 'a host name of at most 128 characters, in which #{host} is that of the request',
  },
  port: { kind: 'integer', min: 1, max: 65_535 },
  path: {
    kind: 'string',
    pattern: /^\/(?:[A-Za-z0-9\-._~%!$&'()*+,;=:@/]|#\{(?:host|path|port)\})*$/,
    maxLength: 128,
    words:
      'a path of at most 128 characters that starts with "/", in which #{host}, #{path} and #{port} are those of the request',
  },
  query: {
    kind: 'string',
    pattern:
      /^((?:[A-Za-z0-9\-._~%!$&'()*+,;=:@/]|#\{(?:host|path|port|protocol|query)\})(?:[A-Za-z0-9\-._~%!$&'()*+,;=:@/?]|#\{(?:host|path|port|protocol|query)\})*)?$/,
    maxLength: 128,
    words:
      'a query of at most 128 characters without the leading "?", in which #{query} is that of the request',
  },
  statusCode: { kind: 'enum', values: ['HTTP_301', 'HTTP_302'] },
} as const satisfies Record<string, ValueSpec>;
