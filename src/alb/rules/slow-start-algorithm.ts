import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const SLOW_START = 'slow_start.duration_seconds';
const ALGORITHM = 'load_balancing.algorithm.type';

export const slowStartAlgorithm: Rule = {
  code: 'slow-start-algorithm',
  title: 'Slow start with an incompatible algorithm',
  severity: 'error',
  subject: 'target-group',
  reads: [SLOW_START, ALGORITHM],
  why: 'ELB refuses slow start together with least outstanding requests or weighted random.',
  source: userGuide('edit-target-group-attributes'),
  judge: (values) => {
    if (values[SLOW_START] === '0') return 'met';
    return values[ALGORITHM] === 'round_robin' ? 'met' : 'violated';
  },
  words: (values, name) => ({
    what: `${name(SLOW_START)} ${values[SLOW_START]} conflicts with ${name(ALGORITHM)} ${values[ALGORITHM]}: ELB refuses slow start with it.`,
    allowed: `0, or 30–900 seconds with ${name(ALGORITHM)} round_robin`,
    remedy: `Set ${name(SLOW_START)} to 0, or ${name(ALGORITHM)} to round_robin.`,
  }),
};
