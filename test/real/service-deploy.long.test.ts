// `generate deploy` of a service to a fake AWS (moto): created, unchanged, with a new image, and with more tasks.
// notes/service.md lists what moto does not know about ECS: that a service waits for its tasks, and everything it does with
// them.
import { beforeAll, describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { needs, stackParameters, startFakeAws, type FakeAws } from '../helpers/tools.ts';

describe('a service against a fake AWS', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  let known: Record<string, string>;
  beforeAll(async () => {
    fake = await startFakeAws();
    known = await stackParameters(fake);
  });

  const deploy = (...args: string[]) =>
    generate(
      [
        'deploy',
        '--stack-name',
        'chat',
        '--preset',
        'service',
        '--set',
        'service.cluster=chat',
        '--yes',
        ...args,
        '--',
        '--parameter-overrides',
        `CertificateArn=${known['CertificateArn']}`,
      ],
      { env: fake.env },
    );

  const status = async (): Promise<string> =>
    (await fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'chat')).Stacks[0].StackStatus;

  /** The images of the task definitions that the stack has created, newest last. */
  async function images(): Promise<string[]> {
    const { taskDefinitionArns } = await fake.aws('ecs', 'list-task-definitions');
    const definitions = await Promise.all(
      (taskDefinitionArns as string[]).map((arn) =>
        fake.aws('ecs', 'describe-task-definition', '--task-definition', arn),
      ),
    );
    return definitions.map(({ taskDefinition }) => taskDefinition.containerDefinitions[0].image as string);
  }

  it('is created, deployed again unchanged, with a new image and with more tasks', async () => {
    // moto loses the name of a cluster that it created itself, at each update.
    await fake.aws('ecs', 'create-cluster', '--cluster-name', 'chat');
    const image = (tag: number) => `service.image=public.ecr.aws/chat/chat:${tag}`;
    const first = await deploy('--set', image(1));
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('CAPABILITY_IAM')]);
    expect(await status()).toBe('CREATE_COMPLETE');
    const { serviceArns } = await fake.aws('ecs', 'list-services', '--cluster', 'chat');
    expect(serviceArns).toHaveLength(1);
    expect(await images()).toEqual(['public.ecr.aws/chat/chat:1']);

    const again = await deploy('--set', image(1));
    expect([again.status, again.stderr]).toEqual([0, expect.stringContaining('No changes to deploy')]);

    // moto forgets the image of a changed task definition: it is only visible that the stack is updated.
    const next = await deploy('--set', image(2));
    expect([next.status, await status()]).toEqual([0, 'UPDATE_COMPLETE']);
    const { TemplateBody } = await fake.aws('cloudformation', 'get-template', '--stack-name', 'chat');
    expect(JSON.stringify(TemplateBody)).toContain('public.ecr.aws/chat/chat:2');

    // moto has no scalable targets either.
    const more = await deploy('--set', image(2), '--set', 'service.tasks.min=4');
    expect([more.status, await status()]).toEqual([0, 'UPDATE_COMPLETE']);
    expect(await fake.aws('ecs', 'list-services', '--cluster', 'chat')).toEqual({ serviceArns });
  });

  it('keeps the weights that ECS shifted across updates, and asks before an update would reset them', async () => {
    const green = (...args: string[]) =>
      generate(
        [
          'deploy',
          '--stack-name',
          'green',
          '--preset',
          'service',
          '--set',
          'service.cluster=chat',
          '--set',
          'service.deployment.strategy=blue-green',
          '--set',
          'service.deployment.testListener.port=8443',
          ...args,
          '--',
          '--parameter-overrides',
          `CertificateArn=${known['CertificateArn']}`,
        ],
        { env: fake.env },
      );
    const first = await green('--yes', '--set', 'service.image=chat:1');
    expect([first.status, first.stderr]).toEqual([0, expect.stringContaining('CAPABILITY_IAM')]);

    const { StackResources } = await fake.aws(
      'cloudformation',
      'describe-stack-resources',
      '--stack-name',
      'green',
    );
    const arnOf = (id: string): string =>
      (StackResources as { LogicalResourceId: string; PhysicalResourceId: string }[]).find(
        ({ LogicalResourceId }) => LogicalResourceId === id,
      )?.PhysicalResourceId ?? '';
    const rule = arnOf('WebSocketRule');
    const weights = async () => {
      const { Rules } = await fake.aws('elbv2', 'describe-rules', '--rule-arns', rule);
      return (Rules[0].Actions[0].ForwardConfig.TargetGroups as { Weight: number }[]).map(
        ({ Weight }) => Weight,
      );
    };
    expect(await weights()).toEqual([100, 0]);

    // As ECS does during a deployment.
    const [TargetGroupArn, alternate] = [
      arnOf('WebSocketTargetGroup'),
      arnOf('WebSocketTargetGroupAlternate'),
    ];
    const TargetGroups = [
      { TargetGroupArn, Weight: 0 },
      { TargetGroupArn: alternate, Weight: 100 },
    ];
    const actions = JSON.stringify([{ Type: 'forward', ForwardConfig: { TargetGroups } }]);
    await fake.aws('elbv2', 'modify-rule', '--rule-arn', rule, '--actions', actions);
    const next = await green('--yes', '--set', 'service.image=chat:2', '--set', 'service.tasks.min=3');
    expect([next.status, await weights()], next.stderr).toEqual([0, [0, 100]]);

    const moved = await green('--dry-run', '--set', 'service.image=chat:2', '--set', 'target.paths=[/ws]');
    expect([moved.status, moved.stdout + moved.stderr]).toEqual([
      0,
      expect.stringMatching(/WebSocketRule \(\S+\): ECS shifted its weights/),
    ]);
    const same = await green('--dry-run', '--set', 'service.image=chat:3', '--set', 'service.tasks.min=3');
    expect([same.status, same.stdout + same.stderr]).toEqual([0, expect.not.stringContaining('ECS shifted')]);
  });
});
