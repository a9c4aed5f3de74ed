// The built command, run as a user would run it.
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { yamlParse } from 'yaml-cfn';
import { BIN, generate } from '../helpers/cli.ts';
import { presetFile, presetInput, presetNames } from '../helpers/presets.ts';
import { yamlOf } from '../helpers/template.ts';
import { run, temporaryFolder } from '../helpers/tools.ts';

const ok = (stdout: string) => ({ status: 0, stderr: '', stdout });

describe('where the config comes from', () => {
  it('nowhere: the production template', async () => {
    expect(await generate(['template'], { cwd: temporaryFolder() })).toEqual(ok(yamlOf({})));
  });

  it.each(presetNames)('preset %s: its template in templates/', async (name) => {
    const expected = readFileSync(presetFile(name, 'template.yaml'), 'utf8');
    expect(await generate(['template', '--preset', name], { cwd: temporaryFolder() })).toEqual(ok(expected));
    expect(yamlOf(presetInput(name))).toBe(expected);
  });

  it.each(['websocket-alb.yaml', 'websocket-alb.yml', 'websocket-alb.json'])(
    '%s in the working directory',
    async (file) => {
      const cwd = temporaryFolder();
      writeFileSync(join(cwd, file), '{"name": "found"}');
      expect(await generate(['template'], { cwd })).toEqual(ok(yamlOf({ name: 'found' })));
    },
  );

  it('a file, standard input, a BOM', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'my.yaml'), '\uFEFFtarget: {port: 9000}\n');
    const expected = ok(yamlOf({ target: { port: 9000 } }));
    expect(await generate(['template', '-c', 'my.yaml'], { cwd })).toEqual(expected);
    expect(await generate(['template', '-c', '-'], { cwd, input: 'target: {port: 9000}' })).toEqual(expected);
  });

  it('defaults < preset < file < --set', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'websocket-alb.yaml'), 'name: file\ntarget: {port: 1}\nheartbeat: 20\n');
    const args = ['template', '--preset', 'quick-start', '--set', 'target.port=2', '--set', 'target.port=3'];
    const expected = { ...presetInput('quick-start'), name: 'file', heartbeat: 20 };
    expect(await generate(args, { cwd })).toEqual(
      ok(yamlOf({ ...expected, target: { ...(expected as { target?: object }).target, port: 3 } })),
    );
  });

  it.each([
    ['Description: x\nResources:\n  T: { Type: !Sub "AWS::SNS::Topic" }\n', 'YAML'],
    ['{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}', 'JSON'],
    ['{\n "Description": "x",\n "Resources": {}}', 'JSON with the sections in another order'],
  ])('refuses a template instead of a config: %j', async (text) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'alb.yaml'), text);
    const { status, stderr } = await generate(['template', '-c', 'alb.yaml'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('alb.yaml\n  This is a CloudFormation template, not a config.\n');
    expect(stderr).toContain('websocket-alb check alb.yaml');
  });

  it('finds a preset from any folder, and lists the presets when one is unknown', async () => {
    const { status, stderr } = await generate(['template', '--preset', 'prod']);
    expect(status).toBe(2);
    expect(stderr).toContain('production, quick-start, service, fargate, internal, api-and-sockets, new-vpc');
  });
});

describe('error messages', () => {
  it('report all mistakes at once, each with key, allowed values and remedy', async () => {
    const sets = [
      'loadBalancer.idleTimeout=4001',
      'target.slowStart=30',
      'target.stickiness.cookieName=AWSALBX',
      'lodBalancer.http2=true',
    ];
    const { status, stdout, stderr } = await generate(['template', ...sets.flatMap((set) => ['--set', set])]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatchInlineSnapshot(`
      "error: --set loadBalancer.idleTimeout
        loadBalancer.idleTimeout is 4001.
        allowed: 1–4000 seconds
        remedy:  Use an allowed value, or remove the key for the default, 4000.
      error: --set target.slowStart
        target.slowStart 30 conflicts with target.algorithm least_outstanding_requests: ELB refuses slow start with it.
        allowed: 0, or 30–900 seconds with target.algorithm round_robin
        remedy:  Set target.slowStart to 0, or target.algorithm to round_robin.
      error: --set target.stickiness.cookieName
        target.stickiness.cookieName is "AWSALBX".
        allowed: a cookie name of at most 256 letters, digits and ! # $ % & ' * + - . ^ _ \` | ~, not beginning with "AWSALB"
        remedy:  Use an allowed value, or remove the key for the default, WEBSOCKET_SESSION.
      error: --set lodBalancer.http2
        Unknown key "lodBalancer".
        allowed: name, tags, network, loadBalancer, listener, target, healthCheck, routes, service, heartbeat, logs, alarms, dashboard, metrics, dns, waf, workload
        remedy:  Did you mean loadBalancer?

      4 errors. Nothing was written.
      "
    `);
  });

  it('include file, line and key', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'websocket-alb.yaml'),
      'name: chat\ntarget:\n  # too short\n  slowStart: 5\n  stickyness: {}\nnetwork:\n  allowFrom:\n    - 10.0.0.0/8\n    - 10.0.0.1\n',
    );
    const { status, stderr } = await generate(['template'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('websocket-alb.yaml:4 target.slowStart');
    expect(stderr).toContain('websocket-alb.yaml:5 target.stickyness');
    expect(stderr).toContain('Did you mean target.stickiness?');
    expect(stderr).toContain('websocket-alb.yaml:9 network.allowFrom[1]');
    expect(stderr).toContain('3 errors. Nothing was written.');
  });

  it('a warning does not hold back the template', async () => {
    const { status, stdout, stderr } = await generate(['template', '--set', 'heartbeat=2001']);
    expect(status).toBe(0);
    expect(stderr).toContain('warning: --set heartbeat');
    expect(yamlParse(stdout)).toHaveProperty('Resources');
  });

  it.each([
    ['a missing file', ['-c', 'nowhere.yaml'], 'nowhere.yaml'],
    ['a folder as file', ['-c', '/'], 'directory'],
    ['broken YAML on stdin', ['-c', '-'], 'standard input:2'],
    ['--set without =', ['--set', 'name'], 'path=value'],
    ['an unknown option', ['--nonsense'], 'unknown option'],
    ['an unknown format', ['--format', 'toml'], 'yaml, json'],
    [
      'a config without its option',
      ['file.yaml'],
      "unexpected argument 'file.yaml'\n(Did you mean -c file.yaml?)",
    ],
    ['a file that needs quotes', ['a b.yaml'], "(Did you mean -c 'a b.yaml'?)"],
    ['a value after --set', ['--set', 'target.port', '3000'], '(Did you mean --set target.port=3000?)'],
    ['a word', ['production'], "unexpected argument 'production'\n"],
  ])('%s: exit 2, one block, no stack', async (_, args, expected) => {
    const { status, stdout, stderr } = await generate(['template', ...args], {
      input: 'name: x\n target: [\n',
    });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it.each(['', 'null\n', '---\n'])('a config that is empty: %j', async (input) => {
    const { status, stdout, stderr } = await generate(['template', '-c', '-'], { input });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('error: standard input\n  The config is empty.\n  remedy:');
    expect(await generate(['template', '-c', '-'], { input: '# all defaults\n' })).toMatchObject({
      status: 0,
    });
  });

  it('contain nothing that a terminal would obey', async () => {
    const name = 'a\u001B[31m\u001B]0;title\u0007\r.yaml';
    for (const args of [
      ['template', '-c', name],
      ['template', '-o', `no/${name}`],
      ['template', '--set', 'x"\u001B[31m"=1'],
      ['template', `--\u001B[2J`],
      ['init', '--yes', name],
    ]) {
      const { stderr } = await generate(args, { cwd: temporaryFolder() });
      expect(stderr).toContain('\\u{1b}[');
      expect(stderr).not.toMatch(/(?!\n)\p{Cc}/u);
    }
  });

  it('--debug prints the stack trace of a known error', async () => {
    const { stderr } = await generate(['--debug', 'template', '-c', 'nowhere.yaml']);
    expect(stderr).toMatch(/^\s+at /m);
  });

  it('an unknown command is wrong usage; no command prints the help', async () => {
    const unknown = await generate(['templte']);
    expect(unknown.status).toBe(2);
    expect(unknown.stderr).toContain('template');
    expect((await generate([])).stderr + (await generate([])).stdout).toContain('Usage: websocket-alb');
  });
});

describe('where the template is written', () => {
  it('-o writes the whole file and leaves no other file behind', async () => {
    const cwd = temporaryFolder();
    expect(await generate(['template', '-o', 'out.yaml'], { cwd })).toEqual(ok(''));
    expect(readFileSync(join(cwd, 'out.yaml'), 'utf8')).toBe(yamlOf({}));
    expect(readdirSync(cwd)).toEqual(['out.yaml']);
  });

  it("-o through a link keeps the link and the file's mode", async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'real.yaml'), 'old');
    chmodSync(join(cwd, 'real.yaml'), 0o640);
    symlinkSync('real.yaml', join(cwd, 'link.yaml'));
    await generate(['template', '-o', 'link.yaml'], { cwd });
    expect(readFileSync(join(cwd, 'real.yaml'), 'utf8')).toBe(yamlOf({}));
    expect(statSync(join(cwd, 'real.yaml')).mode & 0o777).toBe(0o640);
  });

  it('-o /dev/null does not replace the device', async () => {
    expect(await generate(['template', '-o', '/dev/null'])).toEqual(ok(''));
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.each([
    ['a folder that does not exist', 'no/such/out.yaml', 'no such file or directory'],
    ['a folder', 'folder', 'directory'],
    ['a full disk', '/dev/full', 'no space left'],
  ])('%s: one clear line, nothing half-written', async (_, output, reason) => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'folder'));
    const { status, stderr } = await generate(['template', '-o', output], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain(`Cannot write ${output}`);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(cwd)).toEqual(['folder']);
  });

  it('a failed config leaves an existing file unchanged', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'out.yaml'), 'old');
    expect((await generate(['template', '--set', 'name=NO', '-o', 'out.yaml'], { cwd })).status).toBe(2);
    expect(readFileSync(join(cwd, 'out.yaml'), 'utf8')).toBe('old');
  });

  it('a full disk behind standard output is one clear error', async () => {
    const { status, stderr } = await run('sh', [
      '-c',
      '"$0" "$1" template > /dev/full',
      process.execPath,
      BIN,
    ]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: Cannot write to standard output: no space left on the device\.\n$/);
  });

  it('a closed pipe ends it quietly', async () => {
    const pipe = '"$0" "$1" template | head -1; "$0" "$1" template --format json | head -c 1 | wc -c';
    const { status, stdout, stderr } = await run('sh', ['-c', pipe, process.execPath, BIN]);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^# Generated by websocket-alb.*\n\s*1\n$/);
  });

  it('writes a template that is too large to deploy without a bucket, with a warning', async () => {
    const cwd = temporaryFolder();
    const routes = Array.from({ length: 8 }, (_, index) => ({
      name: `route-${index}`,
      paths: [`/r${index}/*`],
      target: { port: 3000 + index },
    }));
    const input = {
      target: { paths: ['/ws', '/ws/*'] },
      routes,
      metrics: true,
      logs: { access: true, connection: true, healthCheck: true, athena: true },
      network: { create: true },
    };
    const size = async (config: object) => {
      writeFileSync(join(cwd, 'config.json'), JSON.stringify(config));
      const { status, stdout, stderr } = await generate(['template', '-c', 'config.json'], { cwd });
      expect(status).toBe(0);
      return { bytes: Buffer.byteLength(stdout), stderr };
    };
    const large = await size(input);
    expect(large.bytes).toBeGreaterThan(51_200);
    expect(large.stderr).toContain(`The template has ${large.bytes.toLocaleString('en')} bytes`);
    expect(large.stderr).toMatch(/compact JSON of|--s3-bucket/);
    const small = await size({ ...input, routes: routes.slice(0, 1), logs: {} });
    expect(small.bytes).toBeLessThan(51_200);
    expect(small.stderr).toBe('');
  });

  it('--format json', async () => {
    const { stdout } = await generate(['template', '--format', 'json']);
    expect(JSON.parse(stdout)).toEqual(yamlParse(yamlOf({})));
  });
});
