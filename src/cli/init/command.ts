import { existsSync } from 'node:fs';
import { diffLines } from 'diff';
import type { AwsTarget } from '../../aws/target.ts';
import { printable } from '../../common/printable.ts';
import { ownCommand } from '../../common/shell.ts';
import type { LoadedConfig } from '../../config/load.ts';
import { formatKey, type Assignment } from '../../config/path.ts';
import { applyTo, writeJson, writeText } from '../../wizard/change.ts';
import { detailQuestions, sections } from '../../wizard/details.ts';
import { QUESTIONS } from '../../wizard/questions.ts';
import { fromLoadBalancer as settingsOf } from '../../wizard/live/from-load-balancer.ts';
import { overview } from '../../wizard/overview.ts';
import { runSession } from '../../wizard/session.ts';
import { Account } from './account.ts';
import { regionNamed } from '../cost/prices.ts';
import { estimate } from './cost-estimate.ts';
import { loadTexts } from '../shared/config.ts';
import { readConfigFile } from '../shared/config-files.ts';
import { warn } from '../shared/error-report.ts';
import { KnownError } from '../../common/known-error.ts';
import { isTerminal, printToStderr } from '../io/output.ts';
import { writeFile } from '../io/write-files.ts';
import { ask, confirm } from '../io/prompts.ts';
import { paint } from '../io/style.ts';
import { lookAt } from './live-load-balancer.ts';
import { schemaLocation } from './schema-location.ts';
import { KEYS_HELP, terminalRespondent } from './wizard.ts';

export interface InitOptions extends AwsTarget {
  readonly set?: readonly string[];
  readonly yes?: boolean;
  readonly force?: boolean;
  /** Name or ARN. */
  readonly fromLoadBalancer?: string;
}

const DEFAULT_FILE = 'websocket-alb.yaml';

/** `websocket-alb init [FILE]`. Returns the exit code, which is the deployment's if one follows. */
export async function init(
  file: string = DEFAULT_FILE,
  { set = [], yes: isSilent = false, force, region, profile, fromLoadBalancer }: InitOptions,
): Promise<number> {
  const target = { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) };
  const yes = isSilent || fromLoadBalancer !== undefined;
  if (!yes && !(isTerminal('stdin') && isTerminal('stderr')))
    throw new KnownError('There is no terminal to ask questions on.', {
      where: 'websocket-alb init',
      remedy: 'Run it on a terminal, or pass --yes to use the defaults, with --set for what differs.',
    });
  const found = existsSync(file) ? readConfigFile(file, { mayBeEmpty: true }) : undefined;
  const old = found?.text;
  const loaded = await loadTexts({ files: found ? [found] : [], assignments: set });
  for (const warning of loaded.warnings) warn(warning);
  const answers = yes ? [] : await questionnaire(loaded, target, !found?.text.trim());
  const live =
    fromLoadBalancer === undefined ? undefined : settingsOf(await lookAt(fromLoadBalancer, target));
  const assignments = [...(live?.assignments ?? []), ...loaded.assignments, ...answers];
  const text = file.endsWith('.json')
    ? writeJson(old, assignments, schemaLocation(file))
    : writeText(old, assignments, {
        header: header(file),
        comment: (key) => sections().find((section) => section.key === key)?.description,
      });
  if (text === old) {
    printToStderr(`${printable(file)} already has these values: nothing to change.`);
    return 0;
  }
  if (old !== undefined && yes && !force)
    throw new KnownError(`${file} exists and would be changed.`, {
      where: file,
      remedy: 'Add --force to change it without asking, or leave out --yes to see the change first.',
    });
  printToStderr(old === undefined ? `\n${text}` : `\n${difference(old, text)}`);
  const { config } = await loadTexts({ files: [{ name: file, text }] });
  printToStderr(`${overview(config).join('\n')}\n`);
  const cost = estimate(config, regionNamed(region, config)?.code);
  if (cost) printToStderr(cost);
  if (!yes && !(await confirm(`Write ${file}?`, old === undefined))) {
    printToStderr('Nothing was written.');
    return 0;
  }
  writeFile(file, text);
  printToStderr(`Wrote ${printable(file)}.`);
  if (live) printLeftOut(live.left);
  if (!yes && (await confirm('Deploy it now?'))) {
    const { deployNow } = await import('./deploy-now.ts');
    return deployNow(file, target);
  }
  recommend(file);
  return 0;
}

const header = (file: string): string[] => [
  `yaml-language-server: $schema=${schemaLocation(file)}`,
  'Written by `websocket-alb init`: keys that are not here have their defaults. All keys: `websocket-alb schema`.',
];

async function questionnaire(
  { written: input, assignments }: LoadedConfig,
  target: AwsTarget,
  isNew: boolean,
): Promise<Assignment[]> {
  printToStderr(KEYS_HELP);
  const account = new Account(target);
  const respondent = terminalRespondent(account);
  const answered = assignments.map(({ path }) => formatKey(path));
  const answers = await runSession(input, QUESTIONS, answered, respondent, isNew);
  const more = await ask<string[]>({
    type: 'checkbox',
    message: 'Sections to configure in detail (space selects, Enter continues)',
    choices: sections().map(({ key, description }) => ({ name: `${key}: ${description}`, value: key })),
  });
  for (const section of more) {
    answers.push(
      ...(await runSession(applyTo(input, answers), detailQuestions(section), answered, respondent)),
    );
  }
  await account.close();
  return answers;
}

/** A diff without context lines. */
const difference = (before: string, after: string): string =>
  diffLines(before, after)
    .filter(({ added, removed }) => added || removed)
    .flatMap(({ value, added }) =>
      value
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => (added ? paint('green', `+ ${line}`) : paint('red', `- ${line}`))),
    )
    .join('\n');

/** Prints what the config does not express about the load balancer it was written from. */
function printLeftOut(left: readonly string[]): void {
  if (left.length === 0) return;
  printToStderr(['\nNot in the config:', ...left.map((what) => `  - ${printable(what)}`), ''].join('\n'));
}

function recommend(file: string): void {
  const option = file === DEFAULT_FILE ? [] : ['-c', file];
  printToStderr(
    [
      'Next:',
      printable(`  ${ownCommand('template', ...option)} > template.yaml`),
      printable(`  ${ownCommand('deploy', ...option, '--stack-name', 'NAME', '--dry-run')}`),
    ].join('\n'),
  );
}
