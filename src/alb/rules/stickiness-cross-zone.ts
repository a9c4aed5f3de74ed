import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const STICKINESS = 'stickiness.enabled';
const CROSS_ZONE = 'load_balancing.cross_zone.enabled';

export const stickinessCrossZone: Rule = {
  code: 'stickiness-cross-zone',
  title: 'Sticky sessions while cross-zone load balancing is off',
  severity: 'error',
  subject: 'target-group',
  reads: [CROSS_ZONE, STICKINESS],
  why: 'Sticky sessions cannot be enabled while cross-zone load balancing is off for the target group.',
  source: userGuide('edit-target-group-attributes'),
  judge: (values) => (values[STICKINESS] === 'true' && values[CROSS_ZONE] === 'false' ? 'violated' : 'met'),
  words: (_values, name) => ({
    what: `${name(CROSS_ZONE)} is false while stickiness (${name(STICKINESS)}) is on: ELB refuses the two together.`,
    allowed: 'true or use_load_balancer_configuration with stickiness',
    remedy: `Set ${name(CROSS_ZONE)} to use_load_balancer_configuration, or turn stickiness off.`,
  }),
};
