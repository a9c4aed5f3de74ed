// Rules about keys of the config that no attribute of ELB carries. What ELB itself refuses stands in alb/rules.
import type { Severity, Words } from '../alb/finding.ts';
import { MAX_ALARM_WINDOW_SECONDS } from '../alb/limits.ts';
import { ALARMS } from './alarms.ts';
import type { Config } from './schema/index.ts';

export interface ConfigRule {
  readonly code: string;
  readonly severity: Severity;
  /** The keys in conflict. The finding stands at the first of them that the user has set. */
  readonly keys: readonly [string, ...string[]];
  violated(config: Config): boolean;
  words(config: Config): Words;
}

const heartbeatTooSlow: ConfigRule = {
  code: 'heartbeat-idle-timeout',
  severity: 'error',
  keys: ['heartbeat', 'loadBalancer.idleTimeout'],
  violated: (config) => config.heartbeat >= config.loadBalancer.idleTimeout,
  words: (config) => ({
    what: `heartbeat ${config.heartbeat} is not shorter than loadBalancer.idleTimeout ${config.loadBalancer.idleTimeout}: a quiet socket is closed before its next ping.`,
    allowed: 'heartbeat below loadBalancer.idleTimeout, best at most half of it',
    remedy: `Ping every ${Math.max(1, Math.floor(config.loadBalancer.idleTimeout / 2))} seconds, or raise loadBalancer.idleTimeout (1–4000).`,
  }),
};

const heartbeatTight: ConfigRule = {
  code: 'heartbeat-tight',
  severity: 'warning',
  keys: ['heartbeat', 'loadBalancer.idleTimeout'],
  violated: (config) =>
    config.heartbeat < config.loadBalancer.idleTimeout &&
    config.heartbeat > config.loadBalancer.idleTimeout / 2,
  words: (config) => ({
    what: `heartbeat ${config.heartbeat} is more than half of loadBalancer.idleTimeout ${config.loadBalancer.idleTimeout}: one late or lost ping closes the socket.`,
    allowed: 'at most half of loadBalancer.idleTimeout',
    remedy: `Ping every ${Math.max(1, Math.floor(config.loadBalancer.idleTimeout / 2))} seconds, or raise loadBalancer.idleTimeout (1–4000).`,
  }),
};

const noListener: ConfigRule = {
  code: 'no-listener',
  severity: 'error',
  keys: ['listener.http', 'listener.https'],
  violated: ({ listener }) => listener.http === 'none' && listener.https === false,
  words: () => ({
    what: 'listener.http is none and listener.https is false: nothing could connect.',
    allowed: 'at least one listener',
    remedy: 'Set listener.https to true, or listener.http to forward.',
  }),
};

const redirectToNowhere: ConfigRule = {
  code: 'redirect-without-https',
  severity: 'error',
  keys: ['listener.https', 'listener.http'],
  violated: ({ listener }) => listener.http === 'redirect' && listener.https === false,
  words: () => ({
    what: 'listener.http redirects to HTTPS, but listener.https is false.',
    allowed: 'listener.http forward with listener.https false',
    remedy: 'Set listener.http to forward, or keep listener.https.',
  }),
};

const portClash: ConfigRule = {
  code: 'listener-port-clash',
  severity: 'error',
  keys: ['listener.https.port', 'listener.http'],
  violated: ({ listener }) =>
    listener.http !== 'none' && listener.https !== false && listener.https.port === 80,
  words: () => ({
    what: 'listener.https.port is 80, which the HTTP listener uses.',
    allowed: '1–65535 except 80, unless listener.http is none',
    remedy: 'Use port 443, or set listener.http to none.',
  }),
};

const twoCertificates: ConfigRule = {
  code: 'two-certificates',
  severity: 'error',
  keys: ['listener.https.certificateArn', 'listener.https.certificate'],
  violated: ({ listener }) =>
    listener.https !== false &&
    listener.https.certificateArn !== undefined &&
    listener.https.certificate !== undefined,
  words: () => ({
    what: 'listener.https.certificateArn and listener.https.certificate are both set.',
    allowed: 'one of the two: a certificate that exists, or one to create',
    remedy: 'Remove listener.https.certificateArn or listener.https.certificate.',
  }),
};

const certificateWaits: ConfigRule = {
  code: 'certificate-waits',
  severity: 'warning',
  keys: ['listener.https.certificate'],
  violated: ({ listener }) =>
    listener.https !== false &&
    listener.https.certificate !== undefined &&
    listener.https.certificate.hostedZoneId === undefined,
  words: () => ({
    what: 'listener.https.certificate has no hostedZoneId: the deployment waits until you create the validation records yourself.',
    allowed: 'a hostedZoneId for validation without you',
    remedy: 'Set listener.https.certificate.hostedZoneId, or watch ACM during the deployment.',
  }),
};

const targetsOfOtherType: ConfigRule = {
  code: 'targets-of-other-type',
  severity: 'error',
  keys: ['target.type', 'target.instanceIds', 'target.instanceCount', 'target.ipAddresses'],
  violated: ({ target }) =>
    target.type === 'ip'
      ? target.instanceIds !== undefined || (target.instanceCount ?? 0) > 0
      : target.ipAddresses !== undefined,
  words: ({ target }) =>
    target.type === 'ip'
      ? {
          what: 'target.type is ip, but instances are to be registered (target.instanceIds or target.instanceCount).',
          allowed: 'target.ipAddresses with type ip',
          remedy: 'Remove target.instanceIds and target.instanceCount, or set target.type to instance.',
        }
      : {
          what: 'target.ipAddresses is set, but target.type is instance.',
          allowed: 'target.instanceIds or target.instanceCount with type instance',
          remedy: 'Set target.type to ip, or remove target.ipAddresses.',
        },
};

const instanceCountTwice: ConfigRule = {
  code: 'instance-count',
  severity: 'error',
  keys: ['target.instanceCount', 'target.instanceIds'],
  violated: ({ target }) =>
    target.instanceIds !== undefined &&
    target.instanceCount !== undefined &&
    target.instanceIds.length !== target.instanceCount,
  words: ({ target }) => ({
    what: `target.instanceCount is ${target.instanceCount}, but target.instanceIds names ${target.instanceIds?.length}.`,
    allowed: 'the number of ids, or no target.instanceCount',
    remedy: 'Remove target.instanceCount: it follows from target.instanceIds.',
  }),
};

const retentionOfForeignBucket: ConfigRule = {
  code: 'retention-of-existing-bucket',
  severity: 'error',
  keys: ['logs.retentionDays', 'logs.bucket'],
  violated: ({ logs }) => logs.bucket !== undefined && logs.retentionDays !== undefined,
  words: () => ({
    what: 'logs.retentionDays is set for logs.bucket, a bucket that exists: its lifecycle is not ours to change.',
    allowed: 'logs.retentionDays only for a bucket created here',
    remedy: 'Remove logs.retentionDays and set a lifecycle rule on the bucket, or remove logs.bucket.',
  }),
};

const alarmRules: readonly ConfigRule[] = ALARMS.flatMap(({ key, threshold, metric }): ConfigRule[] => {
  const setting = (config: Config) => (config.alarms === false ? undefined : config.alarms[key]) || undefined;
  const at = `alarms.${key}`;
  const rule = (rest: Omit<ConfigRule, 'severity' | 'keys'> & Partial<ConfigRule>): ConfigRule => ({
    severity: 'error',
    keys: [at],
    ...rest,
  });
  const rules = [
    rule({
      code: 'alarm-datapoints',
      keys: [`${at}.datapointsToAlarm`, `${at}.evaluationPeriods`],
      violated: (config) => {
        const alarm = setting(config);
        return alarm !== undefined && alarm.datapointsToAlarm > alarm.evaluationPeriods;
      },
      words: (config) => ({
        what: `${at} wants ${setting(config)?.datapointsToAlarm} breaching datapoints out of ${setting(config)?.evaluationPeriods}.`,
        allowed: 'datapointsToAlarm at most evaluationPeriods',
        remedy: `Lower ${at}.datapointsToAlarm, or raise ${at}.evaluationPeriods.`,
      }),
    }),
    rule({
      code: 'alarm-window',
      keys: [`${at}.evaluationPeriods`, `${at}.period`],
      violated: (config) => {
        const alarm = setting(config);
        if (alarm === undefined) return false;
        const longest = alarm.period < 3600 ? MAX_ALARM_WINDOW_SECONDS : 7 * MAX_ALARM_WINDOW_SECONDS;
        return alarm.period * alarm.evaluationPeriods > longest;
      },
      words: () => ({
        what: `${at}: period × evaluationPeriods is longer than CloudWatch looks back.`,
        allowed: 'one day in all for periods below 3600 seconds, seven days from there',
        remedy: `Lower ${at}.evaluationPeriods or ${at}.period.`,
      }),
    }),
  ];
  if (threshold === undefined)
    rules.push(
      rule({
        code: 'alarm-without-threshold',
        violated: (config) => {
          const alarm = setting(config);
          if (alarm === undefined || alarm.threshold !== undefined) return false;
          return metric !== 'NewConnectionCount' || config.workload.connections === undefined;
        },
        words: () => ({
          what: `${at} has no threshold, and none can be derived.`,
          allowed: 'a threshold' + (metric === 'NewConnectionCount' ? ', or workload.connections' : ''),
          remedy: `Set ${at}.threshold.`,
        }),
      }),
    );
  if (metric === 'ActiveConnectionCount')
    rules.push(
      rule({
        code: 'level-metric-period',
        severity: 'warning',
        keys: [`${at}.period`],
        violated: (config) => (setting(config)?.period ?? 60) !== 60,
        words: (config) => ({
          what: `${at}.period is ${setting(config)?.period}: ELB reports the connections once a minute, and Sum adds the minutes, so the alarm sees ${(setting(config)?.period ?? 60) / 60} times the real number.`,
          allowed: '60',
          remedy: `Remove ${at}.period, and use evaluationPeriods to look back longer.`,
        }),
      }),
    );
  return rules;
});

/** All rules between keys, in the order in which they are reported. */
export const CONFIG_RULES: readonly ConfigRule[] = [
  heartbeatTooSlow,
  heartbeatTight,
  noListener,
  redirectToNowhere,
  portClash,
  twoCertificates,
  certificateWaits,
  targetsOfOtherType,
  instanceCountTwice,
  retentionOfForeignBucket,
  ...alarmRules,
];
