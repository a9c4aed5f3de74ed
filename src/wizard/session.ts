// One run through the questions: answers in, assignments out. The caller provides who answers and where choices come
// from.
import { parseConfig, validateConfig } from '../config/validate.ts';
import { wordFinding } from '../config/words.ts';
import type { Assignment } from '../config/path.ts';
import type { Config } from '../config/schema/index.ts';
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
  /** Reports why an answer was refused. */
  refuse(reason: string): void;
  /** Lists resources of the account; empty if it cannot be read. */
  lookup(kind: LookupKind, from: string | undefined): Promise<readonly Option[]>;
}

/** Returned instead of an answer, to go back to the previous question. */
export const BACK = ' back';

const TYPE_IT = ' type it';

/**
 * Asks the questions that apply and are not answered yet, and returns the changes. The config is valid after each
 * answer: an answer that would make it invalid is refused and asked for again. {@link BACK} undoes the last answer.
 *
 * @param isNew whether there is no config yet; one that contains only --set values counts as new
 */
export async function runSession(
  input: unknown,
  questions: readonly WizardQuestion[],
  answered: readonly string[],
  respondent: Respondent,
  isNew = isEmpty(input),
): Promise<Assignment[]> {
  // The assignments of each question asked so far, in order.
  const given: { readonly index: number; readonly assignments: readonly Assignment[] }[] = [];
  for (let index = 0; index < questions.length; index++) {
    const question = questions[index];
    if (!question || isAnswered(question, answered)) continue;
    const draft = applyTo(
      input,
      given.flatMap(({ assignments }) => assignments),
    );
    const config = parseConfig(draft);
    if (question.when && !question.when(config)) continue;
    const { lookup } = question;
    const found = lookup ? await respondent.lookup(lookup.kind, lookup.from?.(config)) : [];
    if (question.needsChoices && found.length === 0) continue;
    const assignments = await answerTo(question, { found, draft, config, isNew }, respondent);
    if (assignments !== BACK) given.push({ index, assignments });
    else if (given.length === 0) {
      respondent.refuse('This is the first question.');
      index--;
    } else index = (given.pop()?.index ?? 0) - 1;
  }
  return given.flatMap(({ assignments }) => assignments);
}

const isEmpty = (input: unknown): boolean =>
  input === undefined || input === null || (typeof input === 'object' && Object.keys(input).length === 0);

const isAnswered = ({ keys }: WizardQuestion, answered: readonly string[]): boolean =>
  keys.some((key) => answered.some((set) => set === key || set.startsWith(`${key}.`)));

interface Situation {
  readonly found: readonly Option[];
  readonly draft: unknown;
  readonly config: Config;
  readonly isNew: boolean;
}

/** Asks until the config is valid with the answer. */
async function answerTo(
  question: WizardQuestion,
  { found, draft, config, isNew }: Situation,
  respondent: Respondent,
): Promise<readonly Assignment[] | typeof BACK> {
  const assign = (answer: string) => question.assign(answer, config);
  const validate = (answer: string) => problemWith(applyTo(draft, assign(answer)));
  const initial = question.initial(config, isNew);
  for (;;) {
    const answer = await ask(question, found, initial, validate, respondent);
    if (answer === BACK) return BACK;
    const problem = validate(answer);
    if (problem === true) return assign(answer);
    respondent.refuse(problem);
  }
}

/** True, or one line on why a config would be refused. */
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
  initial: string,
  validate: (answer: string) => true | string,
  respondent: Respondent,
): Promise<string> {
  const { message, options, whenEmpty } = question;
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

/** The question, with the meaning of an empty answer. */
const withEmpty = (message: string, sign: string, meaning: string | undefined): string =>
  meaning === undefined ? message : `${message} (${sign}: ${meaning})`;
