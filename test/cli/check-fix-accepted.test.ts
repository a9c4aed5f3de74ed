// `check --fix` together with what a project accepts: its config and its baseline.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const CONFIG = '.websocket-alb-check.yaml';

const attribute = (key: string, value: string): string => `        - { Key: ${key}, Value: '${value}' }\n`;
const balancers = (chat: string, api: string): string => `Resources:
${[['Chat', chat] as const, ['Api', api] as const]
  .map(
    ([id, attributes]) => `  ${id}:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [sg-1]
      LoadBalancerAttributes:
${attributes}`,
  )
  .join('')}`;
const WRONG = attribute('idle_timeout.timeout', '600');
const RIGHT = attribute('idle_timeout.timeout_seconds', '600');
const OTHER = attribute('client_keep_alive.second', '600');
const OTHER_RIGHT = attribute('client_keep_alive.seconds', '600');

function folder(files: Record<string, string>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}
const textIn = (cwd: string, name = 'a.yaml'): string => readFileSync(join(cwd, name), 'utf8');

describe('a finding that the config ignores', () => {
  const ignore = 'ignore: [{ code: attribute-unknown, resource: Chat, reason: a new attribute }]\n';

  it('is left alone while others in the same file are fixed; a second run changes nothing', async () => {
    const cwd = folder({ [CONFIG]: ignore, 'a.yaml': balancers(WRONG + OTHER, WRONG + OTHER) });
    const first = await generate(['check', '--fix', 'a.yaml'], { cwd });
    expect(first.stderr).toBe(
      'a.yaml: fixed 2 findings: attribute-unknown Api (16), attribute-unknown Api (17).\n' +
        'a.yaml: left 2 findings that config or baseline accept: attribute-unknown Chat (8), attribute-unknown Chat (9).\n',
    );
    const expected = balancers(WRONG + OTHER, RIGHT + OTHER_RIGHT);
    expect(textIn(cwd)).toBe(expected);
    expect(first.stdout).toContain(
      `2 findings left out by ${CONFIG}: attribute-unknown (2); a new attribute.`,
    );
    const second = await generate(['check', '--fix', 'a.yaml'], { cwd });
    expect(textIn(cwd)).toBe(expected);
    expect(second).toEqual({ ...first, stderr: first.stderr.replace(/^.*fixed.*\n/, '') });
  });

  it('is not in the diff of a dry run', async () => {
    const text = balancers(WRONG, WRONG);
    const cwd = folder({ [CONFIG]: ignore, 'a.yaml': text });
    const { stdout, stderr } = await generate(['check', '--fix=dry-run', 'a.yaml'], { cwd });
    expect(stdout.match(/^[-+] .*/gm)).toEqual([`-${WRONG}`.trimEnd(), `+${RIGHT}`.trimEnd()]);
    expect(stderr).toBe(
      'a.yaml: would fix 1 finding: attribute-unknown Api (15).\n' +
        'a.yaml: left 1 finding that config or baseline accept: attribute-unknown Chat (8).\n',
    );
    expect(textIn(cwd)).toBe(text);
  });

  it('is fixed when the ignore has expired or applies to another file', async () => {
    for (const entry of ['until: 2020-01-31', 'files: [b.yaml]']) {
      const cwd = folder({
        [CONFIG]: `ignore: [{ code: attribute-unknown, reason: new, ${entry} }]\n`,
        'a.yaml': balancers(WRONG, OTHER),
      });
      await generate(['check', '--fix', 'a.yaml'], { cwd });
      expect(textIn(cwd)).toBe(balancers(RIGHT, OTHER_RIGHT));
    }
  });
});

describe('a baseline', () => {
  it('keeps as many findings as it lists from being fixed; new ones are fixed', async () => {
    const cwd = folder({ 'a.yaml': balancers(WRONG, OTHER_RIGHT) });
    await generate(['check', '--write-baseline', 'known.json', 'a.yaml'], { cwd });
    writeFileSync(join(cwd, 'a.yaml'), balancers(WRONG + OTHER, OTHER));
    const args = ['check', '--fix', '--baseline', 'known.json', 'a.yaml'];
    const { status, stdout, stderr } = await generate(args, { cwd });
    const expected = balancers(WRONG + OTHER_RIGHT, OTHER_RIGHT);
    expect(textIn(cwd)).toBe(expected);
    expect(stderr).toContain(
      'a.yaml: left 1 finding that config or baseline accept: attribute-unknown Chat (8).',
    );
    expect({ status, gone: stdout.includes('no longer found') }).toEqual({ status: 0, gone: false });
    const again = await generate(args, { cwd });
    expect(again).toMatchObject({ status, stdout });
    expect(textIn(cwd)).toBe(expected);
  });

  it('written with --fix contains what is left', async () => {
    const cwd = folder({ 'a.yaml': balancers(WRONG, OTHER) });
    const { status, stderr } = await generate(
      ['check', '--fix', '--write-baseline', 'known.json', 'a.yaml'],
      {
        cwd,
      },
    );
    expect(status).toBe(0);
    expect(stderr).toMatch(/^a\.yaml: fixed 2 findings.*\nknown\.json: \d+ findings known from now on/);
    expect(textIn(cwd)).toBe(balancers(RIGHT, OTHER_RIGHT));
    expect(textIn(cwd, 'known.json')).not.toContain('attribute-unknown');
  });

  it('is written after the files, which stay fixed if it cannot be written', async () => {
    const cwd = folder({ 'a.yaml': balancers(WRONG, OTHER) });
    const { status } = await generate(
      ['check', '--fix', '--write-baseline', 'missing/known.json', 'a.yaml'],
      { cwd },
    );
    expect(status).toBe(2);
    expect(textIn(cwd)).toBe(balancers(RIGHT, OTHER_RIGHT));
  });

  it('is not written if the files cannot be', async () => {
    const cwd = folder({ 'a.yaml': balancers(WRONG, OTHER) });
    // Standard input is not a file that can be written.
    const { status } = await generate(['check', '--fix', '--write-baseline', 'known.json', 'a.yaml', '-'], {
      cwd,
      input: balancers(WRONG, OTHER),
    });
    expect({ status, isWritten: existsSync(join(cwd, 'known.json')) }).toEqual({
      status: 2,
      isWritten: false,
    });
    expect(textIn(cwd)).toBe(balancers(WRONG, OTHER));
  });

  it('cannot be written in a dry run: refused, with a remedy', async () => {
    const cwd = folder({ 'a.yaml': balancers(WRONG, OTHER) });
    const { status, stdout, stderr } = await generate(
      ['check', '--fix=dry-run', '--write-baseline', 'known.json', 'a.yaml'],
      { cwd },
    );
    expect({ status, stdout, isWritten: existsSync(join(cwd, 'known.json')) }).toEqual({
      status: 2,
      stdout: '',
      isWritten: false,
    });
    expect(stderr).toContain('--fix=dry-run writes nothing, and --write-baseline writes a baseline.');
    expect(stderr).toContain('Leave --write-baseline out to see the changes');
    expect(textIn(cwd)).toBe(balancers(WRONG, OTHER));
  });
});
