// The wizard with access to an account, here a fake AWS.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BIN } from '../helpers/cli.ts';
import { KEYS, onTerminal } from '../helpers/terminal.ts';
import { needs, stackParameters, startFakeAws, temporaryFolder, type FakeAws } from '../helpers/tools.ts';

describe('the wizard', needs('aws', 'moto_server', 'script'), () => {
  let fake: FakeAws;
  let known: Record<string, string>;
  beforeAll(async () => {
    fake = await startFakeAws();
    known = await stackParameters(fake);
  });

  it('offers VPCs with their subnets, and certificates, and requires two zones', async () => {
    const { Subnets } = await fake.aws(
      'ec2',
      'describe-subnets',
      '--filters',
      `Name=vpc-id,Values=${known['VPCId']}`,
    );
    const zones = Object.fromEntries(
      Subnets.map((subnet: { SubnetId: string; AvailabilityZone: string }) => [
        subnet.SubnetId,
        subnet.AvailabilityZone,
      ]),
    );
    const cwd = temporaryFolder();
    const terminal = onTerminal([process.execPath, BIN, 'init'], { cwd, env: fake.env });
    for (const question of ['A short name', 'Where do clients come from', 'Which network']) {
      await terminal.see(question);
      await terminal.type(KEYS.enter);
    }
    await terminal.see(`${known['VPCId']}`);
    await terminal.see('(default VPC)');
    // Above the VPCs is "given at each deployment", the config's value so far.
    await terminal.type(KEYS.down, KEYS.enter);
    await terminal.see('Subnets in at least');
    await terminal.see('subnet-');
    // One subnet is too few; the first two of the list are in two zones.
    await terminal.type(' ', KEYS.enter);
    await terminal.see('a list of 2');
    await terminal.type(KEYS.down, ' ', KEYS.enter);
    await terminal.see('Is there a certificate');
    // The third answer, "given at each deployment", is the default; the first one is two lines up.
    await terminal.type('\u001B[A', '\u001B[A', KEYS.enter);
    await terminal.see('The ARN of the certificate');
    await terminal.see('ws.example.com');
    await terminal.type(KEYS.enter);
    for (const question of [
      'What runs',
      'Which instances',
      'How many instances',
      'The port',
      'How many sockets',
      'does the application ping',
      'HTTP requests before',
      'else share this load balancer',
      'Who gets',
      'How many days',
      'Sections to configure',
    ]) {
      await terminal.see(question);
      await terminal.type(KEYS.enter);
    }
    await terminal.see('Write websocket-alb.yaml?');
    await terminal.type('y', KEYS.enter);
    await terminal.see('Deploy it now?');
    await terminal.type(KEYS.enter);
    expect(await terminal.end()).toBe(0);
    const { network, listener } = parse(readFileSync(join(cwd, 'websocket-alb.yaml'), 'utf8')) as {
      network: { vpcId: string; subnetIds: string[] };
      listener: { https: { certificateArn: string } };
    };
    expect(network.vpcId).toBe(known['VPCId']);
    expect(new Set(network.subnetIds.map((id) => zones[id])).size).toBe(2);
    expect(listener.https.certificateArn).toBe(known['CertificateArn']);
  });

  it('can end with a deployment: asks for missing parameters, shows the change set, and executes it after a yes', async () => {
    const cwd = temporaryFolder();
    const given = ['name=chat', 'target.instanceCount=0', 'alarms=false', 'logs.access=false'];
    const terminal = onTerminal(
      [process.execPath, BIN, 'init', ...given.flatMap((value) => ['--set', value])],
      { cwd, env: fake.env },
    );
    for (const question of [
      'Where do clients come from',
      'Which network',
      'The ID of the VPC',
      'Subnets in at least',
      'Is there a certificate',
      'The port',
      'How many sockets',
      'does the application ping',
      'HTTP requests before',
      'else share this load balancer',
      'Sections to configure',
    ]) {
      await terminal.see(question);
      await terminal.type(KEYS.enter);
    }
    await terminal.see('Write websocket-alb.yaml?');
    await terminal.type('y', KEYS.enter);
    await terminal.see('Deploy it now?');
    await terminal.type('y', KEYS.enter);
    await terminal.see('The stack name');
    await terminal.type(KEYS.clear, 'no spaces', KEYS.enter);
    await terminal.see('1–128 letters');
    await terminal.type(KEYS.clear, 'wizard', KEYS.enter);
    await terminal.see('VPCId: VPC of the load balancer');
    await terminal.see(`${known['VPCId']}`);
    await terminal.type(KEYS.enter);
    await terminal.see('SubnetIds: At least 2');
    await terminal.type(' ', KEYS.down, ' ', KEYS.enter);
    await terminal.see('CertificateArn: ARN of the certificate');
    await terminal.type(KEYS.enter);
    await terminal.see('add      WebSocketALB');
    await terminal.see('Deploy');
    await terminal.type('y', KEYS.enter);
    expect([await terminal.end(), terminal.screen()]).toEqual([
      0,
      expect.stringContaining('Successfully created/updated stack - wizard'),
    ]);
    const { Stacks } = await fake.aws('cloudformation', 'describe-stacks', '--stack-name', 'wizard');
    expect(Stacks[0].StackStatus).toBe('CREATE_COMPLETE');
  });
});
