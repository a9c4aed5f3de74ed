import { certain } from '../../alb/finding.ts';
import { elbApi } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import { changeLoadBalancer, deployStep } from '../steps/settings.ts';
import { turnOnLog } from '../steps/turn-on-log.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { terminalAction } from '../../alb/topology/reach.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import { liveTopology } from '../evidence/topology.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { expectedByStack } from '../expected/expected.ts';
import { observedValue, type Listener } from '../observations/observations.ts';
import { showFreeAddresses } from '../steps/confirm.ts';

export const loadBalancerState: Diagnosis = {
  code: 'load-balancer-state',
  severity: 'error',
  title: 'The load balancer is not active',
  reasoning:
    'ELB reports it. provisioning: not ready yet; active_impaired: short of capacity; failed: will not become active.',
  source: elbApi('LoadBalancerState'),
  basis: certain('the state that ELB reports'),
  judge: (observed, context) => {
    const { state, stateReason, arn } = observed.loadBalancer;
    if (state === 'active') return [];
    return [
      {
        severity: state === 'provisioning' ? 'warning' : 'error',
        what: `The load balancer is ${state}.`,
        evidence: [
          ['state', state],
          ...(stateReason === undefined ? [] : [['reason', stateReason] as const]),
        ],
        causes:
          state === 'provisioning'
            ? ['It was created a few minutes ago.']
            : ['The subnets have too few free addresses: each needs 8.', 'A quota or a failure of AWS.'],
        steps: [
          showFreeAddresses(context, observed),
          {
            kind: 'confirm',
            words: 'Look again:',
            command: aws(context, 'elbv2', 'describe-load-balancers', '--load-balancer-arns', arn),
          },
        ],
      },
    ];
  },
};

export const noListener: Diagnosis = {
  code: 'no-listener',
  severity: 'error',
  title: 'The load balancer has no listener that forwards',
  reasoning:
    'Without a listener nobody can connect; with only redirects and fixed responses, no socket reaches a target.',
  source: elbApi('DescribeListeners'),
  basis: certain('the listeners and their rules'),
  judge: (observed, context) => {
    const listeners = observedValue(observed.listeners);
    if (!listeners || liveTopology(observed).rules.some(forwards) || listeners.some(isPartlySeen)) return [];
    // A listener that is in the stack but no longer exists is reported separately.
    if (expectedByStack(observed).some(({ kind, arn }) => kind === 'listener' && arn === undefined))
      return [];
    return [
      {
        what: listeners.length === 0 ? 'It has no listener.' : 'No listener forwards to a target group.',
        evidence: [
          ['listeners', listeners.map(({ port, protocol }) => `${protocol} ${port}`).join(', ') || 'none'],
        ],
        causes: ['A listener was deleted by hand.', 'The deployment that creates it failed.'],
        steps: [
          {
            kind: 'confirm',
            words: 'See the listeners:',
            command: aws(
              context,
              'elbv2',
              'describe-listeners',
              '--load-balancer-arn',
              observed.loadBalancer.arn,
            ),
          },
          ...deployStep(context, observed, 'Deploy the config, whose template has the listener:'),
        ],
      },
    ];
  },
};

const forwards = (rule: ListenerRule<string>): boolean => {
  const action = terminalAction(rule);
  return action === UNKNOWN || action?.type === 'forward';
};

/** Rules that could not be read may forward. */
const isPartlySeen = ({ hasAllRules }: Listener): boolean => !hasAllRules;

const ACCESS_LOGS = 'ALB_ACCESS_LOGS';

/** Best practices that the live load balancer does not follow: good to know, but not a failure. */
export const practices: Diagnosis = {
  code: 'practice',
  severity: 'info',
  title: 'Deletion protection or access logs are off',
  reasoning: 'The attributes say so, and no vended log source belongs to the load balancer.',
  source: elbApi('LoadBalancerAttribute'),
  basis: certain('the attributes, and the delivery sources of CloudWatch Logs'),
  judge: (observed, context) => {
    const values = observedValue(observed.attributes);
    const vended = observedValue(observed.vendedLogs);
    return [
      ...(values?.get('deletion_protection.enabled') === 'false'
        ? [
            {
              what: 'Deletion protection is off: a stack deleted by mistake takes the load balancer, its DNS name and all sockets with it.',
              evidence: [['deletion_protection.enabled', 'false'] as const],
              causes: [],
              steps: changeLoadBalancer(context, observed, 'Turn it on:', [
                ['deletion_protection.enabled', 'true'],
              ]),
            },
          ]
        : []),
      // Vended logs are access logs too; if they could not be read, we do not know.
      ...(values?.get('access_logs.s3.enabled') === 'false' &&
      vended?.some(({ logType }) => logType === ACCESS_LOGS) === false
        ? [
            {
              what: 'Access logs are off: nothing shows how long a socket lived or why an upgrade failed.',
              evidence: [
                ['access_logs.s3.enabled', 'false'] as const,
                ['vended access logs', 'none'] as const,
              ],
              causes: [],
              steps: turnOnLog(context, observed, 'access_logs', 'Turn them on.'),
            },
          ]
        : []),
    ];
  },
};
