import { certain } from '../../alb/finding.ts';
import { elbApi } from '../../alb/sources.ts';
import { aws } from '../steps/commands.ts';
import { deployStep } from '../steps/settings.ts';
import type { Context, Diagnosis, Violation } from '../diagnosis.ts';
import { expectedByConfig, expectedByStack, expectedValues, type Expected } from '../expected/expected.ts';
import { field, list } from '../calls/answer-fields.ts';
import { observedValue, type Observations } from '../observations/observations.ts';
import { resolveDeep } from '../expected/template-values.ts';

const source = elbApi('CreateListener');

export const listenerMissing: Diagnosis = {
  code: 'listener-missing',
  severity: 'error',
  title: 'A listener of the template is gone',
  reasoning:
    'The stack or the config has a listener on a port where the load balancer has none: clients cannot connect on that port.',
  source,
  basis: certain('the deployed template or the config, and the listeners'),
  judge: (observed, context) => {
    const listeners = observedValue(observed.listeners);
    if (!listeners) return [];
    const byStack = expectedByStack(observed);
    const byConfig = context.config ? expectedByConfig(observed, context.config) : [];
    const missing = [...byStack, ...byConfig].filter(
      ({ kind, arn }) => kind === 'listener' && arn === undefined,
    );
    const ports = new Set<string>();
    return missing.flatMap((wanted): Violation[] => {
      const values = expectedValues(wanted);
      const port = values.get('Port') ?? '';
      if (ports.has(port)) return [];
      ports.add(port);
      const inStack = byStack.includes(wanted);
      return [
        {
          subject: wanted.logicalId,
          what: `${wanted.logicalId}, ${values.get('Protocol') ?? ''} on port ${port}, does not exist.`,
          evidence: [
            [
              'existing listeners',
              listeners.map((one) => `${one.protocol} ${one.port}`).join(', ') || 'none',
            ],
            ['part of', inStack ? `the stack ${observed.stack?.name}` : 'the config'],
          ],
          causes: inStack
            ? ['It was deleted by hand: CloudFormation does not notice, and does not create it again.']
            : ['The config was changed but not deployed.'],
          steps: [
            {
              kind: 'fix',
              words: 'Make it now:',
              command: createListener(wanted, values, observed, context),
            },
            ...(inStack
              ? [
                  {
                    kind: 'fix' as const,
                    words:
                      'Later let CloudFormation own it again: deploy once without the listener, delete the one created by hand, and deploy with it.',
                  },
                ]
              : deployStep(context, observed, 'Or deploy the config:')),
          ],
        },
      ];
    });
  },
};

function createListener(
  { properties, scope }: Expected,
  values: ReadonlyMap<string, string>,
  { loadBalancer }: Observations,
  context: Context,
): string {
  const isHttps = values.get('Protocol') === 'HTTPS';
  const actions = resolveDeep(list(properties, 'DefaultActions'), scope, 'ARN');
  const certificate = values.get('Certificates.CertificateArn') ?? 'CERTIFICATE_ARN';
  const policy = values.get('SslPolicy');
  // Without it, clients would no longer need a certificate.
  const mutual = field(properties, 'MutualAuthentication');
  return aws(
    context,
    'elbv2',
    'create-listener',
    '--load-balancer-arn',
    loadBalancer.arn,
    '--protocol',
    values.get('Protocol') ?? 'PROTOCOL',
    '--port',
    values.get('Port') ?? 'PORT',
    ...(isHttps ? ['--certificates', `CertificateArn=${certificate}`] : []),
    ...(isHttps && policy !== undefined ? ['--ssl-policy', policy] : []),
    ...(mutual === undefined
      ? []
      : ['--mutual-authentication', JSON.stringify(resolveDeep(mutual, scope, 'TRUST_STORE_ARN'))]),
    '--default-actions',
    JSON.stringify(actions),
  );
}

export const listenerReplaced: Diagnosis = {
  code: 'listener-replaced',
  severity: 'info',
  title: 'A listener that CloudFormation does not own replaces one of the stack’s',
  reasoning:
    'The listener that the stack created is gone, and another one has its port. The next update of that listener fails.',
  source,
  basis: certain('the resources of the stack and the listeners'),
  judge: (observed) =>
    expectedByStack(observed).flatMap(({ kind, logicalId, arn, scope }): Violation[] => {
      if (kind !== 'listener' || arn === undefined) return [];
      const owned = observed.stack?.resources.find(
        (one) => one.logicalId === logicalId && one.stackId === scope.stackId,
      );
      if (!owned || owned.physicalId === arn) return [];
      return [
        {
          subject: logicalId,
          what: `${logicalId} of the stack is gone; ${arn} has its port.`,
          evidence: [
            ['of the stack', owned.physicalId],
            ['live', arn],
          ],
          causes: ['The listener was deleted by hand, and created again by hand.'],
          steps: [
            {
              kind: 'fix',
              words: 'Deploy once without the listener, delete the one created by hand, and deploy with it.',
            },
          ],
        },
      ];
    }),
};
