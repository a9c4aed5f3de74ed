import { elbApi } from '../../alb/sources.ts';
import { aws, deploy, modifyLoadBalancer } from '../steps/commands.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { expectedByStack } from '../expected/expected.ts';
import { observedValue } from '../observations/observations.ts';
import { showFreeAddresses } from '../steps/confirm.ts';

export const loadBalancerState: Diagnosis = {
  code: 'load-balancer-state',
  severity: 'error',
  title: 'The load balancer is not active',
  reasoning:
    'ELB says so itself: provisioning is not yet, active_impaired is not enough capacity, failed is never.',
  source: elbApi('LoadBalancerState'),
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
    'Without a listener nobody can connect; with redirects and fixed answers only, no socket reaches a target.',
  source: elbApi('DescribeListeners'),
  judge: (observed, context) => {
    const listeners = observedValue(observed.listeners);
    if (!listeners || listeners.some(({ targetGroups }) => targetGroups.length > 0)) return [];
    // One that the stack has and ELB has not is told by name.
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
            kind: 'fix',
            words: 'Deploy the template that has the listener:',
            command: deploy(context, observed),
          },
        ],
      },
    ];
  },
};

/** Practices that the live load balancer leaves out. Good to know, and no failure. */
export const practices: Diagnosis = {
  code: 'practice',
  severity: 'info',
  title: 'Deletion protection or access logs are off',
  reasoning: 'The attributes say so.',
  source: elbApi('LoadBalancerAttribute'),
  judge: (observed, context) => {
    const values = observedValue(observed.attributes);
    return [
      ...(values?.get('deletion_protection.enabled') === 'false'
        ? [
            {
              what: 'Deletion protection is off: a stack deleted by mistake takes the load balancer, its DNS name and all sockets with it.',
              evidence: [['deletion_protection.enabled', 'false'] as const],
              causes: ['It is off by default.'],
              steps: [
                {
                  kind: 'fix' as const,
                  words: 'Turn it on:',
                  command: modifyLoadBalancer(context, observed, [['deletion_protection.enabled', 'true']]),
                },
              ],
            },
          ]
        : []),
      ...(values?.get('access_logs.s3.enabled') === 'false'
        ? [
            {
              what: 'Access logs are off: nothing tells how long a socket lived and why an upgrade failed.',
              evidence: [['access_logs.s3.enabled', 'false'] as const],
              causes: ['They are off by default.'],
              steps: [
                {
                  kind: 'fix' as const,
                  words: 'Deploy the template with its log bucket:',
                  command: deploy(context, observed),
                },
              ],
            },
          ]
        : []),
    ];
  },
};
