import * as z from 'zod/mini';
import { MAX_TAGS, TAG_KEY, TAG_VALUE } from '../../alb/limits.ts';
import { APPLICATION_NAMESPACE } from '../application-metrics.ts';
import { describe, feature, optional, section, value } from '../fields.ts';
import { alarms } from './alarms.ts';
import { dns } from './dns.ts';
import { listener } from './listener.ts';
import { arnOf } from './names.ts';
import { loadBalancer } from './load-balancer.ts';
import { logs } from './logs.ts';
import { network } from './network.ts';
import { routes } from './routes.ts';
import { filled } from './filled.ts';
import { service } from './service.ts';
import { healthCheck, heartbeat, target } from './target.ts';

const tagKey = z.string().check(z.maxLength(TAG_KEY.maxLength), z.regex(TAG_KEY.pattern));
const tagValue = describe(
  z.string().check(z.maxLength(TAG_VALUE.maxLength), z.regex(TAG_VALUE.pattern)),
  'The value of the tag.',
  { allowed: `a string: ${TAG_VALUE.words}` },
);

const written = z.strictObject({
  name: value(
    {
      kind: 'string',
      pattern: /^[a-z][a-z0-9-]{0,19}$/,
      words: '1–20 lower-case letters, digits and hyphens, beginning with a letter',
    },
    'websocket',
    'A short name for this load balancer, used in Name tags and descriptions. Resources are named after the stack, not after it.',
  ),
  tags: describe(
    z._default(
      z.record(tagKey, tagValue).check(z.refine((tags) => Object.keys(tags).length <= MAX_TAGS)),
      () => ({}),
    ),
    'Tags for every resource that can carry them.',
    { allowed: `a map of at most ${MAX_TAGS} tags; keys: ${TAG_KEY.words}` },
  ),
  network,
  loadBalancer,
  listener,
  target,
  healthCheck,
  routes,
  service,
  heartbeat,
  logs,
  alarms,
  dashboard: value(
    { kind: 'boolean' },
    true,
    'A CloudWatch dashboard. Beyond the three free ones it costs about three dollars a month.',
  ),
  metrics: feature(
    'The metrics that your application publishes itself, on the dashboard and in alarms.',
    false,
    {
      namespace: value(
        {
          kind: 'string',
          pattern: /^(?!AWS\/)[A-Za-z0-9._\-/#]{1,255}$/,
          words: '1–255 letters, digits and . - _ / #, not beginning with "AWS/"',
        },
        APPLICATION_NAMESPACE,
        'The CloudWatch namespace of the metrics.',
      ),
    },
  ),
  dns,
  waf: section(
    'AWS WAF in front of the listeners. It sees the upgrade request, never the messages after it.',
    {
      webAclArn: optional(
        {
          kind: 'string',
          pattern: new RegExp(`^${arnOf('wafv2')}regional/webacl/[A-Za-z0-9_-]+/[0-9a-f-]+$`),
          words: 'the ARN of a regional web ACL',
        },
        'The web ACL to associate.',
      ),
      create: feature(
        'A new web ACL: AWS managed rules that fit upgrades, and a limit for each address. About nine dollars a month, plus 0.60 per million requests.',
        false,
        {
          rateLimit: value(
            { kind: 'integer', min: 10, max: 2_000_000_000, unit: 'requests' },
            2000,
            'Requests from one address in five minutes, upgrades and reconnects included; beyond that they are refused with 403. Many users can share an address.',
          ),
        },
      ),
    },
  ),
  workload: section(
    'What the load balancer is expected to carry. It sizes alarms, and `websocket-alb cost` calculates with it.',
    {
      connections: optional(
        { kind: 'integer', min: 1, max: 100_000_000, unit: 'sockets' },
        'Sockets open at the same time at peak. Sizes the alarms highConnectionCount and reconnectStorm.',
      ),
      meanConnectionSeconds: optional(
        { kind: 'integer', min: 1, max: 31_536_000, unit: 'seconds' },
        'How long a socket stays open on average. Distinguishes ordinary turnover from a reconnect storm.',
      ),
      messagesPerMinute: optional(
        { kind: 'integer', min: 0, max: 1_000_000, unit: 'messages' },
        'Messages on one socket per minute, both directions together.',
      ),
      bytesPerMessage: optional(
        { kind: 'integer', min: 0, max: 1_000_000_000, unit: 'bytes' },
        'The size of a message on average.',
      ),
      requestsPerSecond: optional(
        { kind: 'integer', min: 0, max: 10_000_000, unit: 'requests' },
        'Requests other than socket handshakes, to all routes together. `websocket-alb cost` counts the rules that they are evaluated against, and alarms on connections leave room for one connection per request.',
      ),
    },
  ),
});

/**
 * The config schema, the only place that defines keys, ranges, defaults and descriptions; the types, the JSON Schema
 * and the reference are derived from it. Defaults that depend on other values are in `filled.ts`.
 */
export const configSchema = z.pipe(
  written,
  z.transform((input: z.output<typeof written>) => filled(input)),
);

/** A validated config with every default filled in. */
export type Config = z.output<typeof configSchema>;
/** The HTTPS listener of a config that has one. */
export type Https = Exclude<Config['listener']['https'], false>;
/** The ECS service of a config that has one. */
export type Service = Exclude<Config['service'], false>;
/** What the load balancer serves besides the sockets. */
export type Route = Config['routes'][number];
/** A config as users may write it. */
export type ConfigInput = z.input<typeof configSchema>;
