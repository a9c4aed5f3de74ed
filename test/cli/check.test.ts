// The built command, run as a user would run it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, generate } from '../helpers/cli.ts';
import { run, temporaryFolder } from '../helpers/tools.ts';
import { yamlOf } from '../helpers/template.ts';

const LB = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const PLACED = 'Subnets: [subnet-1, subnet-2], SecurityGroups: [sg-1]';
const WARNS = `Resources: { ChatWs: { Type: ${LB}, Properties: { ${PLACED} } } }`;
const REFUSED = `Resources: { Chat: { Type: ${LB}, Properties: { Name: internal-chat, ${PLACED} } } }`;

function folder(files: Record<string, string>): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

describe('exit codes', () => {
  it('0: our own template, from a pipe and from -', async () => {
    const input = yamlOf({});
    const { status, stdout, stderr } = await generate(['check'], { input });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('stdin: 1 Application Load Balancer; ');
    expect(await generate(['check', '-'], { input })).toEqual({ status, stdout, stderr });
    expect(await generate(['check', '--strict'], { input })).toMatchObject({ status: 1 });
  });

  it('1: errors or warnings were found', async () => {
    const cwd = folder({ 'a.yaml': WARNS, 'b.yaml': REFUSED });
    const { status, stdout } = await generate(['check', 'a.yaml', 'b.yaml'], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain('a.yaml:1  warning  idle-timeout-short  ChatWs\n');
    expect(stdout).toContain('b.yaml:1  error  load-balancer-name  Chat\n');
  });

  it('2: a broken or missing file is reported with line and reason, and the others are checked', async () => {
    const cwd = folder({ 'broken.yaml': 'Resources:\n  A: "open', 'a.yaml': WARNS });
    const { status, stdout } = await generate(['check', 'broken.yaml', 'missing.yaml', 'a.yaml'], { cwd });
    expect(status).toBe(2);
    expect(stdout).toContain('broken.yaml:2  unreadable\n');
    expect(stdout).toContain(
      'missing.yaml:1  unreadable\n  Cannot read the file: no such file or directory.',
    );
    expect(stdout).toContain('a.yaml: 1 Application Load Balancer; 1 warning, ');
  });

  it('2: a file that is not a template is reported, with what to do', async () => {
    const cwd = folder({
      'chat.yaml': 'name: chat\nheartbeat: 30\n',
      'image.png': 'a\n\0b',
      'package.json': '{"name": 1, "main": 2}',
    });
    const { status, stdout } = await generate(['check', 'chat.yaml', 'image.png', 'package.json', 'no'], {
      cwd,
    });
    expect(status).toBe(2);
    expect(stdout).toMatchInlineSnapshot(`
      "chat.yaml:1  unreadable
        This is a config, not a template.
        remedy:  Check the template that it yields: npx websocket-alb template -c chat.yaml | npx websocket-alb check

      image.png:2  unreadable
        The file is not text in UTF-8: it holds NUL bytes.
        remedy:  Name a CloudFormation template, as YAML or JSON; \`cdk synth\` writes them to cdk.out/*.template.json.

      package.json:1  unreadable
        This is not a template: it has no section Resources.
        remedy:  Name a CloudFormation template, as YAML or JSON; \`cdk synth\` writes them to cdk.out/*.template.json.

      no:1  unreadable
        Cannot read the file: no such file or directory.
        remedy:  Name a file or a folder that exists and that you may read.
      "
    `);
  });

  it('2: wrong usage', async () => {
    expect(await generate(['check', '--ignore', 'nonsense'], { input: WARNS })).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('There is no rule "nonsense".') as string,
    });
    expect(await generate(['check', '--format', 'xml'], { input: WARNS })).toMatchObject({
      status: 2,
      stdout: '',
    });
  });
});

it('reports when there is no load balancer', async () => {
  const cwd = folder({ 'topic.yaml': 'Resources: { Topic: { Type: AWS::SNS::Topic } }' });
  expect(await generate(['check', 'topic.yaml'], { cwd })).toEqual({
    status: 0,
    stderr: '',
    stdout: 'topic.yaml: no Application Load Balancer; nothing found.\n',
  });
});

it('--ignore leaves out rules', async () => {
  const args = ['check', '--ignore', 'idle-timeout-short', '--ignore', 'tags'];
  const { status, stdout } = await generate(args, { input: WARNS });
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/ idle-timeout-short | tags /);
});

it('--quiet: one line per finding', async () => {
  const { status, stdout } = await generate(['check', '--quiet'], { input: REFUSED });
  expect(status).toBe(1);
  expect(stdout.split('\n')[0]).toBe('stdin:1  error  load-balancer-name  Chat  Name is "internal-chat".');
  expect(stdout).not.toContain('source:');
});

it('--list-rules', async () => {
  const { status, stdout } = await generate(['check', '--list-rules']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^idle-timeout-short +warning +Idle timeout of 60 seconds or less$/m);
});

it.each(['json', 'sarif'])('--format %s -o writes a JSON file, and nothing to stdout', async (format) => {
  const cwd = folder({ 'a.yaml': WARNS });
  const args = ['check', '--format', format, '-o', 'report', 'a.yaml'];
  expect(await generate(args, { cwd })).toEqual({ status: 1, stdout: '', stderr: '' });
  expect(readFileSync(join(cwd, 'report'), 'utf8')).toContain('"idle-timeout-short"');
  expect(() => JSON.parse(readFileSync(join(cwd, 'report'), 'utf8')) as unknown).not.toThrow();
});

it('--format github', async () => {
  const { stdout } = await generate(['check', '--format', 'github'], { input: WARNS });
  expect(stdout).toMatch(/^::warning file=stdin,line=1,title=idle-timeout-short ChatWs::/m);
});

it.each(['text', 'github'])('--format %s prints nothing that a terminal would obey', async (format) => {
  const attribute = 'LoadBalancerAttributes: [{ Key: "x\\e[31m", Value: "1" }]';
  const name = 'a\u001B[2J.yaml';
  const cwd = folder({ [name]: `Resources: { Chat: { Type: ${LB}, Properties: { ${attribute} } } }` });
  const { stdout } = await generate(['check', '--format', format, name, 'no\u001B[2J'], { cwd });
  expect(stdout).not.toContain('\u001B');
  expect(stdout).toContain('a\\u{1b}[2J.yaml');
  expect(stdout).toContain('x\\u{1b}[31m in LoadBalancerAttributes is not known here');
});

it('prints colour on request only', async () => {
  const { stdout } = await generate(['check'], { input: WARNS });
  expect(stdout).not.toContain('\u001B');
});

describe('a pipe', () => {
  it('waits for a slow writer', async () => {
    const pipe = '(sleep 1; "$0" "$1" template) | "$0" "$1" check --format json';
    const { status, stderr, stdout } = await run('sh', ['-c', pipe, process.execPath, BIN]);
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toBeDefined();
  });
});

describe('does not judge what it cannot see:', () => {
  const errorsOf = async (template: string): Promise<unknown[]> => {
    const { stdout } = await generate(['check', '--format', 'json'], { input: template });
    return [...stdout.matchAll(/"code": ?"([^"]+)",\s*"severity": ?"(?:error|warning)"/g)].map(
      ([, code]) => code,
    );
  };
  const listener = (rest: string) =>
    `Resources:\n  Chat: { Type: ${LB}, Properties: { ${PLACED}, LoadBalancerAttributes: [{ Key: idle_timeout.timeout_seconds, Value: '600' }] } }\n  L:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties: { LoadBalancerArn: !Ref Chat, Port: 443, Protocol: HTTPS${rest} }\n`;

  it('properties that an include adds', async () => {
    expect(await errorsOf(listener(''))).toContain('https-certificate');
    expect(
      await errorsOf(listener(", 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: s3://x } }")),
    ).toEqual([]);
  });

  it('subnets from a list parameter whose default is an example', async () => {
    const template = `Parameters: { S: { Type: 'List<AWS::EC2::Subnet::Id>', Default: subnet-1 } }\nResources: { Chat: { Type: ${LB}, Properties: { Subnets: !Ref S } } }`;
    expect(await errorsOf(template)).not.toContain('subnets-too-few');
  });

  it('loops, which the summary mentions', async () => {
    const template = `Resources:\n  Fn::ForEach::LBs: [N, !Ref Names, { 'LB\${N}': { Type: ${LB} } }]\n`;
    expect((await generate(['check'], { input: template })).stdout).toContain(
      '1 Fn::ForEach loop not expanded',
    );
  });

  it('sockets on a load balancer that only redirects', async () => {
    const template = `Resources:\n  Web: { Type: ${LB} }\n  L:\n    Type: AWS::ElasticLoadBalancingV2::Listener\n    Properties: { LoadBalancerArn: !Ref Web, Port: 80, Protocol: HTTP, DefaultActions: [{ Type: redirect, RedirectConfig: { Protocol: HTTPS, Port: '443', StatusCode: HTTP_301 } }] }\n`;
    expect(await errorsOf(template)).not.toContain('idle-timeout-short');
  });
});
