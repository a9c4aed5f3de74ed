// Behaviour shared by all commands, and the small commands.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const ok = (stdout: string) => ({ status: 0, stderr: '', stdout });

describe('an existing log bucket', () => {
  const args = ['--set', 'logs.bucket=central-logs', '--set', 'logs.connection=true'];
  it('its policy statement is shown, and printed as a snippet', async () => {
    const { status, stdout, stderr } = await generate(['template', ...args]);
    expect(status).toBe(0);
    expect(stdout).not.toContain('AWS::S3::BucketPolicy');
    const { stdout: snippet } = await generate(['snippet', 'log-bucket-policy', ...args]);
    expect(stderr).toContain(snippet.trimEnd());
    expect((JSON.parse(snippet) as { Resource: string[] }).Resource).toEqual([
      'arn:aws:s3:::central-logs/alb-logs/AWSLogs/ACCOUNT/*',
      'arn:aws:s3:::central-logs/connection-logs/AWSLogs/ACCOUNT/*',
    ]);
  });
  it.each([
    ['eu-west-1', 'arn:aws:', { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }],
    ['us-gov-west-1', 'arn:aws-us-gov:', { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }],
    ['cn-north-1', 'arn:aws-cn:', { AWS: 'arn:aws-cn:iam::638102146993:root' }],
  ])('in %s, its ARNs begin with %s', async (region, prefix, principal) => {
    const certificate = `listener.https.certificateArn=${prefix}acm:${region}:123456789012:certificate/12345678-1234-1234-1234-123456789012`;
    for (const more of [
      ['--region', region],
      ['--set', certificate],
    ]) {
      const { stdout, stderr } = await generate(['snippet', 'log-bucket-policy', ...args, ...more]);
      const places = stdout.split('ACCOUNT').length - 1;
      expect(stderr).toBe(
        `Replace ACCOUNT with your 12-digit account ID, in ${places === 1 ? '1 place' : `${places} places`}.\n`,
      );
      expect((stdout.match(/arn:[^:]+:/g) ?? []).filter((start) => start !== prefix)).toEqual([]);
      expect(stdout).not.toContain('REGION');
      expect(JSON.parse(stdout)).toMatchObject({ Principal: principal });
    }
  });
  it('without a Region, says what to replace', async () => {
    const { stderr } = await generate(['snippet', 'log-bucket-policy', ...args]);
    expect(stderr).toMatch(
      /^Replace ACCOUNT with .*, in \d places, and REGION with .*, in 1 place; in China and GovCloud print it with --region/,
    );
    expect((await generate(['snippet', 'log-bucket-policy', ...args, '--region', 'Ireland'])).status).toBe(2);
    expect((await generate(['snippet', 'drain', '--region', 'eu-west-1'])).status).toBe(2);
  });
  it('without one, there is no snippet to print', async () => {
    const { status, stderr } = await generate(['snippet', 'log-bucket-policy']);
    expect(status).toBe(2);
    expect(stderr).toContain('logs.bucket');
  });
  it('lists snippets, also when one is unknown', async () => {
    expect((await generate(['snippet'])).stdout).toContain('log-bucket-policy');
    expect((await generate(['snippet', 'nope'])).status).toBe(2);
  });
});

describe('colour', () => {
  it('only on a terminal, or when forced', async () => {
    const bad = ['template', '--set', 'name=NO'];
    expect((await generate(bad, { env: { NO_COLOR: undefined } })).stderr).not.toContain('\u001B[');
    expect((await generate(bad, { env: { NO_COLOR: undefined, FORCE_COLOR: '1' } })).stderr).toContain(
      '\u001B[31m',
    );
  });
});

describe('websocket-alb schema', () => {
  it('help, docs and `init` name the same schema for editors', async () => {
    const line = /# yaml-language-server: \$schema=(\S+)/;
    const cwd = temporaryFolder();
    await generate(['init', '--yes', 'a.yaml'], { cwd });
    const { stdout } = await generate(['schema', '--help']);
    const page = readFileSync(new URL('../../docs/template.md', import.meta.url), 'utf8');
    const texts = [stdout, page, readFileSync(join(cwd, 'a.yaml'), 'utf8')];
    const urls = texts.map((text) => line.exec(text)?.[1]);
    const [url] = urls;
    expect(url).toMatch(/^https:.*@\d+\.\d+\.\d+\/schemas\/config\.schema\.json$/);
    // The docs may refer to an earlier version.
    const named = urls.map((each) => each?.replace(/@[\d.]+/, ''));
    expect(new Set(named).size).toBe(1);
    expect(urls[2]).toBe(url);
  });

  it('prints the committed schema', async () => {
    const committed = new URL('../../schemas/config.schema.json', import.meta.url);
    expect(existsSync(committed)).toBe(true);
    expect(await generate(['schema'])).toEqual(ok(readFileSync(committed, 'utf8')));
  });
});

it.each([
  [['bogus'], undefined],
  [['tempalte'], '(Did you mean template?)'],
  [['check', '--formt', 'json'], '(Did you mean --format?)'],
  [['check', '--xyz'], undefined],
  [['deploy', '--stack', 'chat'], '(Did you mean --stack-name?)'],
  [['template', '--fromat', 'json'], '(Did you mean --format?)'],
  [['template', '--debgu'], '(Did you mean --debug?)'],
  [['cost', '--price', '1'], '(Did you mean --price-hour or --price-lcu?)'],
  [['schem'], '(Did you mean schema?)'],
  [['template', '-x'], undefined],
])('%j suggests %s', async (args, suggestion) => {
  const { status, stderr } = await generate(args);
  expect(status).toBe(2);
  expect(stderr.split('\n').find((line) => line.includes('Did you mean'))).toBe(suggestion);
});

describe('--help and --version', () => {
  it('every command has its help', async () => {
    for (const command of ['template', 'schema', 'snippet']) {
      const { status, stdout } = await generate([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: websocket-alb ${command}`);
    }
  });
  it("--version prints the package's version", async () => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await generate(['--version'])).toEqual(ok(`${version}\n`));
  });
});
