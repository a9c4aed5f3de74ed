// A whole CDK app around the stack: `npm i && npx cdk synth` works in it.
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import type { Config } from '../config/schema/index.ts';
import { core } from './library.ts';
import { fileNameOf, stackId } from './names.ts';
import type { Prop } from './part.ts';
import { buildStack } from './stack.ts';
import { commented, create, fromModule, name, type Value } from './source/nodes.ts';
import { printFile } from './source/print-file.ts';
import { BLANK, comment, declare, run, type SourceFile } from './source/statements.ts';
import { DEPENDENCIES, DEV_DEPENDENCIES } from './versions.ts';

/** The files of an app, by path. */
export type AppFiles = Readonly<Record<string, string>>;

/** The app for a config. Its stack class is called `className`. */
export function buildApp(config: Config, className: string): AppFiles {
  const file = fileNameOf(className);
  const { source, props } = buildStack(config, className);
  return {
    'bin/app.ts': printFile(entry(config, className, `../lib/${file}.ts`, props)),
    [`lib/${file}.ts`]: printFile(source),
    'cdk.json': json({
      app: 'npx tsx bin/app.ts',
      // What `cdk init` writes: without these flags CDK keeps its behaviour of years ago, and warns about it at every
      // run.
      context: flags,
    }),
    'package.json': json({
      name: `${config.name}-alb`,
      version: '0.1.0',
      private: true,
      type: 'module',
      scripts: { cdk: 'cdk', synth: 'cdk synth', deploy: 'cdk deploy', typecheck: 'tsc' },
      dependencies: DEPENDENCIES,
      devDependencies: DEV_DEPENDENCIES,
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'es2023',
        module: 'nodenext',
        types: ['node'],
        strict: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        noImplicitOverride: true,
        verbatimModuleSyntax: true,
        allowImportingTsExtensions: true,
        skipLibCheck: true,
        noEmit: true,
      },
      include: ['bin', 'lib'],
    }),
    '.gitignore': 'node_modules/\ncdk.out/\n',
  };
}

/** JSON formatted as Prettier does: short lists stay on one line. */
const json = (value: unknown): string =>
  `${JSON.stringify(value, undefined, 2).replaceAll(/\[\n\s+([^[\]{}]*?)\n\s+\]/g, (_, items: string) => `[${items.replaceAll(/,\n\s+/g, ', ')}]`)}\n`;

const APP = 'app';

function entry(config: Config, className: string, module: string, props: readonly Prop[]): SourceFile {
  const values = Object.fromEntries(
    props.map(({ name: key, placeholder, doc }): [string, Value] => [key, commented(placeholder, ...doc)]),
  );
  return {
    header: [],
    interfaces: [],
    classes: [],
    statements: [
      declare(APP, create(core('App'))),
      BLANK,
      ...(props.length === 0
        ? []
        : [comment('Replace these with your own values: they are only placeholders of the right form.')]),
      run(
        create(
          fromModule(module, className),
          name(APP),
          stackId(config.name),
          ...(props.length === 0 ? [] : [values]),
        ),
      ),
    ],
  };
}

/** Names that the files use, which the class therefore cannot have. */
export const namesInApp = ['App', APP];
