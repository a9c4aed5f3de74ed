// Targets that no other diagnosis explains.
import { certain } from '../../alb/finding.ts';
import { elbApi } from '../../alb/sources.ts';
import { FAILED_STATES, TARGET_HEALTH_REASONS } from '../../alb/target-health.ts';
import { forNumber, many } from '../../common/numbers.ts';
import type { Diagnosis, Step, Violation } from '../diagnosis.ts';
import { descriptionsOf, listTargets } from '../evidence/target-health.ts';
import { healthyTargets, rulesInto, targetsOf, unusedGroups, weighed } from '../evidence/target-groups.ts';
import { observedValue, type TargetGroup, type TargetHealth } from '../observations/observations.ts';
import { showTargets } from '../steps/confirm.ts';

/** These have diagnoses of their own. */
const EXPLAINED: ReadonlySet<string> = new Set([
  'Target.ResponseCodeMismatch',
  'Target.Timeout',
  'Target.FailedHealthChecks',
]);
const EXPLAINED_UNUSED: ReadonlySet<string> = new Set(['Target.InvalidState', 'Target.NotInUse']);
const LEAVING: ReadonlySet<string> = new Set(['draining']);

function isLeftOver({ state, reason = '' }: TargetHealth, isUsed: boolean): boolean {
  if (!isUsed) return FAILED_STATES.has(state);
  if (state === 'unused') return !EXPLAINED_UNUSED.has(reason);
  return state !== 'healthy' && state !== 'initial' && !LEAVING.has(state) && !EXPLAINED.has(reason);
}

/** A Lambda function has no health check unless one is configured. */
const isUnchecked = ({ reason }: TargetHealth): boolean => reason === 'Target.HealthCheckDisabled';

const reasonOf = ({ state, reason }: TargetHealth): string => reason ?? state;

export const targetsUnhealthy: Diagnosis = {
  code: 'targets-unhealthy',
  severity: 'error',
  title: 'Targets are not healthy',
  reasoning:
    'ELB reports the state and the reason of each target. This covers every reason that no other diagnosis explains, known or new, and targets of groups that get no requests.',
  source: elbApi('TargetHealth'),
  basis: certain('the state that ELB reports'),
  judge: (observed, context) => {
    const unused = new Set(unusedGroups(observed).map(({ arn }) => arn));
    return (observedValue(observed.targetGroups) ?? []).flatMap((group): Violation[] => {
      const isUsed = !unused.has(group.arn);
      const left = targetsOf(group).filter(
        (target) => isLeftOver(target, isUsed) && !(group.type === 'lambda' && isUnchecked(target)),
      );
      const reasons = [...new Set(left.map(reasonOf))];
      return reasons.map((reason) => {
        const targets = left.filter((target) => reasonOf(target) === reason);
        const found = violation(group, targets, reason, showTargets(context, group));
        return isUsed
          ? weighed(observed, group, found)
          : {
              ...found,
              subject: group.arn,
              severity: 'info',
              evidence: [...found.evidence, ['rules that send requests to it', 'none']],
            };
      });
    });
  },
};

function violation(
  group: TargetGroup,
  targets: readonly TargetHealth[],
  reason: string,
  look: Step,
): Omit<Violation, 'subject'> {
  const all = targetsOf(group);
  const states = [...new Set(targets.map(({ state }) => state))].join(', ');
  const words = TARGET_HEALTH_REASONS[reason];
  return {
    what: `${targets.length} of ${many(all.length, 'target')} of ${group.name} ${forNumber(targets.length, 'is', 'are')} ${states} (${reason}).`,
    evidence: [
      ['targets', listTargets(targets)],
      ['reason', reason],
      ['in the words of ELB', descriptionsOf(targets)],
      ['healthy targets', healthyTargets(group).length],
    ],
    causes: words?.causes ?? ['See ELB’s description above: this reason is not known here.'],
    steps: [...(words ? [{ kind: 'fix' as const, words: words.remedy }] : []), look],
  };
}

export const targetsStarting: Diagnosis = {
  code: 'targets-starting',
  severity: 'warning',
  title: 'No target is in service yet',
  reasoning:
    'All targets of a group in use are still being registered, or are waiting for their first health check.',
  source: elbApi('TargetHealth'),
  basis: certain('the state that ELB reports'),
  judge: (observed, context) =>
    (observedValue(observed.targetGroups) ?? []).flatMap((group): Violation[] => {
      const targets = targetsOf(group);
      const starting = targets.filter(({ state }) => state === 'initial');
      const isAll =
        starting.length > 0 && targets.every(({ state }) => ['initial', 'draining'].includes(state));
      if (!isAll || rulesInto(observed, group).length === 0) return [];
      const words = TARGET_HEALTH_REASONS['Elb.InitialHealthChecking'];
      return [
        weighed(observed, group, {
          what: `${many(starting.length, 'target')} of ${group.name} ${forNumber(starting.length, 'waits', 'wait')} for a first health check, and none is in service.`,
          evidence: [
            ['targets', listTargets(starting)],
            ['in the words of ELB', descriptionsOf(starting)],
          ],
          causes: words?.causes ?? [],
          steps: [
            ...(words ? [{ kind: 'fix' as const, words: words.remedy }] : []),
            showTargets(context, group),
          ],
        }),
      ];
    }),
};
