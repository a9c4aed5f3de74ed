// Every preset and golden: the code compiles, synthesizes without warnings, and deploys the same as the template.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/cdk/app.ts';
import { checkTemplate } from '../../src/check/check.ts';
import { shiftsTraffic } from '../../src/config/deployment.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { awsFindings } from '../helpers/aws-validate.ts';
import {
  GOLDENS,
  environmentOf,
  generated,
  prepareFolder,
  synthesize,
  typeErrors,
  type Synthesized,
} from '../helpers/cdk.ts';
import { deploy, type Environment } from '../helpers/evaluate.ts';
import { objectOf } from '../helpers/template.ts';
import { DIFFERENCES } from './differences.ts';
import { normalForm, stable } from './normal-form.ts';

const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-cdk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const all = Object.fromEntries(GOLDENS.map(({ name, input }) => [name, generated(input)]));
let stacks: Record<string, Synthesized>;
let stderr: string;
beforeAll(async () => {
  prepareFolder(folder);
  ({ stacks, stderr } = await synthesize(folder, all));
});

const REGIONS = [
  ['aws', 'eu-west-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-cn', 'cn-northwest-1'],
] as const;

const environment = (name: string, input: unknown, region: (typeof REGIONS)[number]): Environment =>
  environmentOf(input, all[name]?.props ?? {}, region);

it('all compile under --strict without unused code', () => {
  const files = Object.fromEntries(Object.entries(all).map(([name, { code }]) => [name, code]));
  expect(typeErrors(folder, files)).toBe('');
});

it("all match Prettier's formatting, and so do the app's other files", async () => {
  const style = { printWidth: 100, singleQuote: true };
  for (const { name, input } of GOLDENS) {
    const files = buildApp(parseConfig(input), 'ChatStack');
    for (const [filepath, code] of Object.entries(files).filter(([path]) => !path.startsWith('.')))
      expect(await check(code, { ...style, filepath }), `${name} ${filepath}`).toBe(true);
  }
});

it('all synthesize without warnings or deprecations', () => {
  expect(stderr).toBe('');
  for (const [name, { error, messages }] of Object.entries(stacks)) {
    expect(error, name).toBeUndefined();
    expect(messages, name).toEqual([]);
  }
});

it.each(['aws/eu-west-1', 'aws-cn/cn-north-1'])('a stack with an account and a Region: %s', async (where) => {
  const [partition = '', region = ''] = where.split('/');
  const env = { account: '123456789012', region };
  const some = GOLDENS.filter(({ name }) =>
    ['production', 'new-vpc', 'every-log', 'notify-by-mail'].includes(name),
  );
  const given = some.map(
    ({ name }) => [name, { ...all[name]!, props: { ...all[name]!.props, env } }] as const,
  );
  const result = await synthesize(folder, Object.fromEntries(given));
  expect(result.stderr).toBe('');
  for (const { name, input } of some) {
    const { error, template } = result.stacks[name]!;
    expect(error, name).toBeUndefined();
    const at = environmentOf(input, all[name]!.props, [partition, region]);
    expect(normalForm(deploy(template, at)), name).toEqual(normalForm(deploy(objectOf(input), at)));
  }
});

describe.each(GOLDENS)('$name', ({ name, input }) => {
  const template = () => stacks[name]!.template;

  // The mapping of a web ACL contains one Region: elsewhere the deployment fails, as it should.
  const regions = objectOf(input).Mappings ? REGIONS.slice(0, 1) : REGIONS;
  it.each(regions.map((region) => ({ region })))(
    'deploys what the template deploys: $region',
    ({ region }) => {
      const at = environment(name, input, region);
      const theirs = normalForm(deploy(template(), at));
      const ours = normalForm(deploy(objectOf(input), at));
      expect(Object.keys(theirs.resources).toSorted()).toEqual(Object.keys(ours.resources).toSorted());
      for (const [key, resource] of Object.entries(ours.resources))
        expect(theirs.resources[key], key).toEqual(resource);
      expect(theirs.outputs).toEqual(ours.outputs);
      expect(theirs.subnets).toEqual(ours.subnets);
    },
  );

  it('creates the load balancer after the same dependencies as the template', () => {
    const at = environment(name, input, REGIONS[0]);
    const lb = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
    const wanted = deploy(objectOf(input), at).resources[lb]?.DependsOn ?? [];
    const { resources } = deploy(template(), at);
    // CDK depends on the routes, which depend on the gateway.
    const direct = [resources[lb]?.DependsOn ?? []].flat();
    const indirect = direct.flatMap((each) => [resources[each]?.DependsOn ?? []].flat());
    expect([...direct, ...indirect]).toEqual(expect.arrayContaining([wanted].flat()));
  });

  it.runIf(objectOf(input).Resources['WebSocketService'])(
    'creates the service after the listeners that forward to it and the route to its image',
    () => {
      const at = environment(name, input, REGIONS[0]);
      const before = (each: Parameters<typeof deploy>[0]) =>
        [deploy(each, at).resources['AWS::ECS::Service']?.DependsOn ?? []].flat();
      const forwarding = /Listener(Rule)? /;
      const [theirs, ours] = [before(template()), before(objectOf(input))].map((list) => ({
        forwarding: list.filter((each) => forwarding.test(each)).toSorted(),
        hasRoute: list.some((each) => /EC2::Route \d/.test(each)),
      }));
      expect(theirs).toEqual(ours);
      // The service itself refers to a rule that ECS shifts, which counts as a dependency too.
      if (!shiftsTraffic(parseConfig(input))) expect(ours?.forwarding).not.toEqual([]);
    },
  );

  it('passes our own check and AWS’s validator', () => {
    const text = JSON.stringify(template());
    const result = checkTemplate(text);
    if (!result.ok) throw new Error(result.reason);
    expect(result.findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(awsFindings(text)).toEqual([]);
  });
});

it.each(DIFFERENCES)('still exists as a difference: $words', (difference) => {
  const others = DIFFERENCES.filter((each) => each !== difference);
  const differs = GOLDENS.some(({ name, input }) =>
    (objectOf(input).Mappings ? REGIONS.slice(0, 1) : REGIONS).some((region) => {
      const at = environment(name, input, region);
      const forms = [stacks[name]!.template, objectOf(input)].map((each) =>
        normalForm(deploy(each, at), others),
      );
      return stable(forms[0]) !== stable(forms[1]);
    }),
  );
  expect(differs).toBe(true);
});

it.each(DIFFERENCES)('is documented in the note: $words', ({ words }) => {
  const note = readFileSync(new URL('../../notes/cdk.md', import.meta.url), 'utf8');
  expect(note).toContain(`- ${words}\n`);
});
