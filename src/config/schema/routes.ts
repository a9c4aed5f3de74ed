import * as z from 'zod/mini';
import { FIXED_RESPONSE, PRIORITY } from '../../alb/limits.ts';
import { REDIRECT } from '../../alb/redirect.ts';
import { describe, list, optional, value } from '../fields.ts';
import { authenticate } from './authenticate.ts';
import { conditions } from './conditions.ts';
import { routeHealthCheck, routeTarget } from './target.ts';

/** A route's name becomes part of its resource names: `api` has ApiTargetGroup. */
const NAME = {
  pattern: /^[a-z][a-z0-9-]{0,19}$/,
  words: '1–20 lower-case letters, digits and hyphens, beginning with a letter',
};

const MAX_ROUTES = 99;

const redirect = z.strictObject({
  protocol: optional(REDIRECT.protocol, 'The protocol; that of the request when not set.'),
  host: optional(REDIRECT.host, 'The host; that of the request when not set.'),
  port: optional(REDIRECT.port, 'The port; that of the request when not set.'),
  path: optional(REDIRECT.path, 'The path; that of the request when not set.'),
  query: optional(REDIRECT.query, 'The query; that of the request when not set.'),
  statusCode: value(
    REDIRECT.statusCode,
    'HTTP_301',
    '301 for a permanent move, which browsers remember, or 302 for a temporary one.',
  ),
});

const fixedResponse = z.strictObject({
  statusCode: describe(z.int().check(z.refine(isFixedStatus)), 'The status.', {
    allowed: FIXED_RESPONSE.statusCode.words,
  }),
  contentType: value(FIXED_RESPONSE.contentType, 'text/plain', 'The type of the body.'),
  body: describe(
    z.optional(z.string().check(z.maxLength(FIXED_RESPONSE.body.maxLength))),
    'The body; empty when not set.',
    { allowed: `a text: ${FIXED_RESPONSE.body.words}` },
  ),
});

function isFixedStatus(status: number): boolean {
  return FIXED_RESPONSE.statusCode.pattern.test(String(status));
}

const route = z.strictObject({
  name: describe(
    z.string().check(z.regex(NAME.pattern)),
    'Names the route and its resources: renaming it replaces them.',
    { allowed: NAME.words },
  ),
  ...conditions,
  priority: optional(
    PRIORITY,
    'When its rule is tried: the lowest first. When not set, 100 more than the previous route. Do not change it once it is deployed.',
  ),
  authenticate: authenticate(
    'authenticate',
    'Who may send requests: ELB asks an identity provider before it goes on.',
  ),
  target: describe(
    z.optional(z.strictObject(routeTarget)),
    'The servers of the route, a target group of their own.',
    { allowed: 'a group of keys' },
  ),
  healthCheck: describe(
    z.prefault(z.strictObject(routeHealthCheck), () => ({})),
    'How the load balancer finds out that a target of the route works.',
    { allowed: 'a group of keys' },
  ),
  redirect: describe(
    z.optional(redirect),
    'Where clients are sent instead. WebSocket clients do not follow.',
    {
      allowed: 'a group of keys',
    },
  ),
  fixedResponse: describe(z.optional(fixedResponse), 'What the load balancer answers by itself.', {
    allowed: 'a group of keys',
  }),
});

export const routes = describe(
  z._default(list(route, 'a group of keys with a name', { min: 0, max: MAX_ROUTES }), () => []),
  'What the load balancer carries besides the sockets: tried in this order, after the sockets’ own rule. A route without conditions takes whatever is left.',
  { allowed: `a list of at most ${MAX_ROUTES} groups of keys` },
);
