// The wizard without a terminal.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { yamlOf } from '../helpers/template.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const FILE = 'websocket-alb.yaml';

describe('without a terminal', () => {
  it('exits 2 and says why', async () => {
    const { status, stderr } = await generate(['init'], { cwd: temporaryFolder() });
    expect(status).toBe(2);
    expect(stderr).toContain('no terminal');
    expect(stderr).toContain('--yes');
  });

  it('--yes writes the defaults and the values of --set, ready for `template`', async () => {
    const cwd = temporaryFolder();
    const args = [
      'init',
      'my.yaml',
      '--yes',
      '--set',
      'target.stickiness.type=none',
      '--set',
      'tags."a.b"=c',
    ];
    expect(await generate(args, { cwd })).toMatchObject({ status: 0, stdout: '' });
    expect((await generate(['template', '-c', 'my.yaml'], { cwd })).stdout).toBe(
      yamlOf({ target: { stickiness: { type: 'none' } }, tags: { 'a.b': 'c' } }),
    );
  });

  it('prints next steps that can be pasted into a shell', async () => {
    const { stderr } = await generate(['init', "my chat's.yaml", '--yes'], { cwd: temporaryFolder() });
    expect(stderr).toContain("\n  npx websocket-alb template -c 'my chat'\\''s.yaml' > template.yaml\n");
    expect(stderr).toContain(
      "\n  npx websocket-alb deploy -c 'my chat'\\''s.yaml' --stack-name NAME --dry-run\n",
    );
  });

  it('writes a valid empty config when there is nothing to set', async () => {
    const cwd = temporaryFolder();
    expect((await generate(['init', '--yes'], { cwd })).status).toBe(0);
    expect((await generate(['template'], { cwd })).stdout).toBe(yamlOf({}));
  });

  it('changes an existing file with --force only, and keeps its comments', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), '# mine\nname: old # a remark\ntarget:\n  port: 9000\n');
    const args = ['init', '--yes', '--set', 'name=new', '--set', 'target.port=8080'];
    const refused = await generate(args, { cwd });
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('--force');
    expect((await generate([...args, '--force'], { cwd })).status).toBe(0);
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe('# mine\nname: new # a remark\n');
  });

  it('reads and writes a .json file as JSON', async () => {
    const cwd = temporaryFolder();
    const file = join(cwd, 'conf.json');
    expect(
      (await generate(['init', 'conf.json', '--yes', '--set', 'target.port=9000'], { cwd })).status,
    ).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      $schema: expect.stringContaining('config.schema.json'),
      target: { port: 9000 },
    });
    const args = ['init', 'conf.json', '--yes', '--force', '--set', 'target.port=8080', '--set', 'name=chat'];
    expect((await generate(args, { cwd })).status).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ name: 'chat' });
    expect(readFileSync(file, 'utf8')).not.toContain('target');
    expect((await generate(['template', '-c', 'conf.json'], { cwd })).stdout).toBe(yamlOf({ name: 'chat' }));
  });

  it('points to the schema in node_modules, beside the config or above; otherwise to a URL', async () => {
    const cwd = temporaryFolder();
    const schemas = join(cwd, 'node_modules', 'websocket-alb', 'schemas');
    const init = async (file: string) => {
      expect(await generate(['init', file, '--yes', '--set', 'name=chat'], { cwd })).toMatchObject({
        status: 0,
      });
      return readFileSync(join(cwd, file), 'utf8');
    };
    mkdirSync(join(cwd, 'envs', 'node_modules', 'websocket-alb'), { recursive: true });
    const url = /\$schema=https:\/\/unpkg\.com\/websocket-alb@[\d.]+\/schemas\/config\.schema\.json\n/;
    // A folder of the package without the schema is not enough.
    expect(await init('envs/before.yaml')).toMatch(url);
    mkdirSync(schemas, { recursive: true });
    writeFileSync(join(schemas, 'config.schema.json'), '{}');
    const path = 'node_modules/websocket-alb/schemas/config.schema.json';
    expect(await init('here.yaml')).toContain(`# yaml-language-server: $schema=./${path}\n`);
    expect(await init('envs/below.yaml')).toContain(`# yaml-language-server: $schema=../${path}\n`);
    expect(JSON.parse(await init('here.json'))).toMatchObject({ $schema: `./${path}` });
    expect((await generate(['template', '-c', 'here.json'], { cwd })).status).toBe(0);
  });

  it("keeps the file's line endings", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'name: old\r\nheartbeat: 20\r\n');
    await generate(['init', '--yes', '--force', '--set', 'name=new'], { cwd });
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe('name: new\r\nheartbeat: 20\r\n');
  });

  it('leaves a file with mistakes untouched', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'nme: old\n');
    const { status, stderr } = await generate(['init', '--yes', '--set', 'name=x', '--force'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('websocket-alb.yaml:1 nme');
  });

  it('checks the values of --set against the schema', async () => {
    const { status, stderr } = await generate(['init', '--yes', '--set', 'target.port=0'], {
      cwd: temporaryFolder(),
    });
    expect(status).toBe(2);
    expect(stderr).toContain('1–65535');
  });
});
