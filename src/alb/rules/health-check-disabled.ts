import type { Rule } from '../rule.ts';
import { elbApi } from '../sources.ts';

const ENABLED = 'HealthCheckEnabled';
const TYPE = 'TargetType';

export const healthCheckDisabled: Rule = {
  code: 'health-check-disabled',
  title: 'Health checks switched off',
  severity: 'error',
  subject: 'target-group',
  reads: [ENABLED, TYPE],
  why: 'Health checks can be turned off for Lambda targets only.',
  source: elbApi('CreateTargetGroup'),
  judge: (values) => (values[ENABLED] === 'false' && values[TYPE] !== 'lambda' ? 'violated' : 'met'),
  words: (values, name) => ({
    what: `${name(ENABLED)} is false for targets of type ${values[TYPE]}: ELB refuses it.`,
    allowed: 'true',
    remedy: `Remove ${name(ENABLED)}.`,
  }),
};
