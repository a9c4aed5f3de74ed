import { certain } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { elbApi } from '../sources.ts';

const TIMEOUT = 'HealthCheckTimeoutSeconds';
const INTERVAL = 'HealthCheckIntervalSeconds';

/** Lowest documented default: the user guide says 5 s, the API reference 6 s, and 10 s for HTTPS. */
const LEAST_DEFAULT = 5;

export const healthCheckTimeout: Rule = {
  code: 'health-check-timeout',
  title: 'Health check timeout that is not below the interval',
  severity: 'error',
  subject: 'target-group',
  reads: [TIMEOUT, INTERVAL],
  why: 'ELB refuses it: "Health check interval must be greater than the timeout". Without a timeout ELB takes five seconds or more.',
  source: elbApi('CreateTargetGroup'),
  basis: certain('ELB’s own message in public reports'),
  judge: (values) => {
    return Number(values[TIMEOUT] ?? LEAST_DEFAULT) < Number(values[INTERVAL]) ? 'met' : 'violated';
  },
  words: (values, name) => ({
    what:
      values[TIMEOUT] === undefined
        ? `${name(INTERVAL)} is ${values[INTERVAL]}, and ${name(TIMEOUT)} is not set, so it is ${LEAST_DEFAULT} seconds at least.`
        : `${name(TIMEOUT)} ${values[TIMEOUT]} is not shorter than ${name(INTERVAL)} ${values[INTERVAL]}.`,
    allowed: `2–120 seconds and below ${name(INTERVAL)}`,
    remedy: `Shorten ${name(TIMEOUT)}, or lengthen ${name(INTERVAL)} (5–300 seconds).`,
  }),
};
