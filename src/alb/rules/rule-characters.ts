// Characters in the hosts and paths of rule conditions.
import { certain } from '../finding.ts';
import { HOST_PATTERN, PATH_PATTERN } from '../limits.ts';
import { UNKNOWN } from '../setting.ts';
import { userGuide } from '../sources.ts';
import type { TopologyJudgement, TopologyRule } from '../topology-rule.ts';
import type { Topology } from '../topology/types.ts';

const page = userGuide('rule-condition-types');

/** Judges each listener rule by the values of its conditions on one field. */
const judgeValues =
  (field: string, isWrong: (value: string) => boolean): TopologyRule['judge'] =>
  <Where>({ rules }: Topology<Where>): TopologyJudgement<Where>[] =>
    rules
      .filter(({ isDefault }) => !isDefault)
      .map(({ key, conditions }) => {
        if (conditions === UNKNOWN) return { key, verdict: 'not-applicable' };
        const own = conditions.filter((one) => one.field === field);
        const wrong = own.flatMap(({ values, where }) =>
          (values === UNKNOWN ? [] : values)
            .filter((value) => value !== UNKNOWN && isWrong(value))
            .map((value) => ({ where, args: { value: String(value).slice(0, 60) } })),
        );
        if (wrong.length > 0) return { key, verdict: wrong };
        const isOpen = conditions.some(
          (one) => one.field === UNKNOWN || one.values === UNKNOWN || one.values.includes(UNKNOWN),
        );
        return { key, verdict: isOpen ? 'not-applicable' : 'met' };
      });

const HOST_CHARACTERS = /^[A-Za-z0-9\-.*?]*$/;

/** A wildcard can stand for a dot or a letter, so the shape is checked only for values without wildcards. */
const isNoHost = (value: string): boolean =>
  !HOST_CHARACTERS.test(value) || (!/[*?]/.test(value) && !HOST_PATTERN.pattern.test(value));

export const ruleHostCharacters: TopologyRule = {
  code: 'rule-host-characters',
  title: 'Host that a condition does not accept',
  severity: 'error',
  subject: 'listener-rule',
  why: 'ELB accepts names that contain a dot and have only letters after the last one: no scheme, no port, no path, no address.',
  source: page,
  basis: certain(
    'the user guide, and ELB’s own message in public reports: "Condition value … contains a character that is not valid"',
  ),
  judge: judgeValues('host-header', isNoHost),
  words: ({ value }) => ({
    what: `The host is ${JSON.stringify(value)}.`,
    allowed: HOST_PATTERN.words,
    remedy: 'Write the name alone, such as ws.example.com; for a port or an address use RegexValues.',
  }),
};

/** A query in a path is reported by a rule of its own. */
const QUERY = /[?&][^/]*=[^/]*/g;
const PATH_CHARACTERS = /^[A-Za-z0-9_\-.$/~"'@:+&*?]*$/;

export const rulePathCharacters: TopologyRule = {
  code: 'rule-path-characters',
  title: 'Path with characters that the user guide does not list',
  severity: 'warning',
  subject: 'listener-rule',
  why: 'The user guide lists the characters of a path pattern; with others the rule may be refused, or match nothing.',
  source: page,
  basis: certain('the list in the user guide; a refusal was not seen'),
  judge: judgeValues('path-pattern', (value) => !PATH_CHARACTERS.test(value.replace(QUERY, ''))),
  words: ({ value }) => ({
    what: `The path pattern is ${JSON.stringify(value)}.`,
    allowed: PATH_PATTERN.words,
    remedy: 'Put a wildcard in place of the other characters, or use RegexValues.',
  }),
};
