import { realpathSync, statSync } from 'node:fs';
import { check as checkRead, checkDocument, checkTemplate, type CheckResult } from '../../check/check.ts';
import { formatGithub } from '../../check/format-github.ts';
import { formatJson } from '../../check/format-json.ts';
import { formatSarif } from '../../check/format-sarif.ts';
import { formatQuiet, formatText } from '../../check/format-text.ts';
import { rulesList } from '../../check/reference.ts';
import { exitCodeOf, type FileReport } from '../../check/report.ts';
import type { CheckRule } from '../../check/rule.ts';
import { CHECK_RULES } from '../../check/rules/index.ts';
import { VERSION } from '../../common/version.ts';
import { KnownError } from '../../common/known-error.ts';
import { isTerminal, writeReport, writeResult } from '../io/output.ts';
import { paintSeverity } from '../io/style.ts';
import { Fixing, parseFix, type ReadText } from './fixing.ts';
import { nameConstructs } from './assembly.ts';
import { exceptionsOf, type ExceptionOptions } from './exceptions.ts';
import { withPassedParameters, type JudgedTemplate } from './nested-reports.ts';
import { nestedFiles } from './nested-templates.ts';
import { wordsForOther } from './other-files.ts';
import type { ManifestText } from '../../kubernetes/check.ts';
import { placeOf, readTexts, type NamedText, type Selection } from './template-files.ts';

export interface CheckOptions extends ExceptionOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly strict?: boolean;
  readonly ignore?: readonly string[];
  readonly quiet?: boolean;
  readonly skipOthers?: boolean;
  readonly listRules?: boolean;
  readonly output?: string;
  /** Every value given to --fix. */
  readonly fix?: readonly string[];
}

/** `websocket-alb check` */
export async function check(files: readonly string[], options: CheckOptions): Promise<void> {
  if (options.listRules) {
    writeResult(rulesList(), options.output);
    return;
  }
  const ignored = new Set(options.ignore?.flatMap((codes) => codes.split(',')));
  for (const code of ignored)
    if (!CHECK_RULES.some((rule) => rule.code === code))
      throw new KnownError(`There is no rule "${code}".`, {
        where: '--ignore',
        remedy: '`websocket-alb check --list-rules` lists all codes.',
      });
  const rules = CHECK_RULES.filter(({ code }) => !ignored.has(code));
  const { modes, files: fixFiles } = parseFix(options.fix ?? []);
  if (modes.has('dry-run') && options.writeBaseline !== undefined)
    throw new KnownError('--fix=dry-run writes nothing, and --write-baseline writes a baseline.', {
      where: '--write-baseline',
      remedy:
        'Leave --write-baseline out to see the changes; --fix --write-baseline FILE makes them and then writes what is left.',
    });
  if (modes.has('dry-run') && options.format !== 'text')
    throw new KnownError('--fix=dry-run prints a difference in place of the report.', {
      where: '--format',
      remedy: 'Leave --format out.',
    });
  const exceptions = exceptionsOf(options, ignored);
  const fixing = options.fix ? new Fixing(rules, modes, exceptions.countingIn) : undefined;
  const { skipOthers = false } = options;
  const selection = { skipOthers, isExcluded: exceptions.isExcluded };
  const judged = await judgeAll(namesOf([...fixFiles, ...files]), rules, selection, fixing);
  // Fix first, so that a new baseline records only what is left.
  if (!fixing?.isDryRun) fixing?.write();
  const { reports, notes } = exceptions.apply(nameConstructs(judged));
  process.exitCode = exitCodeOf(reports, options.strict ?? false);
  if (fixing?.isDryRun) {
    const difference = await fixing.difference();
    if (isStdout(options) && isTerminal('stdout')) writeReport(difference);
    else writeResult(difference, options.output);
    return;
  }
  const text = format(reports, notes, options);
  if (options.format === 'text' && isStdout(options)) writeReport(text);
  else writeResult(text, options.output);
}

/**
 * Checks the files and folders, and the nested templates they reference by path, each file once and with the parameters
 * that its parents pass. All manifests are checked together, because Ingress groups, their classes and Services span files.
 *
 * @param fixing - applies fixes to each text before it is checked.
 */
async function judgeAll(
  names: readonly string[],
  rules: readonly CheckRule[],
  selection: Selection,
  fixing: Fixing | undefined,
): Promise<FileReport[]> {
  const folders = names.flatMap((name) => folderOf(name) ?? []);
  const judged = new Map<string, JudgedTemplate>();
  const waiting: string[] = [];
  const manifests: ReadText[] = [];
  const take = async (read: NamedText): Promise<void> => {
    const named = fixing?.take(read) ?? read;
    const { file, text, written } = named;
    if (written === 'kubernetes' && typeof text === 'string') {
      manifests.push({ ...named, text });
      return;
    }
    const report = await judge(named, rules);
    const paths = report.result.ok ? report.result.nested.map(({ path }) => path) : [];
    const nested = nestedFiles(file, paths, folders);
    waiting.push(...nested.values());
    judged.set(placeOf(file), {
      report,
      text: typeof text === 'string' ? text : '',
      nested: new Map([...nested].map(([path, at]) => [path, placeOf(at)])),
    });
  };
  for (const named of readTexts(names, selection)) await take(named);
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift())
    if (!judged.has(placeOf(file))) for (const named of readTexts([file], selection)) await take(named);
  const asUsed = withPassedParameters(judged, rules);
  const reports = [...judged].map(([place, { report }]) => asUsed.get(place) ?? report);
  if (manifests.length === 0) return reports;
  const { checkManifests } = await import('../../kubernetes/check.ts');
  const fixed = (await fixing?.takeManifests(manifests)) ?? manifests;
  const texts = fixed.map(({ file, text }): ManifestText => ({
    file: file === '-' ? 'stdin' : file,
    text,
  }));
  return [...reports, ...checkManifests(texts, rules)];
}

/** The real path of a folder; undefined for anything else. */
const folderOf = (name: string): string | undefined =>
  name !== '-' && statSync(name, { throwIfNoEntry: false })?.isDirectory() ? realpathSync(name) : undefined;

async function judge(
  { file, text, written, document }: NamedText,
  rules: readonly CheckRule[],
): Promise<FileReport> {
  const name = file === '-' ? 'stdin' : file;
  if (typeof text !== 'string') return { file: name, result: { ok: false, ...text } };
  const result =
    written === 'terraform'
      ? await judgeTerraform(text, rules)
      : document
        ? checkDocument(document, rules)
        : checkTemplate(text, rules);
  if (result.ok) return { file: name, result };
  return { file: name, result: { ...result, ...(await wordsForOther(file, text)) } };
}

/** The Terraform reader is loaded only when there is something for it to read. */
async function judgeTerraform(text: string, rules: readonly CheckRule[]): Promise<CheckResult> {
  const { readTerraform } = await import('../../terraform/template.ts');
  return checkRead(() => readTerraform(text), rules);
}

function namesOf(files: readonly string[]): readonly string[] {
  if (files.length > 0) return files;
  if (!isTerminal('stdin')) return ['-'];
  throw new KnownError('There is nothing to check.', {
    where: 'FILE',
    remedy: 'Name a template, or pipe one in: npx websocket-alb template | npx websocket-alb check.',
  });
}

function format(reports: readonly FileReport[], notes: readonly string[], options: CheckOptions): string {
  switch (options.format) {
    case 'json':
      return formatJson(reports, notes);
    case 'sarif':
      return formatSarif(reports, VERSION, notes);
    case 'github':
      return formatGithub(reports, notes);
    case 'text':
      return (options.quiet ? formatQuiet : formatText)(
        reports,
        isStdout(options) ? paintSeverity : undefined,
        notes,
      );
  }
}

const isStdout = ({ output }: CheckOptions): boolean => output === undefined || output === '-';
