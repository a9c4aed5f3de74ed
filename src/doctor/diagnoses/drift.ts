// The live settings differ from the stack's template or from the config.
import { certain } from '../../alb/finding.ts';
import { forNumber } from '../../common/numbers.ts';
import { ownStack } from '../evidence/owner.ts';
import { SETTINGS } from '../../alb/rule.ts';
import { cloudFormationApi } from '../../alb/sources.ts';
import { aws, keyValues } from '../steps/commands.ts';
import { deployStep } from '../steps/settings.ts';
import type { Context, Diagnosis, Evidence, Step, Violation } from '../diagnosis.ts';
import {
  differences,
  expectedByConfig,
  expectedByStack,
  expectedValues,
  type Difference,
  type Expected,
} from '../expected/expected.ts';

const source = cloudFormationApi('DetectStackDrift');

const NAMES = {
  'load-balancer': 'load balancer',
  'target-group': 'target group',
  listener: 'listener',
} as const;

/**
 * How to change each property in place: the option of `modify-target-group`, `modify-listener` or a command of its own.
 */
const OPTIONS: Readonly<Record<string, string>> = {
  HealthCheckEnabled: '--health-check-enabled',
  HealthCheckPath: '--health-check-path',
  HealthCheckPort: '--health-check-port',
  HealthCheckProtocol: '--health-check-protocol',
  HealthCheckIntervalSeconds: '--health-check-interval-seconds',
  HealthCheckTimeoutSeconds: '--health-check-timeout-seconds',
  HealthyThresholdCount: '--healthy-threshold-count',
  UnhealthyThresholdCount: '--unhealthy-threshold-count',
  'Matcher.HttpCode': '--matcher',
};
const LISTENER_OPTIONS: Readonly<Record<string, string>> = {
  SslPolicy: '--ssl-policy',
  'Certificates.CertificateArn': '--certificates',
  Port: '--port',
  Protocol: '--protocol',
};

const optionValue = (key: string, value: string): string =>
  key === 'Matcher.HttpCode'
    ? `HttpCode=${JSON.stringify(value)}`
    : key === 'Certificates.CertificateArn'
      ? `CertificateArn=${value}`
      : value;

/** An option with its value; the AWS CLI writes booleans as `--option` and `--no-option`. */
const withValue = (option: string, key: string, value: string): string[] =>
  key === 'HealthCheckEnabled'
    ? [value === 'true' ? option : option.replace(/^--/, '--no-')]
    : [option, optionValue(key, value)];

/** Attributes that ELB accepts only together: the type of stickiness with its cookie, a log with its bucket. */
const TOGETHER = /^(stickiness|\w+_logs)\./;

function withCompanions(wanted: Expected, changed: readonly Difference[]): [string, string][] {
  const groups = new Set(changed.flatMap(({ key }) => TOGETHER.exec(key)?.[0] ?? []));
  const keys = new Set(changed.map(({ key }) => key));
  return [...expectedValues(wanted)].filter(
    // Attributes begin with a lower-case letter, properties with a capital.
    ([key]) => /^[a-z]/.test(key) && (keys.has(key) || groups.has(TOGETHER.exec(key)?.[0] ?? '')),
  );
}

/** The commands that restore the live values. Settings that cannot be changed in place have none. */
function bringBack(wanted: Expected, changed: readonly Difference[], context: Context): string[] {
  const { kind, arn = '' } = wanted;
  const options = kind === 'listener' ? LISTENER_OPTIONS : OPTIONS;
  const properties = changed.filter(({ key }) => options[key] !== undefined);
  const attributes = withCompanions(wanted, changed);
  const commands: string[] = [];
  if (attributes.length > 0)
    commands.push(
      aws(
        context,
        'elbv2',
        `modify-${kind}-attributes`,
        `--${kind}-arn`,
        arn,
        '--attributes',
        ...keyValues(attributes),
      ),
    );
  if (properties.length > 0 && kind !== 'load-balancer')
    commands.push(
      aws(
        context,
        'elbv2',
        kind === 'listener' ? 'modify-listener' : 'modify-target-group',
        `--${kind}-arn`,
        arn,
        ...properties.flatMap(({ key, wanted }) => withValue(options[key] ?? '', key, wanted)),
      ),
    );
  const ipType = changed.find(({ key }) => key === 'IpAddressType');
  if (ipType && kind === 'load-balancer')
    commands.push(
      aws(
        context,
        'elbv2',
        'set-ip-address-type',
        '--load-balancer-arn',
        arn,
        '--ip-address-type',
        ipType.wanted,
      ),
    );
  return commands;
}

const evidenceOf = (changed: readonly Difference[]): Evidence[] =>
  changed.map(({ key, wanted, live }) => [key, `${live || '(empty)'}, wanted ${wanted || '(empty)'}`]);

const keysOf = (changed: readonly Difference[]): string => changed.map(({ key }) => key).join(', ');

export const changedOutsideStack: Diagnosis = {
  code: 'changed-outside-the-stack',
  severity: 'warning',
  title: 'Changed outside CloudFormation',
  reasoning:
    'A live value differs from the stack’s deployed template. CloudFormation does not notice: deploying the same template again changes nothing.',
  source,
  basis: certain('the deployed template and what is live'),
  judge: (observed, context) =>
    expectedByStack(observed).flatMap((wanted): Violation[] => {
      if (wanted.arn === undefined) return [];
      const changed = differences(wanted, observed);
      if (changed.length === 0) return [];
      const commands = bringBack(wanted, changed, context);
      return [
        {
          subject: wanted.arn,
          what: `${NAMES[wanted.kind]} ${wanted.logicalId}: ${keysOf(changed)} ${forNumber(changed.length, 'differs', 'differ')} from the template of the stack.`,
          evidence: evidenceOf(changed),
          causes: [
            'It was changed by hand, in the console or with the AWS CLI.',
            'Another tool manages the same resource.',
          ],
          steps: commands.map((command): Step => ({
            kind: 'fix',
            words: `Restore what the template says, or put the live value into the ${ownStack(observed) ? 'config' : 'template'} and deploy:`,
            command,
          })),
        },
      ];
    }),
};

export const driftFromConfig: Diagnosis = {
  code: 'drift-from-config',
  severity: 'warning',
  title: 'What is deployed differs from the config',
  reasoning: 'A live value differs from the one that the given config’s template would set.',
  source,
  basis: certain('the config and what is live'),
  judge: (observed, context) => {
    if (!context.config) return [];
    const byStack = expectedByStack(observed);
    return expectedByConfig(observed, context.config).flatMap((wanted): Violation[] => {
      if (wanted.arn === undefined) return [];
      const deployed = byStack.find(({ arn }) => arn === wanted.arn);
      const inTemplate = deployed && expectedValues(deployed);
      // Changes that were only made by hand are reported by the diagnosis above.
      const changed = differences(wanted, observed).filter(
        ({ key, wanted: value }) => inTemplate?.get(key) !== value,
      );
      if (changed.length === 0) return [];
      return [
        {
          subject: wanted.arn,
          what: `${NAMES[wanted.kind]} ${wanted.logicalId}: ${keysOf(changed)} ${forNumber(changed.length, 'differs', 'differ')} from the config.`,
          evidence: [...evidenceOf(changed), ...configKeys(wanted, changed)],
          causes: [
            observed.stack
              ? 'The config was changed but not deployed.'
              : 'The config is not the one that was deployed.',
            'It was deployed from another config.',
          ],
          steps: [
            ...deployStep(context, observed, 'Deploy the config:'),
            ...bringBack(wanted, changed, context).map((command): Step => ({
              kind: 'fix',
              words: observed.stack
                ? 'Or set the value at once, until the next deployment:'
                : 'Set it as the config says:',
              command,
            })),
          ],
        },
      ];
    });
  },
};

function configKeys({ kind }: Expected, changed: readonly Difference[]): Evidence[] {
  const keys = [...new Set(changed.flatMap(({ key }) => SETTINGS[kind][key]?.configKey ?? []))];
  return keys.length === 0 ? [] : [['keys of the config', keys.join(', ')]];
}
