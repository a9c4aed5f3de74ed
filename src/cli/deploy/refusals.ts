// Every reason not to send a template, found before anything is sent. Checks of the template against what is deployed
// belong here.
import { KnownError } from '../../common/known-error.ts';
import type { Deployment, Refusal } from './before-sending.ts';
import { missingParameters } from './missing-parameters.ts';
import { forbiddenValues } from './parameter-values.ts';
import { rulePriorities } from './rule-priorities.ts';

const REFUSALS: readonly Refusal[] = [forbiddenValues, missingParameters, rulePriorities];

/** @throws {KnownError} with every reason not to send it. */
export function refuse(deployment: Deployment): void {
  const problems = REFUSALS.flatMap((refusal) => refusal(deployment));
  if (problems.length > 0) throw new KnownError(problems);
}
