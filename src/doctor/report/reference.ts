// The reference of the diagnoses, generated from them.
import { describeBasis } from '../../alb/finding.ts';
import { DIAGNOSES } from '../diagnoses/index.ts';
import { STACK_DIAGNOSES } from '../diagnoses/stack.ts';

const ALL = [...STACK_DIAGNOSES, ...DIAGNOSES];

/** The content of `docs/diagnoses.md`, with one anchor per code. */
export const diagnosesReference = (): string =>
  [
    '# The diagnoses of `websocket-alb doctor`',
    '',
    '<!-- Made from the diagnoses by `npm run generate`. -->',
    '',
    'Errors and warnings are findings (exit code 1); info is only shown. What could not be examined is not judged.',
    'A finding is **certain** where AWS reports it, and **inferred** where it follows from something else and may be wrong.',
    'On a load balancer with several target groups, an error is about those that carry sockets, as far as rules and names',
    'say; the same in another group in use is a warning, and info where ELB sends the group no WebSocket.',
    '',
    ...ALL.flatMap(({ code, severity, title, reasoning, source, basis }) => [
      `## ${code}`,
      '',
      `**${severity}**: ${title}. ${reasoning}`,
      '',
      `${describeBasis(basis)} Source: <${source}>`,
      '',
    ]),
  ].join('\n');
