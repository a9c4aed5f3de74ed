// The wizard, driven through a real terminal.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, generate } from '../helpers/cli.ts';
import { standIn as recordedAws, xmlError } from '../helpers/recorded-aws.ts';
import { yamlOf } from '../helpers/template.ts';
import { KEYS, onTerminal, type Terminal } from '../helpers/terminal.ts';
import { needs, temporaryFolder } from '../helpers/tools.ts';

const FILE = 'websocket-alb.yaml';

/** Without credentials the wizard lets the user type. */
const start = (cwd: string, ...args: string[]): Terminal =>
  onTerminal([process.execPath, BIN, 'init', ...args], {
    cwd,
    env: { PATH: '/usr/bin:/bin', HOME: temporaryFolder() },
  });

/** The questions in order, with the answers that differ from the default. */
async function answer(
  terminal: Terminal,
  answers: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const questions = [
    'A short name',
    'Where do clients come from',
    'Which network',
    'ID of the VPC',
    'Subnets in at least',
    'Is there a certificate',
    'What runs the WebSocket servers',
    'How many instances',
    'The port',
    'How many sockets',
    'does the application ping',
    'HTTP requests before the upgrade',
    'The name of that cookie',
    'Does anything else share',
    'Who gets the alarms',
    'How many days',
    'Sections to configure',
  ];
  for (const question of questions) {
    if (answers[question]?.[0] === 'skipped') continue;
    await terminal.see(question);
    await terminal.type(...(answers[question] ?? []), KEYS.enter);
  }
}

describe('on a terminal', needs('script'), () => {
  it('says once why a list cannot be loaded, and lets the user type', async () => {
    const cwd = temporaryFolder();
    const { env } = await recordedAws(({ operation }) =>
      operation === 'DescribeVpcs'
        ? xmlError('UnauthorizedOperation', 'You are not authorized to perform this operation.', 403)
        : undefined,
    );
    const terminal = onTerminal([process.execPath, BIN, 'init'], { cwd, env });
    for (const question of ['A short name', 'Where do clients come from', 'Which network']) {
      await terminal.see(question);
      await terminal.type(KEYS.enter);
    }
    await terminal.see('No list of VPCs: You are not authorized');
    await terminal.see('Allow ec2:DescribeVpcs');
    await terminal.see('The ID of the VPC');
    await terminal.type(KEYS.ctrlC);
    expect(await terminal.end()).toBe(130);
  });

  it('keys typed while a list is loading do not answer a question', async () => {
    const cwd = temporaryFolder();
    const { env, asked } = await recordedAws(() => 'hangs');
    const terminal = onTerminal([process.execPath, BIN, 'init'], { cwd, env });
    for (const question of ['A short name', 'Where do clients come from', 'Which network']) {
      await terminal.see(question);
      await terminal.type(KEYS.enter);
    }
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await terminal.type('x', KEYS.enter, KEYS.enter);
    expect(terminal.screen()).not.toContain('The ID of the VPC');
    await terminal.type(KEYS.ctrlC);
    expect(await terminal.end()).toBe(130);
  });

  it('a full run writes a config that `template` accepts; a second run shows the one changed line', async () => {
    const cwd = temporaryFolder();
    const first = start(cwd);
    await answer(first, {
      'A short name': [KEYS.clear, 'chat'],
      'The port': [KEYS.clear, '9000'],
      'How many sockets': ['20000'],
      // Nobody polls, so the cookie's name is not asked.
      'The name of that cookie': ['skipped'],
      'Who gets the alarms': ['oncall@example.com'],
    });
    await first.see('clients --wss:443--> load balancer');
    await first.see('everything else --> 2 instances on port 9000');
    await first.see('US dollars a month');
    await first.see('Write websocket-alb.yaml?');
    await first.type('y', KEYS.enter);
    await first.see('Deploy it now?');
    await first.type(KEYS.enter);
    expect(await first.end()).toBe(0);
    const written = readFileSync(join(cwd, FILE), 'utf8');
    expect(written.replace(/(?<=websocket-alb@)[\d.]+/, 'VERSION')).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=https://unpkg.com/websocket-alb@VERSION/schemas/config.schema.json
      # Written by \`websocket-alb init\`: keys that are not here have their defaults. All keys: \`websocket-alb schema\`.

      # A short name for this load balancer, used in Name tags and descriptions.
      name: chat
      # The target group: the servers that hold the sockets.
      target:
        port: 9000
        stickiness:
          type: none
      # What the load balancer is expected to carry.
      workload:
        connections: 20000
      # CloudWatch alarms on the load balancer and its targets.
      alarms:
        notify:
          emails:
            - oncall@example.com
      "
    `);
    expect(first.screen()).toContain('websocket-alb template');
    expect((await generate(['template'], { cwd })).stdout).toBe(
      yamlOf({
        name: 'chat',
        target: { port: 9000, stickiness: { type: 'none' } },
        workload: { connections: 20000 },
        alarms: { notify: { emails: ['oncall@example.com'] } },
      }),
    );

    const second = start(cwd);
    await answer(second, { 'The port': [KEYS.clear, '9001'], 'The name of that cookie': ['skipped'] });
    await second.see('-   port: 9000');
    await second.see('+   port: 9001');
    await second.see('Write websocket-alb.yaml?');
    await second.type('y', KEYS.enter);
    await second.see('Deploy it now?');
    await second.type(KEYS.enter);
    expect(await second.end()).toBe(0);
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe(written.replace('9000', '9001'));
    const lines = second
      .screen()
      .split('\n')
      .filter((line) => /^[-+] /.test(line));
    expect(lines).toEqual(['-   port: 9000', '+   port: 9001']);
  });

  it('lets an invalid answer be corrected in place', async () => {
    const cwd = temporaryFolder();
    const terminal = start(cwd, '--set', 'name=chat', '--set', 'network.scheme=internal');
    await answer(terminal, {
      'A short name': ['skipped'],
      'Where do clients come from': ['skipped'],
      'does the application ping': ['skipped'],
      'HTTP requests before the upgrade': ['skipped'],
      'The name of that cookie': ['skipped'],
      'Does anything else share': ['skipped'],
      'Who gets the alarms': ['skipped'],
      'How many days': ['skipped'],
      'Sections to configure': ['skipped'],
    });
    await terminal.see('does the application ping');
    await terminal.type(KEYS.clear, '5000', KEYS.enter);
    await terminal.see('Allowed: 1–3999 seconds');
    await terminal.type(KEYS.clear, '60', KEYS.enter);
    await terminal.see('HTTP requests before the upgrade');
    await terminal.type(KEYS.ctrlC);
    expect(await terminal.end()).toBe(130);
  });

  it('offers what AWS has, or to leave it to each deployment, and says when it is loading', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'network: { vpcId: vpc-11111111 }\n');
    const { env } = await recordedAws(({ operation }) =>
      operation === 'DescribeVpcs'
        ? {
            type: 'text/xml',
            body: '<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-11111111</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet></DescribeVpcsResponse>',
          }
        : undefined,
    );
    const terminal = onTerminal([process.execPath, BIN, 'init'], { cwd, env });
    await terminal.see('- leaves the key out, so that its default applies; < goes back');
    for (const question of ['', 'Where do clients come from', 'Which network']) {
      await terminal.see(question);
      await terminal.type(KEYS.enter);
    }
    await terminal.see('Asking AWS for VPCs…');
    await terminal.see('The ID of the VPC');
    await terminal.see('given at each deployment');
    await terminal.see('vpc-11111111 10.0.0.0/16');
    await terminal.type('\u001B[A', KEYS.enter);
    // Without a VPC there are no subnets to ask for.
    await terminal.see('Subnets in at least two Availability Zones (empty: given at each deployment)');
    expect(terminal.screen()).not.toContain('Asking AWS for subnets');
    await terminal.type(KEYS.ctrlC);
    expect(await terminal.end()).toBe(130);
  });

  it('an item of a list goes back', async () => {
    const xml = (name: string, body: string) => ({
      type: 'text/xml',
      body: `<${name}Response>${body}</${name}Response>`,
    });
    const zones = ['a', 'b'].map(
      (zone) =>
        `<item><subnetId>subnet-1111111${zone}</subnetId><vpcId>vpc-11111111</vpcId><availabilityZone>eu-west-1${zone}</availabilityZone><cidrBlock>10.0.0.0/24</cidrBlock></item>`,
    );
    const { env } = await recordedAws(({ operation }) =>
      operation === 'DescribeVpcs'
        ? xml(
            operation,
            '<vpcSet><item><vpcId>vpc-11111111</vpcId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet>',
          )
        : operation === 'DescribeSubnets'
          ? xml(operation, `<subnetSet>${zones.join('')}</subnetSet>`)
          : undefined,
    );
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), 'network: { vpcId: vpc-11111111 }\n');
    const terminal = onTerminal([process.execPath, BIN, 'init'], { cwd, env });
    for (const question of [
      'A short name',
      'Where do clients come from',
      'Which network',
      'The ID of the VPC',
    ]) {
      await terminal.see(question);
      await terminal.type(KEYS.enter);
    }
    await terminal.see('subnet-1111111a');
    // The last item; the cursor wraps around.
    await terminal.type(KEYS.up, ' ', KEYS.enter);
    await terminal.see('The ID of the VPC');
    await terminal.type(KEYS.enter);
    // Selecting all selects that item too, which then does not count.
    await terminal.see('subnet-1111111a');
    await terminal.type('a', KEYS.enter);
    await terminal.see('Is there a certificate');
    await terminal.type(KEYS.ctrlC);
    expect(await terminal.end()).toBe(130);
  });

  it('Ctrl-C leaves the old file as it was, and exits 130', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, FILE), '# mine\nname: old # a remark\n');
    const terminal = start(cwd);
    await terminal.see('A short name');
    await terminal.type(KEYS.clear, 'new', KEYS.enter);
    await terminal.see('Where do clients come from');
    await terminal.type(KEYS.ctrlC);
    expect(await terminal.end()).toBe(130);
    expect(readFileSync(join(cwd, FILE), 'utf8')).toBe('# mine\nname: old # a remark\n');
    expect(readdirSync(cwd)).toEqual([FILE]);
  });
});
