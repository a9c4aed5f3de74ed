import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const TYPE = 'TargetType';
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

export const lambdaCrossZone: Rule = {
  code: 'lambda-cross-zone',
  title: 'Lambda targets while cross-zone load balancing is off',
  severity: 'error',
  subject: 'target-group',
  reads: [CROSS_ZONE, TYPE],
  why: 'Cross-zone load balancing cannot be turned off for a Lambda target group.',
  source: userGuide('edit-target-group-attributes'),
  judge: (values) => {
    if (values[TYPE] !== 'lambda') return 'not-applicable';
    return values[CROSS_ZONE] === 'false' ? 'violated' : 'met';
  },
  words: (_values, name) => ({
    what: `${name(CROSS_ZONE)} is false for a Lambda target group: ELB refuses it.`,
    allowed: 'true or use_load_balancer_configuration',
    remedy: `Remove ${name(CROSS_ZONE)}.`,
  }),
};
