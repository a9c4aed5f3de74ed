// The type of a diagnosis, and what several of them need.
import type { FindingSeverity } from '../common/severity.ts';
import { settingValue } from '../alb/rule.ts';
import type { Config } from '../config/schema/index.ts';
import { total, type MetricReadings } from './metrics.ts';
import { seen, type Observations, type TargetGroup, type TargetHealth } from './observations.ts';
import { awsCommand, generateCommand, type AwsOptions } from '../common/shell.ts';
import type { MetricName } from '../alb/metrics.ts';

/** A number, an id or a time that was seen, and what it is. */
export type Evidence = readonly [name: string, value: string | number];

export interface Step {
  /** `fix` changes something, `confirm` only looks. Neither is run by the doctor. */
  readonly kind: 'fix' | 'confirm';
  readonly words: string;
  /** Ready for a shell; absent where the change is in code. Words in capitals stand for what is not known. */
  readonly command?: string;
}

/** One thing that is wrong with one subject. */
export interface Violation {
  /** The name or ARN of what it is about; the load balancer when absent. */
  readonly subject?: string;
  /** Where it weighs other than the diagnosis says. */
  readonly severity?: FindingSeverity;
  readonly what: string;
  readonly evidence: readonly Evidence[];
  /** The likely causes, the likeliest first. */
  readonly causes: readonly string[];
  readonly steps: readonly Step[];
}

/** How the user called, as far as commands repeat it. */
export interface Context {
  readonly aws: AwsOptions;
  readonly config: Config | undefined;
  /** The options that name the config, for `generate`. */
  readonly configOptions: readonly string[];
}

export interface Diagnosis {
  /** Stable, for tests and for programs. */
  readonly code: string;
  readonly severity: FindingSeverity;
  /** What is wrong, as a heading. */
  readonly title: string;
  /** How it follows from what is seen. */
  readonly reasoning: string;
  readonly source: string;
  judge(observed: Observations, context: Context): readonly Violation[];
}

/** An `aws` command for the Region of the load balancer and the profile of the user. */
export const aws = (context: Context, ...args: readonly string[]): string => awsCommand(args, context.aws);

/** A `generate` command, with the config that was given. */
export const generate = (context: Context, ...args: readonly string[]): string =>
  generateCommand(...args, ...context.configOptions);

/** `generate deploy` of the stack, or of one whose name is not known. */
export const deploy = (context: Context, { stack, region }: Observations): string =>
  generate(
    context,
    'deploy',
    '--stack-name',
    stack?.name ?? 'STACK_NAME',
    '--region',
    region,
    ...(context.aws.profile === undefined ? [] : ['--profile', context.aws.profile]),
  );

export const modifyLoadBalancer = (
  context: Context,
  { loadBalancer }: Observations,
  attributes: Iterable<readonly [string, string]>,
): string =>
  aws(
    context,
    'elbv2',
    'modify-load-balancer-attributes',
    '--load-balancer-arn',
    loadBalancer.arn,
    '--attributes',
    ...keyValues(attributes),
  );

export const modifyTargetGroup = (
  context: Context,
  { arn }: TargetGroup,
  attributes: Iterable<readonly [string, string]>,
): string =>
  aws(
    context,
    'elbv2',
    'modify-target-group-attributes',
    '--target-group-arn',
    arn,
    '--attributes',
    ...keyValues(attributes),
  );

/** The AWS CLI's shorthand; a value that has a comma, a quote or a space is put in quotes of its own. */
export const keyValues = (attributes: Iterable<readonly [string, string]>): string[] =>
  [...attributes].map(
    ([key, value]) => `Key=${key},Value=${/^[\w.:/@*-]*$/.test(value) ? value : JSON.stringify(value)}`,
  );

const number = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/** Seconds; undefined when the attributes were not seen. */
export const idleTimeout = ({ attributes }: Observations): number | undefined =>
  number(seen(attributes)?.get('idle_timeout.timeout_seconds'));

/** The target groups that a listener or a rule forwards to; all of them when the listeners were not seen. */
export function groupsInUse({ listeners, targetGroups }: Observations): readonly TargetGroup[] {
  const groups = seen(targetGroups) ?? [];
  const all = seen(listeners);
  return all
    ? groups.filter(({ arn }) => all.some((listener) => listener.targetGroups.includes(arn)))
    : groups;
}

export const targetsOf = ({ targets }: TargetGroup): readonly TargetHealth[] => seen(targets) ?? [];

/** Seconds that a target taken out keeps its connections; ELB's default when not seen. */
export const deregistrationDelay = ({ settings }: TargetGroup): number =>
  Number(settingValue('target-group', settings, 'deregistration_delay.timeout_seconds'));

/** The sums of metrics in the window; undefined when CloudWatch was not seen. */
export function sums<M extends MetricName>(
  observed: Observations,
  ...metrics: readonly M[]
): (Readonly<Record<M, number>> & { readonly readings: MetricReadings }) | undefined {
  const readings = seen(observed.metrics);
  if (!readings) return undefined;
  const entries = metrics.map((metric) => [metric, total(readings, metric)]);
  return { ...(Object.fromEntries(entries) as Record<M, number>), readings };
}

/** The logs can tell more: the command that reads those of the window; nothing while access logs are off. */
export function readLogs(context: Context, observed: Observations, words: string): Step[] {
  const values = seen(observed.attributes);
  const bucket = values?.get('access_logs.s3.bucket') ?? '';
  if (values?.get('access_logs.s3.enabled') !== 'true' || bucket === '') return [];
  const prefix = values.get('access_logs.s3.prefix') ?? '';
  const idle = idleTimeout(observed);
  const command = generateCommand(
    'logs',
    ['s3:/', bucket, ...(prefix === '' ? [] : [prefix])].join('/'),
    '--since',
    observed.window.from,
    ...(idle === undefined ? [] : ['--idle-timeout', String(idle)]),
    '--region',
    observed.region,
    ...(context.aws.profile === undefined ? [] : ['--profile', context.aws.profile]),
  );
  return [{ kind: 'confirm', words, command }];
}
