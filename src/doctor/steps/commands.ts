// The commands that findings print.
import { awsCall, awsCallCommand } from '../../common/aws-call.ts';
import type { AwsInput, AwsOperations, AwsService } from '../../common/aws-operations.ts';
import { awsCommand, ownCommand } from '../../common/shell.ts';
import type { Context } from '../diagnosis.ts';
import type { Observations, TargetGroup } from '../observations/observations.ts';

/** An `aws` command for the load balancer's Region and the user's profile. */
export const aws = (context: Context, ...args: readonly string[]): string => awsCommand(args, context.aws);

/** An API call as an AWS CLI command. */
export const aCall = <S extends AwsService, O extends AwsOperations[S] & string>(
  context: Context,
  service: S,
  operation: O,
  input: AwsInput<S, O> & object,
): string => awsCallCommand(awsCall(service, operation, input), context.aws);

/** A `generate` command with the config that was given. */
export const generate = (context: Context, ...args: readonly string[]): string =>
  ownCommand(...args, ...context.configOptions);

/** `websocket-alb deploy` for the stack, or for one whose name is unknown. */
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

/** AWS CLI shorthand; values with a comma, quote or space are quoted. */
export const keyValues = (attributes: Iterable<readonly [string, string]>): string[] =>
  [...attributes].map(
    ([key, value]) => `Key=${key},Value=${/^[\w.:/@*-]*$/.test(value) ? value : JSON.stringify(value)}`,
  );
