// A stand-in for the AWS CLI that answers from a recording of a healthy stack.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';
import { generate } from './cli.ts';
import { temporaryFolder } from './tools.ts';

interface Recorded {
  readonly args: readonly string[];
  readonly answer: unknown;
}
const recorded = JSON.parse(
  readFileSync(new URL('../doctor/recorded/healthy.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

/** A folder with a program `aws` that answers from the recording. `first` is shell code that runs before. */
export function standIn(first = ''): { readonly PATH: string; readonly calls: () => string[] } {
  const folder = temporaryFolder();
  const answers = join(folder, 'answers');
  mkdirSync(answers);
  for (const { args, answer } of recorded)
    writeFileSync(join(answers, `${args[1]}.json`), JSON.stringify(answer ?? {}));
  const TemplateBody = renderYaml(buildTemplate(parseConfig({ name: 'chat' })));
  writeFileSync(join(answers, 'get-template.json'), JSON.stringify({ TemplateBody }));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const log = join(folder, 'calls');
  writeFileSync(log, '');
  writeFileSync(
    join(bin, 'aws'),
    `#!/bin/sh\necho "$@" >> '${log}'\nfail() { echo "$1" >&2; exit 254; }\ncd '${folder}'\n${first}\ncat "answers/$2.json"\n`,
  );
  chmodSync(join(bin, 'aws'), 0o755);
  return {
    PATH: `${bin}:/usr/bin:/bin`,
    calls: () => readFileSync(log, 'utf8').trim().split('\n').filter(Boolean),
  };
}

/** `generate doctor` with the programs in PATH, away from any config. */
export const doctor = ({ PATH }: { PATH: string }, ...args: string[]) =>
  generate(['doctor', ...args], { env: { PATH }, cwd: temporaryFolder() });
