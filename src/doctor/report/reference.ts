// The reference of the diagnoses, made from them.
import { DIAGNOSES } from '../diagnoses/index.ts';
import { STACK_DIAGNOSES } from '../diagnoses/stack.ts';

const ALL = [...STACK_DIAGNOSES, ...DIAGNOSES];

/** `docs/diagnoses.md`: one anchor a code. */
export const diagnosesReference = (): string =>
  [
    '# The diagnoses of `generate doctor`',
    '',
    '<!-- Made from the diagnoses by `npm run generate`. -->',
    '',
    'Errors and warnings are findings (exit code 1); info is shown only. What could not be seen is not judged.',
    '',
    ...ALL.flatMap(({ code, severity, title, reasoning, source }) => [
      `## ${code}`,
      '',
      `**${severity}**: ${title}. ${reasoning}`,
      '',
      `Source: <${source}>`,
      '',
    ]),
  ].join('\n');
