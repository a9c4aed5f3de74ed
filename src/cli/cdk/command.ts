import { join } from 'node:path';
import { buildApp, namesInApp } from '../../cdk/app.ts';
import { classNameProblem, defaultStackClass, type BadClassName } from '../../cdk/names.ts';
import { buildStack, namesIn, stackCode } from '../../cdk/stack.ts';
import { commandLine } from '../../common/shell.ts';
import type { Config } from '../../config/schema/index.ts';
import { printBucketPolicy } from '../shared/bucket-policy.ts';
import { loadConfig } from '../shared/config.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { KnownError } from '../../common/known-error.ts';
import { writeFolder } from '../io/file-set.ts';
import { printToTerminal, writeResult } from '../io/output.ts';

export interface CdkOptions extends ConfigOptions {
  readonly stackClass?: string;
  readonly output?: string;
  readonly app?: boolean;
  readonly force?: boolean;
}

/** `websocket-alb cdk` */
export async function cdk(options: CdkOptions): Promise<void> {
  const { app, output, force = false } = options;
  if (app && (output === undefined || output === '-'))
    throw new KnownError('An app is a folder of files.', {
      where: '--app',
      remedy: 'Name the folder: npx websocket-alb cdk --app -o infrastructure.',
    });
  if (force && !app)
    throw new KnownError('--force has no effect without --app: a file is always replaced.', {
      where: '--force',
      remedy: 'Leave --force out, or add --app.',
    });
  const config = await loadConfig(options);
  const className = stackClass(options.stackClass, config);
  if (app && output !== undefined) {
    const files = buildApp(config, className);
    writeFolder(output, files, { force });
    printToTerminal(`Wrote ${Object.keys(files).toSorted().join(', ')} to ${output}.`);
    await printBucketPolicy(config);
    recommend(
      output,
      buildStack(config, className).props.map(({ name }) => name),
    );
    return;
  }
  const code = stackCode(config, className);
  await printBucketPolicy(config);
  writeResult(code, output);
}

const PROBLEMS: Readonly<Record<BadClassName, string>> = {
  form: 'is not an identifier',
  reserved: 'is a reserved word',
  taken: 'is the name of something that the code uses',
};

function stackClass(wanted: string | undefined, config: Config): string {
  if (wanted === undefined) return defaultStackClass(config.name);
  // The names the code uses do not depend on the class name.
  const taken = new Set([
    ...namesIn(buildStack(config, defaultStackClass(config.name)).source),
    ...namesInApp,
  ]);
  const problem = classNameProblem(wanted, taken);
  if (problem === undefined) return wanted;
  throw new KnownError(`"${wanted}" ${PROBLEMS[problem]}.`, {
    where: '--stack-class',
    allowed: 'a TypeScript identifier, such as ChatStack',
    remedy: 'Choose another name, or leave the option out.',
  });
}

/** Prints the next steps, on a terminal only. */
function recommend(folder: string, props: readonly string[]): void {
  const values =
    props.length === 0 ? '' : `Put your own ${props.join(', ')} into ${join(folder, 'bin/app.ts')}. `;
  printToTerminal(`${values}Next: ${commandLine('cd', folder)} && npm i && npx cdk synth`);
}
