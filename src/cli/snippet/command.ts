import { existsSync, readFileSync } from 'node:fs';
import type { Config } from '../../config/schema/index.ts';
import { ENVIRONMENTS, githubWorkflow } from '../../snippets/github-workflow.ts';
import { buildTemplate, openParameters } from '../../template/build.ts';
import { logBucketPolicy, regionIn } from '../../snippets/log-bucket-policy.ts';
import { SNIPPETS } from '../../snippets/names.ts';
import type { Language, Pieces } from '../../snippets/piece.ts';
import {
  isServerSnippet,
  serverFolder,
  snippetFile,
  WITH_EMF,
  type ServerSnippet,
} from '../../snippets/server-code.ts';
import { whatToPutIn } from '../shared/bucket-policy.ts';
import { loadConfig } from '../shared/config.ts';
import { configFiles, type ConfigOptions } from '../shared/config-options.ts';
import { KnownError } from '../../common/known-error.ts';
import { writeFolder } from '../io/file-set.ts';
import { printToStderr, printToTerminal, writeOut, writeResult } from '../io/output.ts';
import { packageFile } from '../io/package-file.ts';
import { warn } from '../shared/error-report.ts';

export interface SnippetOptions extends ConfigOptions {
  readonly output?: string;
  readonly language?: Language;
  readonly emf?: boolean;
  readonly force?: boolean;
  readonly region?: string;
}

const REGION = /^[a-z]{2,4}(-[a-z]+)+-\d+$/;

/** `websocket-alb snippet [NAME]` */
export async function snippet(name: string | undefined, options: SnippetOptions): Promise<void> {
  if (name === undefined) {
    writeOut(list());
    return;
  }
  if (!Object.hasOwn(SNIPPETS, name))
    throw new KnownError(`There is no snippet "${name}".`, {
      where: 'websocket-alb snippet',
      allowed: Object.keys(SNIPPETS).join(', '),
      remedy: 'Run `npx websocket-alb snippet` to see them.',
    });
  refuseOptions(name, options);
  const config = await loadConfig(options);
  if (isServerSnippet(name)) writeCode(name, config, options);
  else if (name === 'github-actions') writeWorkflow(config, options);
  else writeResult(logBucketPolicyOf(config, options.region), options.output);
}

function list(): string {
  const width = Math.max(...Object.keys(SNIPPETS).map((name) => name.length));
  return Object.entries(SNIPPETS)
    .map(([name, words]) => `${name.padEnd(width)}  ${words}\n`)
    .join('');
}

/** Refuses options that have no effect on the snippet. */
function refuseOptions(name: string, { language, emf, output, region }: SnippetOptions): void {
  const isCode = isServerSnippet(name);
  if (region !== undefined && name !== 'log-bucket-policy')
    throw new KnownError(`--region has no effect on ${name}.`, {
      where: '--region',
      allowed: 'with log-bucket-policy',
      remedy: 'Leave --region out.',
    });
  if (region !== undefined && !REGION.test(region))
    throw new KnownError(`"${region}" is not the name of a Region.`, {
      where: '--region',
      allowed: 'a name such as eu-west-1, cn-north-1 or us-gov-west-1',
      remedy: 'Use the name of the Region of the load balancer.',
    });
  if (language !== undefined && !isCode)
    throw new KnownError(
      `--language has no effect on ${name}: it is ${name === 'github-actions' ? 'YAML' : 'JSON'}.`,
      {
        where: '--language',
        remedy: 'Leave --language out.',
      },
    );
  if (emf === true && !(isCode && WITH_EMF.includes(name)))
    throw new KnownError(`--emf has no effect on ${name}: it publishes no metrics.`, {
      where: '--emf',
      allowed: `with ${WITH_EMF.join(', ')}`,
      remedy: 'Leave --emf out.',
    });
  const ending = languageOf(output);
  if (isCode && language !== undefined && ending !== undefined && language !== ending)
    throw new KnownError(`--language ${language} and the extension of ${output} contradict each other.`, {
      where: '--language',
      remedy: 'Leave out --language: the extension decides. Or choose another extension.',
    });
}

/** The language by a file's extension; undefined for other extensions. */
function languageOf(file = ''): Language | undefined {
  if (/\.c[jt]s$/.test(file))
    throw new KnownError(`${file} would be taken for CommonJS, and the snippets are ES modules.`, {
      where: '--output',
      allowed: '.js, .mjs, .ts, .mts',
      remedy: 'Choose another ending.',
    });
  if (/\.m?ts$/.test(file)) return 'ts';
  return /\.m?js$/.test(file) ? 'js' : undefined;
}

function writeCode(name: ServerSnippet, config: Config, options: SnippetOptions): void {
  const { output, emf = false, force = false } = options;
  const ending = languageOf(output);
  // JavaScript by default, because Node 20 runs it directly.
  const language = options.language ?? ending ?? 'js';
  const pieces = JSON.parse(readFileSync(packageFile('dist/snippets.json'), 'utf8')) as Pieces;
  if (config.metrics === false && WITH_EMF.includes(name))
    warn({
      what:
        name === 'server'
          ? 'The server publishes no metrics: metrics is off in the config.'
          : 'The code publishes metrics that dashboard and alarms do not show: metrics is off in the config.',
      where: 'metrics',
      remedy: 'Set metrics to true, and deploy the template again.',
    });
  if (name === 'drain' && config.service !== false)
    warn({
      what: 'On ECS a task gets SIGTERM only after target.deregistrationDelay, when the load balancer has cut its sockets: this code comes too late there.',
      where: 'service',
      remedy:
        'Use `npx websocket-alb snippet server`, or take stopping.js from its folder (-o FOLDER): it watches the target group, and closes the sockets as soon as its target drains.',
    });
  if (name === 'server' && output !== undefined && output !== '-' && ending === undefined) {
    const files = serverFolder(config, pieces, { language, emf });
    writeFolder(output, files, { force });
    printToTerminal(`Wrote ${Object.keys(files).toSorted().join(', ')} to ${output}.`);
    return;
  }
  writeResult(snippetFile(config, pieces, name, { language, emf }), output);
}

/** The workflow names the config that is there; files that are not are said on stderr. */
function writeWorkflow(config: Config, options: SnippetOptions): void {
  const files = configFiles(options).filter((file) => isPlainPath(file));
  const [base = 'base.yaml'] = files;
  const hasOverlays = files.length !== 1 || ENVIRONMENT_FILES.every((file) => existsSync(file));
  const named = [base, ...(hasOverlays ? ENVIRONMENT_FILES : [])];
  const missing = named.filter((file) => !existsSync(file));
  if (missing.length > 0)
    printToStderr(`The workflow reads ${named.join(', ')}: write ${missing.join(', ')} before you push it.`);
  const parameters = openParameters(buildTemplate(config));
  writeResult(githubWorkflow(config, parameters, { base, hasOverlays }), options.output);
}

const ENVIRONMENT_FILES = ENVIRONMENTS.map((environment) => `${environment}.yaml`);

/** A path that stands in a command as it is. */
const isPlainPath = (file: string): boolean => /^[\w./][\w./-]*$/.test(file);

function logBucketPolicyOf(config: Config, given: string | undefined): string {
  const region = given ?? regionIn(config);
  const text = logBucketPolicy(config, region);
  if (text === undefined)
    throw new KnownError('The config names no existing log bucket, or switches all logs off.', {
      where: 'logs.bucket',
      remedy: 'Set logs.bucket, or use the bucket and the policy that the template creates.',
    });
  printToStderr(`${whatToPutIn(text)}.`);
  return text;
}
