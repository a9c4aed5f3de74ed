import * as z from 'zod/mini';
import { TAG_KEY, TAG_VALUE } from '../../alb/limits.ts';
import { describe, optional, section, value } from '../fields.ts';
import { alarms } from './alarms.ts';
import { listener } from './listener.ts';
import { loadBalancer } from './load-balancer.ts';
import { logs } from './logs.ts';
import { network } from './network.ts';
import { healthCheck, heartbeat, target } from './target.ts';

const tagKey = z.string().check(z.maxLength(TAG_KEY.maxLength), z.regex(TAG_KEY.pattern));
const tagValue = describe(
  z.string().check(z.maxLength(TAG_VALUE.maxLength), z.regex(TAG_VALUE.pattern)),
  'The value of the tag.',
  { allowed: `a string: ${TAG_VALUE.words}` },
);

/**
 * The config. The only place where its keys, ranges, defaults and descriptions are written; the types, the JSON
 * Schema and the reference follow from it.
 */
export const configSchema = z.strictObject({
  name: value(
    {
      kind: 'string',
      pattern: /^[a-z][a-z0-9-]{0,19}$/,
      words: '1–20 lower-case letters, digits and hyphens, beginning with a letter',
    },
    'websocket',
    'A short name for this load balancer, used in Name tags and descriptions. It names no resource: the stack does.',
  ),
  tags: describe(
    z._default(z.record(tagKey, tagValue), () => ({})),
    'Tags for every resource that can carry them.',
    { allowed: `a map of tags; keys: ${TAG_KEY.words}` },
  ),
  network,
  loadBalancer,
  listener,
  target,
  healthCheck,
  heartbeat,
  logs,
  alarms,
  dashboard: value(
    { kind: 'boolean' },
    true,
    'A CloudWatch dashboard. It costs about three dollars a month beyond the three free ones.',
  ),
  workload: section('What the load balancer is expected to carry. It sizes alarms.', {
    connections: optional(
      { kind: 'integer', min: 1, max: 100_000_000, unit: 'sockets' },
      'Sockets open at the same time at peak. Sizes the alarms highConnectionCount and reconnectStorm.',
    ),
    meanConnectionSeconds: optional(
      { kind: 'integer', min: 1, max: 31_536_000, unit: 'seconds' },
      'How long a socket stays open on average. Tells ordinary turnover from a reconnect storm.',
    ),
  }),
});

/** A validated config with every default filled in. */
export type Config = z.output<typeof configSchema>;
/** What a user may write. */
export type ConfigInput = z.input<typeof configSchema>;
