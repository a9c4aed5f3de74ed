import type { Rule } from '../rule.ts';
import { elbApi } from '../sources.ts';

const TIMEOUT = 'HealthCheckTimeoutSeconds';
const INTERVAL = 'HealthCheckIntervalSeconds';

export const healthCheckTimeout: Rule = {
  code: 'health-check-timeout',
  title: 'Health check timeout that is not below the interval',
  severity: 'error',
  subject: 'target-group',
  reads: [TIMEOUT, INTERVAL],
  why: 'A health check that may take as long as the interval overlaps the next one; AWS CDK refuses it.',
  source: elbApi('CreateTargetGroup'),
  judge: (values) => {
    if (values[TIMEOUT] === undefined) return 'not-applicable';
    return Number(values[TIMEOUT]) < Number(values[INTERVAL]) ? 'met' : 'violated';
  },
  words: (values, name) => ({
    what: `${name(TIMEOUT)} ${values[TIMEOUT]} is not shorter than ${name(INTERVAL)} ${values[INTERVAL]}.`,
    allowed: `2–120 seconds and below ${name(INTERVAL)}`,
    remedy: `Shorten ${name(TIMEOUT)}, or lengthen ${name(INTERVAL)} (5–300 seconds).`,
  }),
};
