// Output in the documentation, written by the built command. An example consists of a mark and the block after it:
//
//   <!-- output -->
//   ```console
//   $ npx generate cost --connections 5000
//   (what the command prints)
//   ```
//
// `<!-- output with chat.yaml, alb-logs -->` puts files into the folder in which the command runs: a block of the same
// page that begins with the comment `# chat.yaml`, or one of the SURROUNDINGS. `from "What it says" 3, "error" 8` keeps
// excerpts: from each line that begins with the text, the given number of lines; an ellipsis marks what is left out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GeneratedFile } from './file.ts';
import { SURROUNDINGS } from './surroundings.ts';

const MARK = /(<!-- output( .*?)? -->\n+```console\n)\$ (.*)\n[\s\S]*?(```)/g;
const ROOT = process.cwd();
const BIN = resolve('bin/generate.js');
/** Loaded into the process of an example before it runs. */
const PRELOADED = [
  pathToFileURL(join(ROOT, 'scripts/generated/clock.mjs')),
  pathToFileURL(join(ROOT, 'scripts/generated/aws-stand-in.mjs')),
];

/** Pages with marks. */
const pages = (): string[] =>
  ['README.md', 'docs', 'notes']
    .flatMap((path) => (path.endsWith('.md') ? [path] : readdirSync(path).map((name) => `${path}/${name}`)))
    .filter((path) => path.endsWith('.md') && readFileSync(path, 'utf8').includes('<!-- output'));

/** Each page, with the current output of the built command. */
export const examples = (): GeneratedFile[] =>
  pages().map((path) => ({ path, content: () => withOutput(readFileSync(path, 'utf8')) }));

const withOutput = (page: string): string =>
  page.replace(MARK, (_, opening: string, options: string | undefined, command: string, closing, at) => {
    const { needs, excerpt } = parseOptions(options ?? '');
    const output = outputOf(command, (folder) => {
      for (const need of needs) provide(need, folder, page.slice(0, Number(at)));
    });
    return `${opening}$ ${command}\n${shortened(output, excerpt)}${closing}`;
  });

interface Kept {
  readonly start: string;
  readonly lines: number;
}

function parseOptions(options: string): {
  readonly needs: readonly string[];
  readonly excerpt: readonly Kept[];
} {
  const found = /^(?: with (?<needs>.*?))?(?: from (?<excerpt>".*))?$/.exec(options);
  if (!found) throw new Error(`an example is marked${options}, which is not understood`);
  const { needs, excerpt = '' } = found.groups ?? {};
  return {
    needs: needs?.split(', ') ?? [],
    excerpt: [...excerpt.matchAll(/"([^"]*)" (\d+)/g)].map(([, start = '', lines]) => ({
      start,
      lines: Number(lines),
    })),
  };
}

function provide(need: string, folder: string, before: string): void {
  const surroundings = SURROUNDINGS[need];
  if (surroundings) return surroundings(folder);
  const blocks = [...before.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const block = blocks.findLast((text) => text.startsWith(`# ${need}\n`));
  if (block === undefined)
    throw new Error(`an example needs ${need}: no block before it begins with "# ${need}"`);
  writeFileSync(join(folder, need), block);
}

/** What a command prints on both streams, run in its own folder and without colours. */
function outputOf(command: string, prepare: (folder: string) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'websocket-alb-example-'));
  try {
    prepare(folder);
    const script = `npx() { shift; '${process.execPath}' '${BIN}' "$@"; }\n{ ${command}\n} 2>&1`;
    const { stdout, status } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}:${process.env['PATH']}`,
        NODE_OPTIONS: PRELOADED.map((url) => `--import=${url.href}`).join(' '),
        NO_COLOR: '1',
        FORCE_COLOR: undefined,
        XDG_CACHE_HOME: join(folder, 'cache'),
        AWS_REGION: undefined,
        AWS_DEFAULT_REGION: undefined,
      },
    });
    // Examples of errors exit with 1 or 2.
    if (stdout === '' || status === null || status > 2) throw new Error(`${command}: ${status}\n${stdout}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shortened(output: string, excerpt: readonly Kept[]): string {
  if (excerpt.length === 0) return output;
  const lines = output.split('\n').slice(0, -1);
  const kept: string[] = [];
  let next = 0;
  for (const { start, lines: count } of excerpt) {
    const at = lines.findIndex((line, index) => index >= next && line.startsWith(start));
    if (at < 0) throw new Error(`no line begins with "${start}":\n${output}`);
    if (at > next) kept.push('…');
    kept.push(...lines.slice(at, at + count));
    next = at + count;
  }
  if (next < lines.length) kept.push('…');
  return kept.map((line) => `${line}\n`).join('');
}
