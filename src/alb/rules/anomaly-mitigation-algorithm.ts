import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const MITIGATION = 'load_balancing.algorithm.anomaly_mitigation';
const ALGORITHM = 'load_balancing.algorithm.type';

export const anomalyMitigationAlgorithm: Rule = {
  code: 'anomaly-mitigation-algorithm',
  title: 'Anomaly mitigation without weighted random',
  severity: 'error',
  subject: 'target-group',
  reads: [MITIGATION, ALGORITHM],
  why: 'Anomaly mitigation exists for weighted random only.',
  source: userGuide('edit-target-group-attributes'),
  judge: (values) =>
    values[MITIGATION] === 'on' && values[ALGORITHM] !== 'weighted_random' ? 'violated' : 'met',
  words: (values, name) => ({
    what: `${name(MITIGATION)} is on while ${name(ALGORITHM)} is ${values[ALGORITHM]}: ELB offers anomaly mitigation for weighted_random only.`,
    allowed: `on only with ${name(ALGORITHM)} weighted_random`,
    remedy: `Turn ${name(MITIGATION)} off, or set ${name(ALGORITHM)} to weighted_random (which excludes stickiness).`,
  }),
};
