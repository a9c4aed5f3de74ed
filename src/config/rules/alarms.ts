import { MAX_ALARM_WINDOW_SECONDS } from '../../alb/limits.ts';
import { METRIC_PERIOD_SECONDS } from '../../alb/metrics.ts';
import { ALARMS, type AlarmDefinition, type AlarmKey } from '../alarms.ts';
import type { Config } from '../schema/index.ts';
import type { ConfigRule } from './rule.ts';

const rulesOfEachAlarm: readonly ConfigRule[] = ALARMS.flatMap(
  ({ key, threshold, metric }: AlarmDefinition & { readonly key: AlarmKey }): ConfigRule[] => {
    const setting = (config: Config) =>
      (config.alarms === false ? undefined : config.alarms[key]) || undefined;
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
          what: `${at} needs ${setting(config)?.datapointsToAlarm} breaching datapoints out of ${setting(config)?.evaluationPeriods}.`,
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
          what: `${at}: period × evaluationPeriods is longer than CloudWatch can look back.`,
          allowed: 'one day in total for periods below 3600 seconds, seven days for longer ones',
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
          violated: (config) => (setting(config)?.period ?? METRIC_PERIOD_SECONDS) !== METRIC_PERIOD_SECONDS,
          words: (config) => ({
            what: `${at}.period is ${setting(config)?.period}: ELB reports the connections once a minute, and Sum adds the minutes, so the alarm sees ${(setting(config)?.period ?? METRIC_PERIOD_SECONDS) / METRIC_PERIOD_SECONDS} times the real number.`,
            allowed: '60',
            remedy: `Remove ${at}.period, and use evaluationPeriods to look back longer.`,
          }),
        }),
      );
    return rules;
  },
);

const notifyNobody: ConfigRule = {
  code: 'alarm-notify',
  severity: 'error',
  keys: ['alarms.notify', 'alarms.notify.emails', 'alarms.notify.topicArn'],
  violated: ({ alarms }) => {
    if (alarms === false || alarms.notify === undefined) return false;
    return (alarms.notify.emails === undefined) === (alarms.notify.topicArn === undefined);
  },
  words: () => ({
    what: 'alarms.notify must name either emails or a topicArn.',
    allowed: 'alarms.notify.emails (a topic is created), or alarms.notify.topicArn',
    remedy: 'Keep one of alarms.notify.emails and alarms.notify.topicArn.',
  }),
};

const applicationAlarmWithoutMetrics: ConfigRule = {
  code: 'application-alarm-without-metrics',
  severity: 'error',
  keys: ['alarms.applicationConnectionErrors', 'metrics'],
  violated: ({ alarms, metrics }) =>
    alarms !== false && Boolean(alarms.applicationConnectionErrors) && metrics === false,
  words: () => ({
    what: 'alarms.applicationConnectionErrors is set, but metrics is false: the application publishes nothing.',
    allowed: 'alarms.applicationConnectionErrors with metrics',
    remedy: 'Set metrics to true, or remove alarms.applicationConnectionErrors.',
  }),
};

const notifyWithoutAlarms: ConfigRule = {
  code: 'notify-without-alarms',
  severity: 'warning',
  keys: ['alarms.notify'],
  violated: ({ alarms }) =>
    alarms !== false &&
    alarms.notify !== undefined &&
    ALARMS.every(({ key, threshold }: AlarmDefinition & { readonly key: AlarmKey }) => {
      const setting = alarms[key];
      return setting === false || (setting === undefined && threshold === undefined);
    }),
  words: () => ({
    what: 'alarms.notify is set, but every alarm is off: nobody will be notified.',
    allowed: 'alarms.notify with at least one alarm',
    remedy: 'Switch an alarm on, or remove alarms.notify.',
  }),
};

const encryptedForeignTopic: ConfigRule = {
  code: 'encrypt-existing-topic',
  severity: 'error',
  keys: ['alarms.notify.encrypt', 'alarms.notify.topicArn'],
  violated: ({ alarms }) =>
    alarms !== false && alarms.notify?.encrypt === true && alarms.notify.topicArn !== undefined,
  words: () => ({
    what: 'alarms.notify.encrypt is set for alarms.notify.topicArn, an existing topic, whose key websocket-alb does not manage.',
    allowed: 'alarms.notify.encrypt only with alarms.notify.emails',
    remedy: 'Remove alarms.notify.encrypt.',
  }),
};

export const alarmRules: readonly ConfigRule[] = [
  notifyWithoutAlarms,
  notifyNobody,
  encryptedForeignTopic,
  applicationAlarmWithoutMetrics,
  ...rulesOfEachAlarm,
];
