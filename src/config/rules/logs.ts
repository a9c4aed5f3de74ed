import { MAX_ATTRIBUTES } from '../../alb/limits.ts';
import { createsLogBucket, hasFlowLogs, logDestinations, type LogDestination } from '../derived.ts';
import type { Config } from '../schema/index.ts';
import { attributesBeyondLimit } from '../settings.ts';
import type { ConfigRule } from './rule.ts';

const retentionOfForeignBucket: ConfigRule = {
  code: 'retention-of-existing-bucket',
  severity: 'error',
  keys: ['logs.retentionDays', 'logs.bucket'],
  violated: ({ logs }) => logs.bucket !== undefined && logs.retentionDays !== undefined,
  words: () => ({
    what: 'logs.retentionDays is set for logs.bucket, an existing bucket, whose lifecycle websocket-alb does not manage.',
    allowed: 'logs.retentionDays only for a bucket created here',
    remedy: 'Remove logs.retentionDays and set a lifecycle rule on the bucket, or remove logs.bucket.',
  }),
};

/** Finds two logs of which one is in the folder of the other. */
function collision(config: Config): readonly [LogDestination, LogDestination] | undefined {
  const logs = logDestinations(config).filter(({ prefix }) => prefix !== undefined);
  for (const outer of logs)
    for (const inner of logs)
      if (outer !== inner && `${inner.prefix}/`.startsWith(`${outer.prefix}/`)) return [outer, inner];
  return undefined;
}

const prefixCollision: ConfigRule = {
  code: 'log-prefixes-collide',
  severity: 'error',
  keys: ['logs.connection.prefix', 'logs.healthCheck.prefix', 'logs.access.prefix'],
  violated: (config) => collision(config) !== undefined,
  words: (config) => {
    const [outer, inner] = collision(config) ?? [];
    return {
      what: `logs.${inner?.kind}.prefix "${inner?.prefix}" is inside the folder of logs.${outer?.kind}.prefix "${outer?.prefix}": a table over one would read both.`,
      allowed: 'a separate prefix for each log, none inside another',
      remedy: `Change logs.${inner?.kind}.prefix or logs.${outer?.kind}.prefix.`,
    };
  },
};

const athenaWithoutLogs: ConfigRule = {
  code: 'athena-without-logs',
  severity: 'error',
  keys: ['logs.athena', 'logs.access', 'logs.connection'],
  violated: ({ logs }) => logs.athena && logs.access === false && logs.connection === false,
  words: () => ({
    what: 'logs.athena is on, but neither logs.access nor logs.connection is: there is nothing to query.',
    allowed: 'logs.athena with logs.access or logs.connection',
    remedy: 'Switch logs.access on, or logs.athena off.',
  }),
};

const tooManyAttributes: ConfigRule = {
  code: 'too-many-attributes',
  severity: 'error',
  keys: ['logs.healthCheck', 'logs.connection', 'logs.access'],
  violated: (config) => attributesBeyondLimit(config) > 0,
  words: (config) => ({
    what: `This load balancer would need ${MAX_ATTRIBUTES + attributesBeyondLimit(config)} attributes: ELB accepts ${MAX_ATTRIBUTES} at a time, each log needs three, and every other attribute has been changed from its default.`,
    allowed: `at most ${MAX_ATTRIBUTES} attributes`,
    remedy: 'Leave one option of loadBalancer at its default, or switch a log off.',
  }),
};

const foreignServerAccessLogs: ConfigRule = {
  code: 'server-access-logs-of-existing-bucket',
  severity: 'error',
  keys: ['logs.serverAccessLogs', 'logs.bucket'],
  violated: (config) => config.logs.serverAccessLogs !== undefined && !createsLogBucket(config),
  words: () => ({
    what: 'logs.serverAccessLogs is set, but no log bucket is created here.',
    allowed: 'logs.serverAccessLogs only for a bucket created here',
    remedy: 'Remove logs.serverAccessLogs and switch them on at your bucket, or remove logs.bucket.',
  }),
};

const flowLogsWithoutBucket: ConfigRule = {
  code: 'flow-logs-without-bucket',
  severity: 'error',
  keys: ['network.create.flowLogs', 'logs.bucket', 'logs.access'],
  violated: (config) => hasFlowLogs(config) && !createsLogBucket(config),
  words: () => ({
    what: 'network.create.flowLogs is on, but no log bucket is created here to receive them.',
    allowed: 'network.create.flowLogs with a log bucket created here',
    remedy: 'Switch logs.access on and remove logs.bucket, or switch network.create.flowLogs off.',
  }),
};

export const logRules: readonly ConfigRule[] = [
  retentionOfForeignBucket,
  prefixCollision,
  athenaWithoutLogs,
  tooManyAttributes,
  foreignServerAccessLogs,
  flowLogsWithoutBucket,
];
