import { describe, expect, it } from 'vitest';
import { load, MAX_PROBLEMS, type ConfigSources } from '../../src/config/load.ts';

const file = (name: string, text: string) => ({ name, text });

/** Where each problem is, and its code. */
async function problems(sources: ConfigSources) {
  const loaded = await load(sources);
  if (loaded.ok) throw new Error('nothing was refused');
  return loaded.problems.map(({ code, where }) => `${where}: ${code}`);
}

async function config(sources: ConfigSources) {
  const loaded = await load(sources);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded;
}

describe('several files', () => {
  const base = file(
    'base.yaml',
    'name: chat\ntarget:\n  port: 8080\n  protocol: HTTPS\nnetwork:\n  allowFrom: [10.0.0.0/8, 192.168.0.0/16]\n',
  );
  it('later files override earlier ones: groups key by key, lists as a whole; --set overrides all', async () => {
    const prod = file('prod.yaml', 'target: {port: 9000}\nnetwork: {allowFrom: [172.16.0.0/12]}\n');
    const loaded = await config({ files: [base, prod], assignments: ['name=last'] });
    expect(loaded.written).toEqual({
      name: 'last',
      target: { port: 9000, protocol: 'HTTPS' },
      network: { allowFrom: ['172.16.0.0/12'] },
    });
    expect(loaded.config.target.port).toBe(9000);
    expect(loaded.assignments).toEqual([{ path: ['name'], value: 'last' }]);
    const other = await config({ files: [prod, base] });
    expect(other.config.target.port).toBe(8080);
  });

  it('a mistake is reported in the file that contains it, in the order of the files and lines', async () => {
    const prod = file(
      'prod.yaml',
      '# production\n\ntarget: {prot: 1}\nnetwork:\n  allowFrom:\n    - nowhere\nheartbeat: -1\n',
    );
    const wrong = file('base.yaml', 'name: chat\nlogs:\n  retention: 1\nheartbeat: -2\n');
    expect(await problems({ files: [wrong, prod], assignments: ['dashbord=true'] })).toEqual([
      'base.yaml:3 logs.retention: unknown-key',
      'prod.yaml:3 target.prot: unknown-key',
      'prod.yaml:6 network.allowFrom[0]: invalid-value',
      'prod.yaml:7 heartbeat: invalid-value',
      '--set dashbord: unknown-key',
    ]);
  });

  it('a wrong value that a later file replaces is not a mistake', async () => {
    const loaded = await config({ files: [file('a', 'heartbeat: -1'), file('b', 'heartbeat: 20')] });
    expect(loaded.config.heartbeat).toBe(20);
  });

  it('a conflict between files is reported at the key that decides', async () => {
    const files = [
      file('base', 'target:\n  algorithm: round_robin\n  slowStart: 60\n'),
      file('prod', '\ntarget: {algorithm: least_outstanding_requests}'),
    ];
    const [problem] = await problems({ files });
    expect(problem).toMatch(/^(base:3 target\.slowStart|prod:2 target\.algorithm): /);
  });

  it('every text that is not a config is reported, each with its line', async () => {
    const loaded = await load({
      files: [file('a.yaml', 'name: a\nname: b\n'), file('b.yaml', '- x\n')],
      assignments: ['name'],
    });
    expect(loaded).toMatchObject({
      ok: false,
      problems: [
        { code: 'config-syntax', source: 'a.yaml', line: 2, key: undefined, where: 'a.yaml:2:1' },
        { code: 'config-syntax', source: 'b.yaml', line: undefined },
        { code: 'config-syntax', source: '--set name' },
      ],
    });
  });
});

describe('the location of a problem', () => {
  it('consists of source, line and key', async () => {
    const loaded = await load({ files: [file('a.yaml', 'target:\n  slowStart: 5\n')] });
    expect(loaded).toMatchObject({
      ok: false,
      problems: [{ source: 'a.yaml', line: 2, key: 'target.slowStart', severity: 'error' }],
    });
  });

  it('is not shifted by a byte order mark', async () => {
    expect(await problems({ files: [file('a', '\uFEFFname: chat\nheartbeat: -1\n')] })).toEqual([
      'a:2 heartbeat: invalid-value',
    ]);
  });

  it('is given for warnings, which come with the config', async () => {
    const { warnings } = await config({ files: [file('a', '\nheartbeat: 2001\n')] });
    expect(warnings).toMatchObject([{ severity: 'warning', source: 'a', line: 2, key: 'heartbeat' }]);
  });

  it('is the key that the user wrote, in a conflict with a preset', async () => {
    const preset = file('preset mine', 'target: {algorithm: least_outstanding_requests}');
    const [problem] = await problems({ preset, assignments: ['target.slowStart=60'] });
    expect(problem).toMatch(/^--set target\.slowStart: /);
  });
});

describe('hostile texts', () => {
  const unknown = (count: number) =>
    Array.from({ length: count }, (_, index) => `lodBalance${index}: 1`).join('\n');

  it('of 1,600 unknown keys, the first are described and the others counted', async () => {
    const loaded = await load({ files: [file('a', unknown(1600))] });
    expect(loaded).toMatchObject({ ok: false, omitted: 1600 - MAX_PROBLEMS });
    if (loaded.ok) return;
    expect(loaded.problems).toHaveLength(MAX_PROBLEMS);
    expect(loaded.problems[0]).toMatchObject({ line: 1, remedy: 'Did you mean loadBalancer?' });
    expect(loaded.problems.at(-1)).toMatchObject({ line: MAX_PROBLEMS });
  });

  it('errors come before warnings, and one more than fits is counted', async () => {
    const loaded = await load({ files: [file('a', `heartbeat: 2001\n${unknown(MAX_PROBLEMS + 1)}`)] });
    expect(loaded).toMatchObject({ ok: false, omitted: 1 });
    expect(loaded.ok || loaded.problems.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it.each([
    ['blank lines', `${'\n'.repeat(200_000)}---\na: b\n---`],
    ['blank lines before a key', `${'\n'.repeat(900_000)}name: chat`],
    ['spaces', `${' '.repeat(900_000)}\nname: chat`],
    ['comments', `${'# \n'.repeat(20_000)}heartbeat: -1`],
    ['values', `tags:\n${Array.from({ length: 19_000 }, (_, index) => `  k${index}: v`).join('\n')}`],
  ])('%s: gets an answer', async (_, text) => {
    expect(await load({ files: [file('a', text)] })).toHaveProperty('ok');
  });
});
