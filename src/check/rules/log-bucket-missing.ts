import { LOG_KINDS } from '../../alb/log-delivery.ts';
import { userGuide } from '../../alb/sources.ts';
import { each, loadBalancers, violation, type CheckRule } from '../rule.ts';

export const logBucketMissing: CheckRule = {
  code: 'log-bucket-missing',
  misses: true,
  severity: 'error',
  group: 'refused',
  title: 'Logs without a bucket',
  why: 'Logs that are on need a bucket in the same Region.',
  source: userGuide('enable-access-logging'),
  judge: each(loadBalancers, ({ settings, lineOf }) => {
    const on = LOG_KINDS.filter((log) => settings.get(`${log}.s3.enabled`) === 'true');
    if (on.length === 0) return 'not-applicable';
    return on
      .filter((log) => !settings.get(`${log}.s3.bucket`))
      .map((log) => violation(lineOf(`${log}.s3.enabled`), { log }));
  }),
  words: ({ log }) => ({
    what: `${String(log)}.s3.enabled is true, but ${String(log)}.s3.bucket is not set.`,
    remedy: `Set ${String(log)}.s3.bucket to a bucket in the same Region.`,
  }),
};
