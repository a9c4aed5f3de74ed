// Stacks with routes, deployed to a fake AWS: the rules that are read back match the config. The fake ignores the priority of
// an updated rule, so collisions are covered by test/cli/deploy/rule-priorities.test.ts.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { routingOf } from '../../src/config/routing.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { yamlOf } from '../helpers/template.ts';
import {
  needs,
  run,
  stackParameters,
  startFakeAws,
  temporaryFolder,
  type FakeAws,
} from '../helpers/tools.ts';
import { ROUTE_CASES } from '../template/cases-routes.ts';

// The fake knows no secrets of Secrets Manager, and no instances of a route.
const STACKS = [
  'sockets-on-a-path',
  'routes-grpc-and-http2',
  'routes-on-both-listeners',
  'routes-cognito',
] as const;

const route = (name: string, priority: number) => ({
  name,
  paths: [`/${name}/*`],
  priority,
  target: { port: 3000 },
});
const routed = (...routes: ReturnType<typeof route>[]): ConfigInput => ({
  target: { paths: ['/ws', '/ws/*'] },
  routes,
});

describe('stacks with routes', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  let known: Record<string, string>;
  beforeAll(async () => {
    fake = await startFakeAws();
    known = await stackParameters(fake);
  });

  async function deploy(stack: string, input: ConfigInput): Promise<void> {
    const text = yamlOf(input);
    const file = join(temporaryFolder(), 'template.yaml');
    writeFileSync(file, text);
    const overrides = Object.entries(known)
      .filter(([name]) => text.includes(`\n  ${name}:\n    Type: `))
      .map(([name, value]) => `${name}=${value}`);
    const command = ['cloudformation', 'deploy', '--template-file', file, '--stack-name', stack];
    const { status, stderr } = await run('aws', [...command, '--parameter-overrides', ...overrides], {
      env: fake.env,
    });
    expect([status, stderr]).toEqual([0, '']);
  }

  /** The rules of a listener by priority, with their paths and what they do. */
  async function rulesOf(stack: string, logicalId = 'HTTPSListener'): Promise<unknown[]> {
    const { StackResources } = await fake.aws(
      'cloudformation',
      'describe-stack-resources',
      '--stack-name',
      stack,
    );
    const { PhysicalResourceId } = StackResources.find(
      (each: { LogicalResourceId: string }) => each.LogicalResourceId === logicalId,
    );
    const { Rules } = await fake.aws('elbv2', 'describe-rules', '--listener-arn', PhysicalResourceId);
    return Rules.filter((rule: { IsDefault: boolean }) => !rule.IsDefault)
      .map((rule: { Priority: string; Actions: { Type: string }[]; Conditions: { Field: string }[] }) => [
        Number(rule.Priority),
        rule.Actions.at(-1)?.Type,
        rule.Conditions.map(({ Field }) => Field),
      ])
      .toSorted(([a]: [number], [b]: [number]) => a - b);
  }

  async function resourcesOf(stack: string): Promise<string[]> {
    const { StackResources } = await fake.aws(
      'cloudformation',
      'describe-stack-resources',
      '--stack-name',
      stack,
    );
    return StackResources.map((each: { LogicalResourceId: string }) => each.LogicalResourceId);
  }

  const meant = (input: ConfigInput): unknown[] =>
    routingOf(parseConfig(input)).rules.map(({ priority, action, conditions }) => [
      priority,
      action.type,
      conditions.map(({ field }) => field),
    ]);

  it.each(STACKS)('%s', async (name) => {
    const input = ROUTE_CASES[name] ?? {};
    await deploy(name, input);
    expect(await rulesOf(name)).toEqual(meant(input));
    if (name === 'routes-on-both-listeners')
      expect(await rulesOf(name, 'HTTPListener')).toEqual(meant(input));
  });

  it('adds a route at a free priority, and removes one', async () => {
    const before = routed(route('api', 100), route('web', 200));
    await deploy('moving', before);
    expect(await rulesOf('moving')).toEqual(meant(before));
    const added = routed(route('api', 100), route('new', 150), route('web', 200));
    await deploy('moving', added);
    expect(await rulesOf('moving')).toEqual(meant(added));
    const removed = routed(route('new', 150), route('web', 200));
    await deploy('moving', removed);
    // The fake keeps a rule that was removed from its stack; the others have their priorities.
    expect(await rulesOf('moving')).toEqual(meant(added));
    const ids = await resourcesOf('moving');
    expect(ids).toEqual(expect.arrayContaining(['NewRule', 'WebRule']));
    expect(ids).not.toContain('ApiRule');
  });
});
