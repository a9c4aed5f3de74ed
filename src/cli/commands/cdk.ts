import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildApp, namesInApp, type AppFiles } from '../../cdk/app.ts';
import { classNameProblem, defaultStackClass, type BadClassName } from '../../cdk/names.ts';
import { buildStack, namesIn, stackCode } from '../../cdk/stack.ts';
import type { Config } from '../../config/schema/index.ts';
import { tellBucketPolicy } from '../bucket-policy.ts';
import { loadConfig, type ConfigOptions } from '../config.ts';
import { KnownError, systemError } from '../errors.ts';
import { isTerminal, tell, writeFile, writeOut } from '../output.ts';

export interface CdkOptions extends ConfigOptions {
  readonly stackClass?: string;
  readonly output?: string;
  readonly app?: boolean;
  readonly force?: boolean;
}

/** `generate cdk` */
export async function cdk(options: CdkOptions): Promise<void> {
  const { app, output, force = false } = options;
  if (app && (output === undefined || output === '-'))
    throw new KnownError('An app is a folder of files.', {
      where: '--app',
      remedy: 'Name the folder: generate cdk --app -o infrastructure.',
    });
  const config = await loadConfig(options);
  const className = stackClass(options.stackClass, config);
  if (app && output !== undefined) {
    const files = buildApp(config, className);
    writeApp(output, files, force);
    await tellBucketPolicy(config);
    recommend(
      output,
      buildStack(config, className).props.map(({ name }) => name),
    );
    return;
  }
  const code = stackCode(config, className);
  await tellBucketPolicy(config);
  if (output === undefined || output === '-') writeOut(code);
  else writeFile(output, code);
}

const PROBLEMS: Readonly<Record<BadClassName, string>> = {
  form: 'is not an identifier',
  reserved: 'is a reserved word',
  taken: 'is the name of something that the code uses',
};

function stackClass(wanted: string | undefined, config: Config): string {
  if (wanted === undefined) return defaultStackClass(config.name);
  // Which names the code uses does not depend on that of its class.
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

/** Writes all files, or none when one is there that would change. */
function writeApp(folder: string, files: AppFiles, force: boolean): void {
  const changed = Object.entries(files).filter(([path, text]) => read(join(folder, path)) !== text);
  const inTheWay = changed.map(([path]) => join(folder, path)).filter((path) => existsSync(path));
  if (inTheWay.length > 0 && !force)
    throw new KnownError(`${inTheWay.join(', ')} would be replaced. Nothing was written.`, {
      where: folder,
      remedy: 'Choose another folder, or add --force.',
    });
  for (const [path, text] of changed) {
    makeFolder(dirname(join(folder, path)));
    writeFile(join(folder, path), text);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!systemError(error)) throw error;
    return undefined;
  }
}

/** One folder after the other: where the system makes none, as in /proc, Node's own recursion never ends. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot make the folder ${path}: ${reason}.`, {
      where: path,
      remedy: 'Choose a place that can be written to.',
      cause: error,
    });
  }
}

/** What to do next, for a person. */
function recommend(folder: string, props: readonly string[]): void {
  if (!isTerminal('stderr')) return;
  const values =
    props.length === 0 ? '' : `Put your own ${props.join(', ')} into ${join(folder, 'bin/app.ts')}. `;
  tell(`${values}Next: cd ${folder} && npm i && npx cdk synth`);
}
