import { ignoresOf } from '../ignore.ts';
import { userGuide } from '../../alb/sources.ts';
import { violation, type CheckRule, type Judgement } from '../rule.ts';

const CODE = 'ignore-invalid';

/** Gets the rules through a predicate, so that it can be part of the rule list itself. */
export const ignoreRule = (isRule: (code: string) => boolean): CheckRule => ({
  code: CODE,
  severity: 'warning',
  group: 'template',
  title: 'Ignore without a reason, or for a rule that does not exist',
  why: 'Without a reason the next reader cannot judge an ignore, so it does not count.',
  source: userGuide('introduction'),
  judge: ({ template }) =>
    ignoresOf(template).flatMap(({ id, line, code, reason }): Judgement[] => {
      const resource = template.resources.get(id);
      if (!resource) return [];
      const exists = code === CODE || isRule(code);
      if (exists && reason !== undefined) return [{ verdict: 'met', resource }];
      return [{ verdict: 'violated', resource, ...violation(line, { code, exists }) }];
    }),
  words: ({ code, exists }) => ({
    what:
      exists === true
        ? `The ignore of ${String(code)} has no reason.`
        : `There is no rule ${JSON.stringify(code)} to ignore.`,
    allowed: '{ code: …, reason: … }',
    remedy: exists === true ? 'Say why in reason.' : '`websocket-alb check --list-rules` lists all codes.',
  }),
});
