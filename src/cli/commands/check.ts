import { readFileSync } from 'node:fs';
import { checkTemplate } from '../../check/check.ts';
import { formatGithub } from '../../check/format-github.ts';
import { formatJson } from '../../check/format-json.ts';
import { formatSarif } from '../../check/format-sarif.ts';
import { formatText } from '../../check/format-text.ts';
import { rulesList } from '../../check/reference.ts';
import { exitCodeOf, type FileReport } from '../../check/report.ts';
import { CHECK_RULES } from '../../check/rules/index.ts';
import { KnownError, systemError } from '../errors.ts';
import { readStdin } from '../input.ts';
import { isTerminal, writeFile, writeOut } from '../output.ts';
import { paintSeverity } from '../style.ts';

export interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github';
  readonly strict?: boolean;
  readonly ignore?: readonly string[];
  readonly listRules?: boolean;
  readonly output?: string;
}

declare const PACKAGE_VERSION: string;

/** `generate check` */
export function check(files: readonly string[], options: CheckOptions): void {
  if (options.listRules) {
    write(rulesList(), options);
    return;
  }
  const ignored = new Set(options.ignore?.flatMap((codes) => codes.split(',')));
  for (const code of ignored)
    if (!CHECK_RULES.some((rule) => rule.code === code))
      throw new KnownError(`There is no rule "${code}".`, {
        where: '--ignore',
        remedy: '`generate check --list-rules` lists all codes.',
      });
  const rules = CHECK_RULES.filter(({ code }) => !ignored.has(code));
  const reports = namesOf(files).map((file): FileReport => {
    const text = read(file);
    const name = file === '-' ? 'stdin' : file;
    return { file: name, result: typeof text === 'string' ? checkTemplate(text, rules) : text };
  });
  write(format(reports, options), options);
  process.exitCode = exitCodeOf(reports, options.strict ?? false);
}

function namesOf(files: readonly string[]): readonly string[] {
  if (files.length > 0) return files;
  if (!isTerminal('stdin')) return ['-'];
  throw new KnownError('There is nothing to check.', {
    where: 'FILE',
    remedy: 'Name a template, or pipe one in: generate template | generate check.',
  });
}

/** A file that cannot be read is reported, and the others are checked. */
function read(file: string): string | FileReport['result'] {
  try {
    return file === '-' ? readStdin() : readFileSync(file, 'utf8');
  } catch (error) {
    const reason = systemError(error);
    if (!reason) throw error;
    return { ok: false, line: 1, reason: `Cannot read the file: ${reason}.` };
  }
}

function format(reports: readonly FileReport[], options: CheckOptions): string {
  switch (options.format) {
    case 'json':
      return formatJson(reports);
    case 'sarif':
      return formatSarif(reports, PACKAGE_VERSION);
    case 'github':
      return formatGithub(reports);
    case 'text':
      return formatText(reports, isStdout(options) ? paintSeverity : undefined);
  }
}

const isStdout = ({ output }: CheckOptions): boolean => output === undefined || output === '-';

function write(text: string, options: CheckOptions): void {
  if (options.output === undefined || options.output === '-') writeOut(text);
  else writeFile(options.output, text);
}
