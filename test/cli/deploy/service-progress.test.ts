// A stack with an ECS service: what ECS reports while CloudFormation waits, and why its tasks stopped.
import { expect, it } from 'vitest';
import { generate } from '../../helpers/cli.ts';
import { fakeDeployment, type Scenario } from '../../helpers/deployment.ts';
import { jsonError, type Asked, type Reply } from '../../helpers/recorded-aws.ts';

const ARN = 'arn:aws:ecs:eu-west-1:123456789012:service/chat/server';
const FAILED = 'Resource handler returned message: "ECS Deployment Circuit Breaker was triggered."';
const START = Date.parse('2026-01-01T12:00:00Z') / 1000;

const json = (value: object): Reply => ({
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify(value),
});

const event = (id: string, seconds: number, message: string) => ({ id, createdAt: START + seconds, message });

/** The state of ECS at each poll, newest event first. */
function ecs({ operation, times }: Asked): Reply | undefined {
  switch (operation) {
    case 'DescribeServices': {
      const events = [
        event('3', 90, '(service server) (task 7) failed ELB health checks in target-group chat.'),
        event('2', 5, '(service server) has started 2 tasks.'),
        event('1', -9999, '(service server) has reached a steady state.'),
      ];
      return json({ services: [{ events: times > 1 ? events : events.slice(1) }] });
    }
    case 'ListTasks':
      return json({ taskArns: ['arn:task/1', 'arn:task/2'] });
    case 'DescribeTasks':
      return json({
        tasks: ['1', '2'].map((each) => ({
          taskArn: `arn:aws:ecs:eu-west-1:123456789012:task/chat/task${each}`,
          taskDefinitionArn: 'arn:aws:ecs:eu-west-1:123456789012:task-definition/chat:1',
          stoppedReason: 'Essential container in task exited',
          containers: [{ name: 'server', exitCode: 137, reason: 'OutOfMemoryError: Container killed' }],
        })),
      });
    case 'DescribeTaskDefinition':
      return json({
        taskDefinition: {
          containerDefinitions: [
            {
              name: 'server',
              logConfiguration: { options: { 'awslogs-group': '/chat', 'awslogs-stream-prefix': 'sockets' } },
            },
          ],
        },
      });
    case 'GetLogEvents':
      return json({
        events: ['Listening on port 8080', '\u001B[2J\u001B[31mred\rgone\n::error::x'].map((message) => ({
          timestamp: START,
          message,
        })),
      });
    default:
      return undefined;
  }
}

const service = (status: string, reason?: string) => ({
  id: 'WebSocketService',
  physicalId: ARN,
  type: 'AWS::ECS::Service',
  status,
  ...(reason !== undefined && { reason }),
});

const scenario = (instead: Scenario['instead']): Scenario => ({
  after: [
    { status: 'CREATE_IN_PROGRESS' },
    { status: 'ROLLBACK_IN_PROGRESS' },
    { status: 'ROLLBACK_COMPLETE' },
  ],
  events: [[service('CREATE_IN_PROGRESS')], [service('CREATE_FAILED', FAILED)]],
  ...(instead && { instead }),
});

async function deploy(instead: Scenario['instead']) {
  const fake = await fakeDeployment(scenario(instead));
  const input = 'Resources: {T: {Type: AWS::SNS::Topic}}';
  return { ...(await generate(['deploy', '--stack-name', 'x'], { input, env: fake.env })), fake };
}

it("shows the service's events since the deployment began, and why its tasks stopped", async () => {
  const { status, stderr, fake } = await deploy(ecs);
  expect(status).toBe(255);
  const lines = stderr.split('\n');
  expect(lines.filter((line) => line.includes('  ECS  '))).toEqual([
    '12:00:05  ECS  (service server) has started 2 tasks.',
    '12:01:30  ECS  (service server) (task 7) failed ELB health checks in target-group chat.',
  ]);
  expect(stderr).toContain(
    'Why its tasks stopped:\n  Essential container in task exited; container server exited with 137: OutOfMemoryError: Container killed\n',
  );
  expect(stderr).toContain(
    '    the last lines of container server (/chat, sockets/server/task1):\n    | Listening on port 8080\n',
  );
  // Log text moves no cursor, sets no colour, and starts no line.
  // eslint-disable-next-line no-control-regex
  expect(stderr).not.toMatch(/[\u001B\r]/);
  expect(stderr).not.toMatch(/^\s*::error/m);
  expect(fake.asked('GetLogEvents')).toBe(1);
});

it.each([
  ['AccessDeniedException', 'its log could not be read: needs permission logs:GetLogEvents'],
  ['ResourceNotFoundException', 'container server wrote no log, or it is gone with the stack'],
])('copes with a log that answers %s', async (code, words) => {
  const { status, stderr } = await deploy((asked) =>
    asked.operation === 'GetLogEvents' ? jsonError(code, 'no') : ecs(asked),
  );
  expect(status).toBe(255);
  expect(stderr).toContain(`exited with 137: OutOfMemoryError: Container killed\n    ${words}\n`);
});

it("shows the stack's events to users who may not call ECS", async () => {
  const denied = jsonError('AccessDeniedException', 'not authorized to perform: ecs:DescribeServices');
  const { status, stderr, fake } = await deploy(({ operation }) =>
    operation === 'DescribeServices' ? denied : undefined,
  );
  expect([status, fake.asked('DescribeServices')]).toEqual([255, 1]);
  expect(stderr).toContain('Circuit Breaker');
  expect(stderr).not.toContain('Why its tasks stopped');
});
