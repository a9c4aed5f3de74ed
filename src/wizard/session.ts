// One run through questions: answers in, assignments out. Who asks, and where choices come from, is given.
import { parseConfig, validateConfig } from '../config/validate.ts';
import { wordFinding } from '../config/words.ts';
import type { Assignment } from '../config/path.ts';
import { applyTo } from './change.ts';
import type { LookupKind, Option, WizardQuestion } from './question.ts';

/** A person, or a test. */
export interface Respondent {
  /** Asks for text until `validate` returns true; a string says what is wrong with the answer. */
  text(message: string, initial: string, validate: (answer: string) => true | string): Promise<string>;
  choice(message: string, options: readonly Option[], initial: string): Promise<string>;
  several(
    message: string,
    options: readonly Option[],
    initial: readonly string[],
    validate: (answer: string) => true | string,
  ): Promise<string>;
  /** An answer that a choice cannot have, and why. */
  refuse(reason: string): void;
  /** What the account has; empty when it cannot be asked. */
  lookup(kind: LookupKind, from: string | undefined): Promise<readonly Option[]>;
}

const TYPE_IT = ' type it';

/**
 * Asks the questions that apply and are not answered yet, and returns what to change. The config is valid after each
 * answer: one that would make it invalid is asked again.
 */
export async function runSession(
  input: unknown,
  questions: readonly WizardQuestion[],
  answered: readonly string[],
  respondent: Respondent,
): Promise<Assignment[]> {
  const assignments: Assignment[] = [];
  for (const question of questions) {
    const draft = applyTo(input, assignments);
    const config = parseConfig(draft);
    if (question.when && !question.when(config)) continue;
    if (question.keys.some((key) => answered.some((set) => set === key || set.startsWith(`${key}.`))))
      continue;
    const assign = (answer: string) => question.assign(answer, config);
    const validate = (answer: string) => problemWith(applyTo(draft, assign(answer)));
    const { lookup } = question;
    const found = lookup ? await respondent.lookup(lookup.kind, lookup.from?.(config)) : [];
    if (question.needsChoices && found.length === 0) continue;
    for (;;) {
      const answer = await ask(question, found, draft, validate, respondent);
      const problem = validate(answer);
      if (problem === true) {
        assignments.push(...assign(answer));
        break;
      }
      respondent.refuse(problem);
    }
  }
  return assignments;
}

/** True, or why a config would be refused, in a line. */
function problemWith(candidate: unknown): true | string {
  const result = validateConfig(candidate);
  if (result.ok) return true;
  const first = result.findings.find(({ severity }) => severity === 'error');
  if (!first) return true;
  const { what, allowed } = wordFinding(first);
  return allowed ? `${what} Allowed: ${allowed}.` : what;
}

async function ask(
  question: WizardQuestion,
  found: readonly Option[],
  draft: unknown,
  validate: (answer: string) => true | string,
  respondent: Respondent,
): Promise<string> {
  const config = parseConfig(draft);
  const { message, options, whenEmpty } = question;
  const initial = question.initial(config);
  if (question.kind === 'choice' && options) return respondent.choice(message, options, initial);
  if (found.length > 0 && question.kind === 'several')
    return respondent.several(
      withEmpty(message, 'none', whenEmpty),
      found,
      initial.split(/[\s,]+/),
      validate,
    );
  if (found.length > 0) {
    const answer = await respondent.choice(
      message,
      [
        ...(whenEmpty === undefined ? [] : [{ label: whenEmpty, value: '' }]),
        ...found,
        { label: 'another: type it', value: TYPE_IT },
      ],
      initial,
    );
    if (answer !== TYPE_IT) return answer;
  }
  return respondent.text(withEmpty(message, 'empty', whenEmpty), initial, validate);
}

/** The question, with what no answer means. */
const withEmpty = (message: string, sign: string, meaning: string | undefined): string =>
  meaning === undefined ? message : `${message} (${sign}: ${meaning})`;
