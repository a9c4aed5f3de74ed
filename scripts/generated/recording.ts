// The recorded AWS responses for a healthy stack `chat`. IDs and times are as recorded; whatever our template decides
// is taken from the template, so a new attribute needs no new recording.
import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate, templateObject } from '../../src/template/build.ts';
import type { GeneratedFile } from './file.ts';

const PATH = 'test/doctor/recorded/healthy.json';

type Values = Record<string, unknown>;
interface Recorded {
  readonly args: readonly string[];
  readonly answer: Values;
}
interface Attribute {
  readonly Key: string;
  readonly Value: unknown;
}

export const recording = (): GeneratedFile => ({
  path: PATH,
  content: async () => {
    const recorded = JSON.parse(readFileSync(PATH, 'utf8')) as readonly Recorded[];
    const text = JSON.stringify(recorded.map(refreshed(recorded)), undefined, 2);
    return format(text, { ...(await resolveConfig(PATH)), filepath: PATH });
  },
});

function refreshed(recorded: readonly Recorded[]): (one: Recorded) => Recorded {
  const { Resources } = templateObject(buildTemplate(parseConfig({ name: 'chat' })));
  const properties = (id: string): Values => ({ ...Resources[id]?.Properties });
  const bucket = idOf(recorded, 'LogBucket');
  /** ELB also returns attributes that are not in the template; they are kept. */
  const attributes = (list: unknown, answer: Values): Values => {
    const values = new Map((answer['Attributes'] as Attribute[]).map(({ Key, Value }) => [Key, Value]));
    // The bucket's name is the only value that is not a string in the template.
    for (const { Key, Value } of list as Attribute[])
      values.set(Key, typeof Value === 'string' ? Value : bucket);
    return { ...answer, Attributes: [...values].map(([Key, Value]) => ({ Key, Value })) };
  };
  const first = (answer: Values, list: string, change: Values): Values => ({
    ...answer,
    [list]: (answer[list] as Values[]).map((each) => ({ ...each, ...change })),
  });
  /** Responses with values that follow from the template, by call. */
  const changes: Record<string, (answer: Values) => Values> = {
    'describe-load-balancer-attributes': (answer) =>
      attributes(properties('WebSocketALB')['LoadBalancerAttributes'], answer),
    'describe-target-group-attributes': (answer) =>
      attributes(properties('WebSocketTargetGroup')['TargetGroupAttributes'], answer),
    'describe-target-groups': (answer) =>
      first(answer, 'TargetGroups', healthCheck(properties('WebSocketTargetGroup'))),
    'describe-security-groups': (answer) =>
      first(answer, 'SecurityGroups', { Description: properties('ALBSecurityGroup')['GroupDescription'] }),
  };
  return ({ args, answer }) => ({ args, answer: changes[args[1] ?? '']?.(answer) ?? answer });
}

/** The properties of a target group that have the same name in ELB's responses as in CloudFormation. */
function healthCheck(properties: Values): Values {
  const names = Object.keys(properties).filter((name) =>
    /^(HealthCheck|Healthy|Unhealthy|Matcher$)/.test(name),
  );
  return Object.fromEntries(
    names.map((name) => {
      const value = properties[name];
      return [name, name === 'HealthCheckPort' ? String(value) : value];
    }),
  );
}

function idOf(recorded: readonly Recorded[], logicalId: string): string {
  const resources = recorded.find(({ args }) => args[1] === 'list-stack-resources')?.answer[
    'StackResourceSummaries'
  ] as { LogicalResourceId: string; PhysicalResourceId: string }[];
  const found = resources.find(({ LogicalResourceId }) => LogicalResourceId === logicalId);
  if (!found) throw new Error(`${PATH} has no resource ${logicalId}`);
  return found.PhysicalResourceId;
}
