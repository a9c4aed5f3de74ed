// What a stack's own status shows, with or without a load balancer.
import { certain } from '../../alb/finding.ts';
import { remedyFor } from '../../alb/failure-reasons.ts';
import { cloudFormationApi } from '../../alb/sources.ts';
import type { Collected } from '../collect/collect.ts';
import { aws, generate } from '../steps/commands.ts';
import type { Context, Diagnosis, Step, Violation } from '../diagnosis.ts';
import { isFromThisTool } from '../evidence/owner.ts';
import { observedValue, type Stack } from '../observations/observations.ts';

/** A diagnosis of a stack rather than of one of its load balancers. */
export interface StackDiagnosis extends Omit<Diagnosis, 'judge'> {
  judge(collected: Collected, context: Context): readonly Violation[];
}

const source = cloudFormationApi('Stack');
const SHOWN_EVENTS = 5;

const stackFailed: StackDiagnosis = {
  code: 'stack-failed',
  severity: 'error',
  title: 'The last operation of the stack failed',
  reasoning:
    'The status of the stack shows it; the events that failed on their own, not because another one did, show why.',
  source,
  basis: certain('the status and the events of the stack'),
  judge({ stack }, context) {
    if (!stack || !/FAILED|ROLLBACK/.test(stack.status)) return [];
    const events = observedValue(stack.failures) ?? [];
    const isRolledBack = stack.status === 'UPDATE_ROLLBACK_COMPLETE';
    return [
      {
        subject: stack.name,
        // It is as it was before the update: nothing is broken, but nothing new was deployed.
        severity: isRolledBack ? 'warning' : 'error',
        what: `The stack ${stack.name} is ${stack.status}${isRolledBack ? ': it is as it was before the last update' : ''}.`,
        evidence: [
          ['status', stack.status],
          ...(stack.statusReason === undefined ? [] : [['reason', stack.statusReason] as const]),
          ...events
            .slice(0, SHOWN_EVENTS)
            .map(
              (event) =>
                [
                  `${event.time} ${event.logicalId} ${event.status}`,
                  event.reason ?? 'no reason given',
                ] as const,
            ),
        ],
        causes: [...new Set(events.flatMap(({ reason = '' }) => remedyFor(reason) ?? []))],
        steps: steps(stack, context),
      },
    ];
  },
};

function steps(stack: Stack, context: Context): Step[] {
  const { name, status } = stack;
  const again: Step = isFromThisTool(stack)
    ? {
        kind: 'fix',
        words: 'Fix the cause, and deploy again:',
        command: generate(context, 'deploy', '--stack-name', name, ...target(context)),
      }
    : { kind: 'fix', words: 'Fix the cause, and deploy the stack again as it was deployed before.' };
  const events: Step = {
    kind: 'confirm',
    words: 'See all events:',
    command: aws(context, 'cloudformation', 'describe-stack-events', '--stack-name', name),
  };
  if (status === 'ROLLBACK_COMPLETE' || status === 'ROLLBACK_FAILED' || status === 'CREATE_FAILED')
    return [
      {
        kind: 'fix',
        words: 'A stack whose creation failed can only be deleted:',
        command: aws(context, 'cloudformation', 'delete-stack', '--stack-name', name),
      },
      again,
      events,
    ];
  if (status === 'UPDATE_ROLLBACK_FAILED')
    return [
      {
        kind: 'fix',
        words: 'Continue the rollback:',
        command: aws(context, 'cloudformation', 'continue-update-rollback', '--stack-name', name),
      },
      again,
      events,
    ];
  return [again, events];
}

const target = ({ aws: { region, profile } }: Context): string[] => [
  ...(region === undefined ? [] : ['--region', region]),
  ...(profile === undefined ? [] : ['--profile', profile]),
];

const stackInProgress: StackDiagnosis = {
  code: 'stack-in-progress',
  severity: 'info',
  title: 'The stack is being changed',
  reasoning: 'What is observed now may change within a minute.',
  source,
  basis: certain('the status of the stack'),
  judge: ({ stack }, context) =>
    stack?.status.endsWith('_IN_PROGRESS') && !stack.status.includes('ROLLBACK')
      ? [
          {
            subject: stack.name,
            what: `The stack ${stack.name} is ${stack.status}.`,
            evidence: [['status', stack.status]],
            causes: ['A deployment is in progress.'],
            steps: [
              {
                kind: 'confirm',
                words: 'Follow it:',
                command: aws(
                  context,
                  'cloudformation',
                  'describe-stack-events',
                  '--stack-name',
                  stack.name,
                  '--max-items',
                  '20',
                ),
              },
            ],
          },
        ]
      : [],
};

const loadBalancerGone: StackDiagnosis = {
  code: 'load-balancer-gone',
  severity: 'error',
  title: 'The stack’s load balancer no longer exists',
  reasoning: 'The stack lists it, but ELB does not know it.',
  source,
  basis: certain('the resources of the stack and ELB’s answer'),
  judge: ({ stack, gone }, context) =>
    gone.map(({ logicalId, physicalId }) => ({
      subject: physicalId,
      what: `${logicalId} of the stack ${stack?.name} does not exist.`,
      evidence: [['ARN', physicalId]],
      causes: ['It was deleted by hand. Deletion protection would have prevented that.'],
      steps: [
        stack && isFromThisTool(stack)
          ? {
              kind: 'fix' as const,
              words: 'Deploy it as another stack, and delete this one. Clients need the new DNS name:',
              command: generate(context, 'deploy', '--stack-name', 'NEW_STACK_NAME', ...target(context)),
            }
          : {
              kind: 'fix' as const,
              words:
                'Deploy its template as another stack, and delete this one. Clients need the new DNS name.',
            },
      ],
    })),
};

export const STACK_DIAGNOSES: readonly StackDiagnosis[] = [stackFailed, loadBalancerGone, stackInProgress];
