import type { Rule } from '../rule.ts';
import { elbApi } from '../sources.ts';

const MULTI_VALUE = 'lambda.multi_value_headers.enabled';
const TYPE = 'TargetType';

export const lambdaMultiValueHeaders: Rule = {
  code: 'lambda-multi-value-headers',
  title: 'Multi-value headers without Lambda targets',
  severity: 'error',
  subject: 'target-group',
  reads: [MULTI_VALUE, TYPE],
  why: 'Multi-value headers exist for Lambda targets only.',
  source: elbApi('TargetGroupAttribute'),
  judge: (values) => (values[MULTI_VALUE] === 'true' && values[TYPE] !== 'lambda' ? 'violated' : 'met'),
  words: (values, name) => ({
    what: `${name(MULTI_VALUE)} is true for targets of type ${values[TYPE]}: it exists for Lambda targets only.`,
    allowed: 'true only with TargetType lambda',
    remedy: `Remove ${name(MULTI_VALUE)}.`,
  }),
};
