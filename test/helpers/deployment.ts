// `websocket-alb deploy` with a stand-in for the AWS CLI, which creates the change set, and one for CloudFormation, which has
// the stack: moto cannot do this.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { standIn as standInForAws, xmlError, type Asked, type Reply } from './recorded-aws.ts';
import { standIn as standInForCli } from './stand-in.ts';
import { temporaryFolder } from './tools.ts';

export const ARN =
  'arn:aws:cloudformation:eu-west-1:123456789012:changeSet/awscli-cloudformation-package-deploy-1/1';
const STACK_ARN = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/x/1';
const DENIED = 'User: arn:aws:iam::1:user/x is not authorized to perform: cloudformation:';

export interface FakeStack {
  readonly status: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly outputs?: Readonly<Record<string, string>>;
}

/** In the form of DescribeChangeSet. */
export type FakeChange = Readonly<Record<string, unknown>>;

export interface FakeEvent {
  readonly id: string;
  readonly physicalId?: string;
  readonly type?: string;
  readonly status: string;
  readonly reason?: string;
}

export interface Scenario {
  /** Undefined: there is no stack of that name. */
  readonly before?: FakeStack;
  /** Its template. */
  readonly deployed?: string;
  /** What `aws cloudformation deploy` does, in shell; by default it creates the change set. */
  readonly cli?: string;
  readonly changes?: readonly FakeChange[];
  /** The stack's status at each poll after the execution, the last one repeated; default UPDATE_COMPLETE. */
  readonly after?: readonly FakeStack[];
  /** The new events at each of these polls, newest first. */
  readonly events?: readonly (readonly FakeEvent[])[];
  /** Names of unexecuted change sets in the stack. */
  readonly left?: readonly string[];
  readonly instead?: (asked: Asked) => Reply | 'hangs' | undefined;
}

export interface FakeDeployment {
  readonly env: Record<string, string | undefined>;
  /** How often an operation of CloudFormation was called. */
  readonly asked: (operation: string) => number;
  /** The command lines of the AWS CLI. */
  readonly commands: () => string[];
}

export const denied = (operation: string): Reply => xmlError('AccessDenied', `${DENIED}${operation}`, 403);

export async function fakeDeployment(scenario: Scenario): Promise<FakeDeployment> {
  const log = join(temporaryFolder(), 'log');
  const bin = standInForCli(
    `echo "$*" >> '${log}'\n${scenario.cli ?? `echo 'Changeset created successfully.'; echo 'aws cloudformation describe-change-set --change-set-name ${ARN}'`}`,
  );
  let looks = 0;
  let isExecuted = false;
  const statuses = scenario.after ?? [{ status: 'UPDATE_COMPLETE' }];
  const events: FakeEvent[] = [{ id: 'first', status: 'CREATE_COMPLETE' }];
  const current = (): FakeStack | undefined => {
    if (isExecuted) return statuses[Math.min(looks, statuses.length) - 1];
    return scenario.before ?? (existsSync(log) ? { status: 'REVIEW_IN_PROGRESS' } : undefined);
  };
  const answers: Readonly<Record<string, () => Reply>> = {
    DescribeStacks: () => {
      if (isExecuted) looks++;
      const stack = current();
      return stack
        ? answer('DescribeStacks', { Stacks: [described(stack)] })
        : xmlError('ValidationError', 'Stack with id x does not exist');
    },
    GetTemplate: () => answer('GetTemplate', { TemplateBody: scenario.deployed ?? '{"Resources": {}}' }),
    DescribeChangeSet: () =>
      answer('DescribeChangeSet', {
        Changes: (scenario.changes ?? []).map((change) => ({ Type: 'Resource', ResourceChange: change })),
      }),
    ExecuteChangeSet: () => {
      isExecuted = true;
      return answer('ExecuteChangeSet', {});
    },
    DeleteChangeSet: () => answer('DeleteChangeSet', {}),
    DeleteStack: () => answer('DeleteStack', {}),
    ListChangeSets: () =>
      answer('ListChangeSets', {
        Summaries: (scenario.left ?? []).map((name) => ({
          ChangeSetId: `arn:${name}`,
          ChangeSetName: name,
          ExecutionStatus: 'UNAVAILABLE',
          StackName: 'x',
        })),
      }),
    DescribeStackEvents: () => {
      if (isExecuted) events.unshift(...(scenario.events?.[looks - 1] ?? []));
      return answer('DescribeStackEvents', { StackEvents: events.map(describedEvent) });
    },
  };
  const { env, asked } = await standInForAws((one) => scenario.instead?.(one) ?? answers[one.operation]?.());
  return {
    env: { ...env, PATH: `${bin}:/usr/bin:/bin` },
    asked: (operation) => asked.filter((one) => one.operation === operation).length,
    commands: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
  };
}

const described = ({ status, description, parameters = {}, outputs = {} }: FakeStack) => ({
  StackId: STACK_ARN,
  StackName: 'x',
  CreationTime: '2026-01-01T00:00:00Z',
  StackStatus: status,
  ...(description !== undefined && { Description: description }),
  Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  })),
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});

const describedEvent = ({ id, physicalId, type = 'AWS::X::Y', status, reason }: FakeEvent) => ({
  ...(physicalId !== undefined && { PhysicalResourceId: physicalId }),
  EventId: `${id} ${status}`,
  StackId: STACK_ARN,
  StackName: 'x',
  LogicalResourceId: id,
  ResourceType: type,
  ResourceStatus: status,
  Timestamp: '2026-01-01T12:00:00Z',
  ...(reason !== undefined && { ResourceStatusReason: reason }),
});

const answer = (operation: string, result: object): Reply => ({
  body: `<${operation}Response><${operation}Result>${xml(result)}</${operation}Result></${operation}Response>`,
});

function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${xml(item)}</member>`).join('');
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([key, item]) => `<${key}>${xml(item)}</${key}>`)
      .join('');
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
