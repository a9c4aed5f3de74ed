import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const ALGORITHM = 'load_balancing.algorithm.type';
const STICKINESS = 'stickiness.enabled';

export const weightedRandomStickiness: Rule = {
  code: 'weighted-random-stickiness',
  title: 'Weighted random with sticky sessions',
  severity: 'error',
  subject: 'target-group',
  reads: [ALGORITHM, STICKINESS],
  why: 'Weighted random cannot be used with sticky sessions.',
  source: userGuide('edit-target-group-attributes'),
  judge: (values) =>
    values[ALGORITHM] === 'weighted_random' && values[STICKINESS] === 'true' ? 'violated' : 'met',
  words: (_values, name) => ({
    what: `${name(ALGORITHM)} weighted_random conflicts with stickiness (${name(STICKINESS)}): ELB refuses the two together.`,
    allowed: 'weighted_random without stickiness, or stickiness with another algorithm',
    remedy: `Turn stickiness off in ${name(STICKINESS)}, or set ${name(ALGORITHM)} to least_outstanding_requests.`,
  }),
};
