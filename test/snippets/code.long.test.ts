// The text that `websocket-alb snippet` writes: formatted, without left-over types, with its comments, strict and lint-clean.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVER_SNIPPETS } from '../../src/snippets/names.ts';
import { chat, compile, generateSnippet, health, live, snippetFolder, start } from '../helpers/snippets.ts';
import { run } from '../helpers/tools.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe.each([
  { name: 'chat', input: await chat(), count: 17 },
  { name: 'live', input: await live(), count: 18 },
])('$name', ({ input, count }) => {
  const ts = snippetFolder(input, 'ts');
  const js = snippetFolder(input, 'js');
  const project = { ...ts, folder: join(ts.folder, 'project') };

  beforeAll(async () => {
    mkdirSync(project.folder, { recursive: true });
    for (const generated of [ts, js])
      await Promise.all([
        ...Object.keys(SERVER_SNIPPETS).map((name) =>
          generateSnippet(generated, name, `${name}.${generated.language}`),
        ),
        generateSnippet(generated, 'metrics', `metrics-emf.${generated.language}`, '--emf'),
        generateSnippet(generated, 'server', 'project'),
      ]);
  });
  afterAll(ts.remove);
  afterAll(js.remove);

  const filesOf = (folder: string, language: 'js' | 'ts'): string[] =>
    ['.', 'project'].flatMap((each) =>
      readdirSync(join(folder, each))
        .filter((file) => file.endsWith(`.${language}`))
        .map((file) => join(each, file)),
    );
  const codeOf = (folder: string, language: 'js' | 'ts'): [string, string][] =>
    filesOf(folder, language).map((file) => [file, readFileSync(join(folder, file), 'utf8')]);

  it('TypeScript compiles under the strictest options', async () => {
    expect(codeOf(ts.folder, 'ts')).toHaveLength(count);
    await compile(ts.folder);
  });

  it('the TypeScript project builds with its own settings, and starts as its package.json says', async () => {
    const { scripts, dependencies } = JSON.parse(
      readFileSync(join(project.folder, 'package.json'), 'utf8'),
    ) as Record<'scripts' | 'dependencies', Record<string, string>>;
    expect(scripts).toEqual({ build: 'tsc', start: 'node dist/server.js' });
    // Servers that are IP targets query whether they are draining.
    const asks = input.target?.type === 'ip' ? ['@aws-sdk/client-elastic-load-balancing-v2'] : [];
    expect(Object.keys(dependencies)).toEqual(['@aws-sdk/client-cloudwatch', ...asks, 'ws']);
    const built = await run('npm', ['run', 'build'], {
      cwd: project.folder,
      env: { PATH: `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}` },
    });
    expect(built.status, built.stdout).toBe(0);
    await start(project, 'dist/server.js', { AWS_REGION: 'eu-west-1' });
    expect((await health(project.config)).body).toBeDefined();
  });

  it('JavaScript has no types, and keeps every comment that is not about types', () => {
    const files = codeOf(js.folder, 'js');
    expect(files).toHaveLength(count);
    for (const [file, code] of files) expect(parseSync(file, code).errors, file).toEqual([]);
    const words = (text: string) => parseSync('x.ts', text).comments.map(({ value }) => value.trim());
    const typed = new Map(codeOf(ts.folder, 'ts'));
    for (const [file, code] of files) {
      const source = typed.get(file.replace(/js$/, 'ts')) ?? '';
      const { program, comments } = parseSync('x.ts', source);
      const isAboutType = ({ start, end }: { start: number; end: number }) =>
        /^\n(export )?(interface|type) /.test(source.slice(end)) ||
        program.body.some(
          (each) =>
            each.start < start && each.end > end && /^(export )?interface /.test(source.slice(each.start)),
        );
      const others = comments.filter((comment) => !isAboutType(comment)).map(({ value }) => value.trim());
      // The first line names the language.
      const isNoBanner = (line: string) => !line.includes('generated from your config by');
      expect(words(code).filter(isNoBanner), file).toEqual(others.filter(isNoBanner));
    }
  });

  it.each(['ts', 'js'] as const)('%s is formatted and lint-clean', async (language) => {
    const options = await resolveConfig(join(ROOT, 'src/index.ts'));
    const { folder } = language === 'ts' ? ts : js;
    for (const [file, code] of codeOf(folder, language))
      expect(code, file).toBe(await format(code, { ...options, filepath: file }));
    const lint = await run(
      join(ROOT, 'node_modules/.bin/oxlint'),
      [
        '-c',
        join(ROOT, '.oxlintrc.json'),
        '-A',
        'no-console',
        '--deny-warnings',
        ...filesOf(folder, language),
      ],
      { cwd: folder },
    );
    expect(lint.status, lint.stdout).toBe(0);
    expect(lint.stdout).toContain(`on ${count} files`);
  });
});
