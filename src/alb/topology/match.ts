// Whether a rule matches a request, as far as the rule alone decides it.
import { UNKNOWN } from '../setting.ts';
import { matchesPattern } from './patterns.ts';
import type { Condition, ListenerRule } from './types.ts';

/** A request as its sender describes it; parts that are not given are unknown. */
export interface Request {
  readonly path: string;
  readonly host?: string;
  /** A WebSocket handshake is a GET with the headers `Upgrade: websocket` and `Connection: Upgrade`. */
  readonly method?: string;
  /** By lower-case name. */
  readonly headers?: ReadonlyMap<string, string>;
}

export const handshake = (path: string, host?: string): Request => ({
  path: path.split('?')[0] ?? path,
  ...(host === undefined ? {} : { host }),
  method: 'GET',
  headers: new Map([
    ['upgrade', 'websocket'],
    ['connection', 'Upgrade'],
  ]),
});

/** `maybe`: it depends on something unknown. */
export type Match = 'yes' | 'no' | 'maybe';

export function matchRule<Where>({ conditions, isDefault }: ListenerRule<Where>, request: Request): Match {
  if (isDefault) return 'yes';
  if (conditions === UNKNOWN) return 'maybe';
  const results = new Set(conditions.map((condition) => matchCondition(condition, request)));
  if (results.has('no')) return 'no';
  return results.has('maybe') || conditions.length === 0 ? 'maybe' : 'yes';
}

function matchCondition<Where>(condition: Condition<Where>, request: Request): Match {
  const { field, values, regexes } = condition;
  if (field === UNKNOWN || values === UNKNOWN || regexes === UNKNOWN || regexes.length > 0) return 'maybe';
  const text = textOf(condition, request);
  if (text === undefined) return 'maybe';
  const fold = field === 'path-pattern' ? (one: string) => one : (one: string) => one.toLowerCase();
  const known = values.filter((value) => value !== UNKNOWN);
  if (known.some((value) => matchesPattern(fold(value), fold(text)))) return 'yes';
  return known.length < values.length ? 'maybe' : 'no';
}

function textOf<Where>({ field, header }: Condition<Where>, request: Request): string | undefined {
  switch (field) {
    case 'path-pattern':
      return request.path;
    case 'host-header':
      return request.host;
    case 'http-request-method':
      return request.method;
    case 'http-header':
      return typeof header === 'string' ? request.headers?.get(header.toLowerCase()) : undefined;
    default:
      // The query is not part of the path, and only the load balancer knows the source address.
      return undefined;
  }
}
