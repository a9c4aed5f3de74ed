// Which requests a route takes: the conditions of its listener rule.
import * as z from 'zod/mini';
import { isCidrBlock } from '../../alb/cidr.ts';
import {
  CONDITION_TEXT,
  HEADER_NAME,
  HOST_PATTERN,
  MAX_CONDITION_VALUES,
  METHOD,
  PATH_PATTERN,
} from '../../alb/limits.ts';
import type { StringSpec } from '../../alb/values.ts';
import { describe, list, strings } from '../fields.ts';

// Longer than a rule allows: the rule about values counts them over all conditions and says how many are too many.
const MAX = { max: 100 };

const values = (spec: StringSpec, description: string) =>
  describe(z.optional(strings(spec, MAX)), description, {
    allowed: `a list, each once: ${spec.words}; at most ${MAX_CONDITION_VALUES} values over all conditions`,
  });

export const paths = (description: string) => values(PATH_PATTERN, description);
export const hosts = (description: string) => values(HOST_PATTERN, description);

const text = z.string().check(z.regex(CONDITION_TEXT.pattern));
const name = z.string().check(z.regex(HEADER_NAME.pattern));

/** Values within a condition are alternatives; all conditions must hold. */
export const conditions = {
  paths: paths('Paths, as patterns. They are case-sensitive, and the query is ignored.'),
  hosts: hosts('Host names, as patterns. *.example.com does not match example.com.'),
  methods: values(METHOD, 'Methods. A WebSocket handshake is a GET.'),
  headers: describe(
    z.optional(z.record(name, list(text, CONDITION_TEXT.words, MAX))),
    'Headers by name, each with the values that match: `content-type: [application/grpc*]`.',
    { allowed: `a map of lists; keys: ${HEADER_NAME.words}, not Host; values: ${CONDITION_TEXT.words}` },
  ),
  queryStrings: describe(
    z.optional(z.record(text, text)),
    'Query parameters, each with the value that matches; all must be present.',
    { allowed: `a map of texts; keys and values: ${CONDITION_TEXT.words}` },
  ),
  sourceIps: describe(
    z.optional(
      list(
        z.string().check(z.refine(isCidrBlock)),
        'IPv4 or IPv6 CIDR blocks with host bits zero such as 10.0.0.0/8',
        MAX,
      ),
    ),
    'Source addresses of requests: those of the connection, not of X-Forwarded-For.',
    { allowed: 'a list, each once: IPv4 or IPv6 CIDR blocks with host bits zero such as 10.0.0.0/8' },
  ),
};
