// The wizard's questions, in the user's terms. Each turns its answer into config keys.
import type { WizardQuestion } from './question.ts';
import { certificateQuestions } from './questions/certificate.ts';
import { networkQuestions } from './questions/network.ts';
import { operationQuestions } from './questions/operation.ts';
import { serverQuestions } from './questions/servers.ts';
import { sharingQuestions } from './questions/sharing.ts';

/** The few questions that everyone is asked. */
export const QUESTIONS: readonly WizardQuestion[] = [
  ...networkQuestions,
  ...certificateQuestions,
  ...serverQuestions,
  ...sharingQuestions,
  ...operationQuestions,
];
