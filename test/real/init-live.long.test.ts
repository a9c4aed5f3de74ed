// `init --from-load-balancer` on stacks that a fake AWS created from the presets. It applies no attributes, registers no
// targets, and has no alarms: test/wizard/from-load-balancer.test.ts covers those.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { generate } from '../helpers/cli.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { jsonOf, objectOf } from '../helpers/template.ts';
import { needs, stackParameters, startFakeAws, temporaryFolder, type FakeAws } from '../helpers/tools.ts';

const ELB = 'AWS::ElasticLoadBalancingV2::';
/** What the fake does not do; and the id of a VPC created by the stack, which the new config refers to as an existing one. */
const UNSEEN = new Set(['TargetGroupAttributes', 'ListenerAttributes', 'Targets', 'Tags', 'VpcId']);

describe('a stack of each preset', needs('aws', 'moto_server'), () => {
  let fake: FakeAws;
  let known: Record<string, string>;
  let client: CloudFormationClient;
  beforeAll(async () => {
    fake = await startFakeAws();
    known = await stackParameters(fake);
    const { AWS_ENDPOINT_URL: endpoint = '', AWS_DEFAULT_REGION: region = '' } = fake.env;
    client = new CloudFormationClient({
      endpoint,
      region,
      credentials: {
        accessKeyId: fake.env['AWS_ACCESS_KEY_ID'] ?? '',
        secretAccessKey: fake.env['AWS_SECRET_ACCESS_KEY'] ?? '',
        sessionToken: fake.env['AWS_SESSION_TOKEN'] ?? '',
      },
    });
  });

  /** Creates a stack; returns the ARN of its load balancer. */
  async function stackOf(StackName: string, input: object): Promise<string> {
    const { Parameters = {} } = objectOf(input);
    await client.send(
      new CreateStackCommand({
        StackName,
        TemplateBody: jsonOf(input),
        Parameters: Object.entries(known)
          .filter(([name]) => Object.hasOwn(Parameters, name))
          .map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      }),
    );
    const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
    return (
      StackResources.find(({ ResourceType }) => ResourceType === `${ELB}LoadBalancer`)?.PhysicalResourceId ??
      ''
    );
  }

  /** Listeners, rules and target groups, without what the fake does not do. */
  function routingIn(input: unknown) {
    return Object.fromEntries(
      Object.entries(objectOf(input).Resources)
        .filter(([, { Type }]) =>
          [`${ELB}Listener`, `${ELB}ListenerRule`, `${ELB}TargetGroup`].includes(Type),
        )
        .map(([id, { Properties }]) => [
          id,
          Object.fromEntries(Object.entries(Properties).filter(([key]) => !UNSEEN.has(key))),
        ]),
    );
  }

  it.each(presetNames)('%s', async (preset) => {
    const input = presetInput(preset);
    const arn = await stackOf(`live-${preset}`, input);
    const cwd = temporaryFolder();
    const { status, stderr } = await generate(['init', '--from-load-balancer', arn], { cwd, env: fake.env });
    expect([status, stderr]).toEqual([0, expect.stringContaining('Wrote websocket-alb.yaml')]);
    const written = parse(readFileSync(join(cwd, 'websocket-alb.yaml'), 'utf8')) as {
      routes?: { name: string }[];
    };
    const names = ((input['routes'] ?? []) as { name: string }[]).map(({ name }) => name);
    // The fake does not tag target groups, and the tags name the routes.
    const routes = written.routes?.map((route, index) => ({ ...route, name: names[index] }));
    expect(routingIn({ ...written, ...(routes && { routes }) })).toEqual(routingIn(input));
    const left = /Not in the config:\n((?: {2}- .+\n)*)/.exec(stderr)?.[1] ?? '';
    expect(left).not.toMatch(/rule|route|target group/);
  });
});
