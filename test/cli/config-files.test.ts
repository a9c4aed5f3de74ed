// The files given with -c: several, too large, endless.
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { yamlOf } from '../helpers/template.ts';
import { temporaryFolder } from '../helpers/tools.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

const BASE = 'name: chat\ntarget: {port: 8080}\nheartbeat: 20\n';
const PROD = 'target: {protocol: HTTPS}\nheartbeat: 25\n';
const BOTH = { name: 'chat', target: { port: 8080, protocol: 'HTTPS' }, heartbeat: 25 };

describe('-c given more than once', () => {
  it('later files override earlier ones, including standard input, and the default file is not read', async () => {
    const cwd = folder({ 'base.yaml': BASE, 'prod.yaml': PROD, 'websocket-alb.yaml': 'name: found' });
    const expected = { status: 0, stderr: '', stdout: yamlOf(BOTH) };
    expect(await generate(['template', '-c', 'base.yaml', '--config', 'prod.yaml'], { cwd })).toEqual(
      expected,
    );
    expect(await generate(['template', '-c', 'base.yaml', '-c', '-'], { cwd, input: PROD })).toEqual(
      expected,
    );
  });

  it('a mistake is reported in the file that contains it', async () => {
    const cwd = folder({ 'base.yaml': `${BASE}logs: {retention: 1}\n`, 'prod.yaml': 'dashbord: true\n' });
    const { status, stderr } = await generate(['template', '-c', 'base.yaml', '-c', 'prod.yaml'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toMatch(/error: base\.yaml:4 logs\.retention\n[^]*error: prod\.yaml:1 dashbord\n/);
  });

  it('names every file that cannot be read', async () => {
    const { status, stderr } = await generate(
      ['template', '-c', 'a.yaml', '-c', 'b.yaml', '--preset', 'no'],
      {
        cwd: temporaryFolder(),
      },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('Cannot read the config a.yaml: no such file');
    expect(stderr).toContain('Cannot read the config b.yaml: no such file');
    expect(stderr).toContain('There is no preset "no".');
  });

  it('accepts standard input once', async () => {
    const { status, stderr } = await generate(['template', '-c', '-', '-c', '-'], { input: BASE });
    expect(status).toBe(2);
    expect(stderr).toContain('Standard input is given twice');
  });

  it.each([
    ['cost', 'cost --connections 10 --mean-connection 1h --messages-per-minute 1 --bytes-per-message 1'],
    ['cdk', 'cdk'],
    ['snippet', 'snippet heartbeat'],
    ['doctor', 'doctor --load-balancer x'],
    ['logs', 'logs'],
    ['deploy', 'deploy --stack-name x'],
  ])('%s reads them all', async (_, command) => {
    const cwd = folder({ 'base.yaml': 'nme: x\n', 'prod.yaml': 'dashbord: true\n', 'a.log': '' });
    const args = [...command.split(' '), '-c', 'base.yaml', '-c', 'prod.yaml'];
    const { status, stderr } = await generate(args, { cwd });
    expect([status, stderr]).toEqual([2, expect.stringMatching(/base\.yaml:1 nme[^]*prod\.yaml:1 dashbord/)]);
  });
});

describe('input larger than any config', () => {
  it('endless devices, a file of 3 GB and a pipe are refused because of their size', async () => {
    const cwd = folder({ 'big.yaml': 'name: chat\n' });
    truncateSync(join(cwd, 'big.yaml'), 3e9);
    for (const file of ['/dev/zero', 'big.yaml'])
      expect(await generate(['template', '-c', file], { cwd })).toMatchObject({
        status: 2,
        stderr: `error: ${file}\n  The config is larger than 1000000 bytes.\n  remedy:  Is this the right file?\n`,
      });
    const piped = await generate(['template', '-c', '-'], { input: '#'.repeat(1_000_001) });
    expect(piped).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('larger than 1000000') as string,
    });
  });

  it('shows 50 of 1,600 mistakes, and counts the others', async () => {
    const cwd = folder({ 'a.yaml': Array.from({ length: 1600 }, (_, index) => `k${index}: 1\n`).join('') });
    const { status, stderr } = await generate(['template', '-c', 'a.yaml'], { cwd });
    expect(status).toBe(2);
    expect(stderr.match(/^error: /gm)).toHaveLength(50);
    expect(stderr).toContain('\n1600 errors; the first 50 are shown. Nothing was written.\n');
  });
});

it('a file name cannot start a line of standard error', async () => {
  const { stderr } = await generate(['template', '-c', 'no\n::error::x']);
  expect(stderr).not.toMatch(/^::/m);
});
