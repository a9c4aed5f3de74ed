// Generated CDK code, compiled and synthesized as its user would.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { buildStack } from '../../src/cdk/stack.ts';
import { printFile } from '../../src/cdk/source/print-file.ts';
import { parseConfig } from '../../src/config/validate.ts';
import type { TemplateObject } from '../../src/template/types.ts';
import { CDK_CASES } from '../cdk/cases.ts';
import { CASES } from '../template/cases.ts';
import type { Environment } from './evaluate.ts';
import { presetInput, presetNames } from './presets.ts';
import { objectOf } from './template.ts';
import { run } from './tools.ts';

/** Every preset, every golden case, and some more. */
export const GOLDENS: readonly { readonly name: string; readonly input: unknown }[] = [
  ...presetNames.map((name) => ({ name, input: presetInput(name) })),
  ...Object.entries({ ...CASES, ...CDK_CASES }).map(([name, input]) => ({ name, input })),
];

const CLASS_NAME = 'TestStack';
const STACK_NAME = 'chat';

export interface Generated {
  readonly code: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** The code for a config, with values for the stack's required props. */
export function generated(input: unknown): Generated {
  const { source, props } = buildStack(parseConfig(input), CLASS_NAME);
  return {
    code: printFile(source),
    props: Object.fromEntries(props.map(({ name, placeholder }) => [name, placeholder])),
  };
}

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** A folder in which code can import the library. */
export function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(modules, join(folder, 'node_modules'));
}

/** The errors of `tsc --strict`; empty if there are none. */
export function typeErrors(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, `${name}.ts`), code);
  const tsconfig = {
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noImplicitOverride: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
    },
    include: ['*.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  return spawnSync(process.execPath, [join(modules, 'typescript/bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  }).stdout;
}

export interface Synthesized {
  readonly template: TemplateObject;
  /** Annotations of any level. */
  readonly messages: readonly unknown[];
  readonly error?: string;
}

/** Synthesizes stacks in one process, without credentials; deprecated calls are errors. */
export async function synthesize(
  folder: string,
  stacks: Readonly<Record<string, Generated>>,
): Promise<{ readonly stacks: Record<string, Synthesized>; readonly stderr: string }> {
  copyFileSync(new URL('cdk-runner.cjs', import.meta.url), join(folder, 'runner.cjs'));
  const described = Object.entries(stacks).map(([name, { code, props }]) => {
    const file = join(folder, `${name}.cjs`);
    writeFileSync(file, transformSync(code, { loader: 'ts', format: 'cjs', target: 'node20' }).code);
    return [name, { file, className: CLASS_NAME, props }];
  });
  const input = JSON.stringify({
    context: flags,
    stackName: STACK_NAME,
    stacks: Object.fromEntries(described),
  });
  const { stdout, stderr, status } = await run(process.execPath, [join(folder, 'runner.cjs')], {
    cwd: folder,
    input,
    env: { JSII_DEPRECATED: 'fail', AWS_ACCESS_KEY_ID: undefined, AWS_PROFILE: undefined },
  });
  if (status !== 0) throw new Error(stderr);
  return { stacks: JSON.parse(stdout) as Record<string, Synthesized>, stderr };
}

const PARAMETERS: Readonly<Record<string, string>> = {
  vpcId: 'VPCId',
  subnetIds: 'SubnetIds',
  instanceIds: 'InstanceIds',
  certificateArn: 'CertificateArn',
};

/** Props of a route start with its name: `apiInstanceIds` and `ApiInstanceIds`. */
const parameterOf = (prop: string): string =>
  PARAMETERS[prop] ?? `${prop.charAt(0).toUpperCase()}${prop.slice(1)}`;

/** Where template and stack are deployed, with the same values from the user. */
export function environmentOf(
  input: unknown,
  props: Generated['props'],
  [partition, region]: readonly [string, string],
): Environment {
  const given = Object.entries(props).map(([key, value]) => [parameterOf(key), value]);
  const defaults = Object.entries(objectOf(input).Parameters ?? {}).flatMap(([key, { Type, Default }]) =>
    Default === undefined ? [] : [[key, Type.startsWith('List') ? Default.split(',') : Default]],
  );
  return {
    partition,
    region,
    stackName: STACK_NAME,
    parameters: Object.fromEntries([...defaults, ...given]),
  };
}
