// The preset, the file and --set, read, validated, and every mistake told at once with the file, line and key.
import { generateCommand, quote } from '../../common/shell.ts';
import { readFileSync } from 'node:fs';
import type { Finding } from '../../alb/finding.ts';
import { formatKey, valueAt, type Path } from '../../config/path.ts';
import { PRESETS } from '../../config/presets.ts';
import type { Config } from '../../config/schema/index.ts';
import {
  ConfigSyntaxError,
  contradictions,
  mergeSources,
  readAssignment,
  readSource,
  sourceOf,
  type ConfigSource,
} from '../../config/sources.ts';
import { validateConfig } from '../../config/validate.ts';
import { defaultFile, type ConfigOptions } from './config.ts';
import { KnownError, systemError } from './known-error.ts';
import { readStdin } from '../io/input.ts';
import { tell } from '../io/output.ts';
import { packageFile } from '../io/package-file.ts';
import { formatBlock, KnownErrors, type Block } from './error-report.ts';

/** Validates what sources say together; warnings go to stderr, mistakes are thrown. */
export async function validateSources(sources: readonly ConfigSource[]): Promise<Config> {
  const result = validateConfig(mergeSources(sources));
  const contradicted = contradictions(sources);
  const findings = [...contradicted, ...(result.ok ? result.warnings : result.findings)];
  if (findings.length === 0 && result.ok) return result.config;
  const blocks = await describeFindings(findings, sources);
  if (!result.ok || contradicted.length > 0) throw new KnownErrors(blocks);
  for (const block of blocks) tell(formatBlock(block));
  return result.config;
}

/**
 * The sources in their order; without a file named, the one in the working directory, unless `config` is null. A file that
 * is named and empty is a mistake, such as the output of a command that failed, unless `mayBeEmpty`.
 */
export function readSources({
  config,
  preset,
  set = [],
  mayBeEmpty = config === undefined,
}: Omit<ConfigOptions, 'config'> & {
  readonly config?: string | null | undefined;
  readonly mayBeEmpty?: boolean;
}): ConfigSource[] {
  const sources: ConfigSource[] = [];
  const mistakes: Block[] = [];
  const collect = (read: () => ConfigSource | undefined) => {
    try {
      const source = read();
      if (source) sources.push(source);
    } catch (error) {
      if (!(error instanceof ConfigSyntaxError)) throw error;
      const { message: what, where, remedy } = error;
      mistakes.push({ severity: 'error', what, where, remedy });
    }
  };
  if (preset !== undefined) collect(() => readPreset(preset));
  if (config !== null) collect(() => readFile(config, mayBeEmpty));
  for (const assignment of set) collect(() => readAssignment(assignment));
  if (mistakes.length > 0) throw new KnownErrors(mistakes);
  return sources;
}

/** The text of a preset's config. */
function readPreset(name: string): ConfigSource {
  if (!Object.hasOwn(PRESETS, name))
    throw new KnownError(`There is no preset "${name}".`, {
      where: '--preset',
      allowed: Object.keys(PRESETS).join(', '),
      remedy: 'Use one of these, or leave --preset out for the production template.',
    });
  const file = packageFile(`templates/${name}/websocket-alb.yaml`);
  return { ...readSource(`preset ${name}`, readFileSync(file, 'utf8')), isPreset: true };
}

function readFile(file: string | undefined, mayBeEmpty: boolean): ConfigSource | undefined {
  const path = file ?? defaultFile();
  if (path === undefined) return undefined;
  const name = path === '-' ? 'standard input' : path;
  try {
    const text = (path === '-' ? readStdin() : readFileSync(path, 'utf8')).replace(/^\uFEFF/, '');
    refuseTemplate(path, text);
    if (!mayBeEmpty) refuseEmpty(name, text);
    return readSource(name, text);
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    throw new KnownError(`Cannot read the config ${name}: ${reason}.`, {
      where: '--config',
      remedy: 'Name a file that can be read, or - for standard input.',
      cause: error,
    });
  }
}

/** Sections of a template, in YAML at the beginning of a line; no key of a config is called so. */
const TEMPLATE =
  /^(Resources|AWSTemplateFormatVersion)\s*:|^\s*(\{\s*)?"(Resources|AWSTemplateFormatVersion)"\s*:/m;

function refuseTemplate(path: string, text: string): void {
  if (!TEMPLATE.test(text)) return;
  const file = path === '-' ? 'FILE' : path;
  throw new KnownError('This is a CloudFormation template, not a config.', {
    where: path === '-' ? 'standard input' : path,
    remedy: `\`${generateCommand('check', file)}\` checks it, \`${generateCommand('deploy', '--stack-name', 'NAME')} < ${quote(file)}\` deploys it. \`${generateCommand('init')}\` writes a config.`,
  });
}

/** Comments alone are a config: all of it at its defaults. */
function refuseEmpty(name: string, text: string): void {
  if (!/^\s*(?:---\s*)?(?:null|~)?\s*$/i.test(text)) return;
  throw new KnownError('The config is empty.', {
    where: name,
    remedy: 'Write keys such as "name: chat", or leave -c out for the production preset.',
  });
}

async function describeFindings(
  findings: readonly Finding[],
  sources: readonly ConfigSource[],
): Promise<Block[]> {
  // Loaded only when there is something to say.
  const [{ wordFinding }, { lineOf }] = await Promise.all([
    import('../../config/words.ts'),
    import('../../config/locate.ts'),
  ]);
  const described = findings.map((finding) => {
    const path = fixablePath(finding, sources);
    const source = sourceOf(sources, path);
    const line = source?.text === undefined ? undefined : lineOf(source.text, path);
    const place = source ? (line === undefined ? source.name : `${source.name}:${line}`) : 'default';
    const where = source?.text === undefined && source ? place : `${place} ${formatKey(path)}`;
    const order = (source ? sources.indexOf(source) : sources.length) * 1e7 + (line ?? 0);
    return { order, block: { severity: finding.severity, where, ...wordFinding(finding) } };
  });
  return described.toSorted((a, b) => a.order - b.order).map(({ block }) => block);
}

/** Where a conflict is told: at a key that the user can change, rather than in a preset. */
function fixablePath(finding: Finding, sources: readonly ConfigSource[]): Path {
  const keys = (finding.args['keys'] ?? []) as readonly string[];
  if (!sourceOf(sources, finding.path)?.isPreset) return finding.path;
  const written = sources.filter(({ isPreset }) => !isPreset);
  const fixable = keys
    .map((key) => key.split('.'))
    .find((path) => written.some(({ value }) => valueAt(value, path) !== undefined));
  return fixable ?? finding.path;
}
