// Interactive questions. The library is loaded for the first one, and writes to stderr.
import { KnownError } from '../../common/known-error.ts';
import { safeText } from './safe-text.ts';
import { terminal } from './terminal.ts';

/** Ctrl-C at a question: the conventional exit code after SIGINT. */
const EXIT_INTERRUPTED = 130;

/** Asks yes or no; the default is no unless `byDefault` is true. */
export const confirm = async (message: string, byDefault = false): Promise<boolean> =>
  ask<boolean>({ type: 'confirm', message, default: byDefault });

export interface Question {
  readonly type: 'confirm' | 'input' | 'select' | 'checkbox';
  readonly message: string;
  readonly default?: unknown;
  readonly choices?: readonly {
    readonly name: string;
    readonly value: unknown;
    readonly checked?: boolean;
  }[];
  readonly validate?: (answer: never) => true | string;
}

/** A key that ends a question at once, where nothing is typed, and the answer that it stands for. */
export interface EndKey<T> {
  readonly key: string;
  readonly answer: T;
}

/** Asks one question. */
export async function ask<T>(question: Question, endKey?: EndKey<T>): Promise<T> {
  const { default: inquirer } = await import('inquirer');
  const end = new AbortController();
  const prompt = inquirer.createPromptModule({ output: process.stderr, signal: end.signal });
  const onKey = (key: string | undefined) => {
    if (key === endKey?.key) end.abort();
  };
  if (endKey) process.stdin.on('keypress', onKey);
  try {
    const { answer } = (await prompt([{ ...safe(question), name: 'answer' } as never])) as { answer: T };
    return answer;
  } catch (error) {
    if (endKey && end.signal.aborted) return endKey.answer;
    if (error instanceof Error && error.name === 'ExitPromptError')
      throw new KnownError('Interrupted. Nothing was changed.', { exitCode: EXIT_INTERRUPTED, cause: error });
    throw error;
  } finally {
    process.stdin.removeListener('keypress', onKey);
  }
}

/** The library writes to the terminal itself, so its texts are escaped beforehand. */
function safe(question: Question): Question {
  const text = (words: string): string => safeText(words, terminal().isUnicode);
  return {
    ...question,
    message: text(question.message),
    ...(question.choices && { choices: question.choices.map((one) => ({ ...one, name: text(one.name) })) }),
  };
}
