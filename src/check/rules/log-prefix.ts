import { LOG_KINDS } from '../../alb/log-delivery.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { each, loadBalancers, violation, type CheckRule } from '../rule.ts';

export const logPrefix: CheckRule = {
  code: 'log-prefix',
  severity: 'error',
  group: 'refused',
  title: 'Log prefix that contains AWSLogs',
  why: 'ELB adds the folder AWSLogs itself and refuses a prefix that contains it.',
  source: userGuide('enable-access-logging'),
  judge: each(loadBalancers, ({ settings, lineOf }) => {
    const keys = LOG_KINDS.map((log) => `${log}.s3.prefix`).filter((key) => settings.has(key));
    if (keys.every((key) => settings.get(key) === UNKNOWN)) return 'not-applicable';
    return keys.flatMap((key) => {
      const value = settings.get(key);
      return typeof value === 'string' && value.includes('AWSLogs')
        ? [violation(lineOf(key), { key, value })]
        : [];
    });
  }),
  words: ({ key, value }) => ({
    what: `${String(key)} is ${JSON.stringify(value)}.`,
    allowed: 'a prefix that does not contain "AWSLogs"',
    remedy: 'Take AWSLogs and what follows it off the prefix.',
  }),
};
