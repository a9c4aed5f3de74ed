import { certain } from '../finding.ts';
import { FIXED_RESPONSE } from '../limits.ts';
import { UNKNOWN } from '../setting.ts';
import { elbApi } from '../sources.ts';
import type { TopologyJudgement, TopologyRule } from '../topology-rule.ts';
import type { Topology } from '../topology/types.ts';
import { allows, describeValues } from '../values.ts';

const NAMES = { statusCode: 'StatusCode', body: 'MessageBody', contentType: 'ContentType' } as const;

const shown = (part: keyof typeof NAMES, value: string): string =>
  part === 'body' ? `${value.length} characters long` : JSON.stringify(value);

export const fixedResponse: TopologyRule = {
  code: 'fixed-response',
  title: 'Fixed response that ELB refuses',
  severity: 'error',
  subject: 'action',
  why: 'A fixed response has a status 2XX, 4XX or 5XX, at most 1024 characters, and one of five content types.',
  source: elbApi('FixedResponseActionConfig'),
  basis: certain('the API reference'),
  judge<Where>({ rules }: Topology<Where>): TopologyJudgement<Where>[] {
    return rules.flatMap(({ key, actions }) =>
      (actions === UNKNOWN ? [] : actions).flatMap(
        ({ fixedResponse: response, where }): TopologyJudgement<Where>[] => {
          if (!response) return [];
          const parts = (['statusCode', 'body', 'contentType'] as const).map((part) => {
            const value = response[part];
            const isWrong =
              value === undefined
                ? part === 'statusCode'
                : value !== UNKNOWN && !allows(FIXED_RESPONSE[part], value);
            return { part, value, isWrong };
          });
          const wrong = parts.filter(({ isWrong }) => isWrong);
          const isOpen = parts.some(({ value }) => value === UNKNOWN);
          if (wrong.length === 0) return [{ key, verdict: isOpen ? 'not-applicable' : 'met' }];
          const violations = wrong.map(({ part, value }) => ({
            where,
            args: {
              name: NAMES[part],
              value: value === undefined || value === UNKNOWN ? undefined : shown(part, String(value)),
              allowed: describeValues(FIXED_RESPONSE[part]),
            },
          }));
          return [{ key, verdict: violations }];
        },
      ),
    );
  },
  words: ({ name, value, allowed }) => ({
    what: value === undefined ? `${name} is not set.` : `${name} is ${value}.`,
    allowed: String(allowed),
    remedy: 'Use an allowed value; a longer answer needs a target.',
  }),
};
