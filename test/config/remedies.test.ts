// What an error says to write instead.
import { expect, it } from 'vitest';
import { allKeys } from '../../src/config/keys.ts';
import { load } from '../../src/config/load.ts';
import { SYNONYM_KEYS } from '../../src/config/synonyms.ts';

async function problemsOf(text: string) {
  const loaded = await load({ files: [{ name: 'chat.yaml', text }] });
  return loaded.ok ? [] : loaded.problems;
}
const remediesOf = async (text: string) => (await problemsOf(text)).map(({ remedy }) => remedy);

const service = (line: string) => `service:\n  image: chat\n  ${line}\n`;

it.each([
  [service('environment: {PORT: 3000}'), 'Write it in quotes: "3000".'],
  [service('environment: {DEBUG: true}'), 'Write it in quotes: "true".'],
  [service('environment: [PORT=3000]'), 'Write a map, with a line such as NAME: "value" for each.'],
  [service('cpu: 0.5'), 'Write 512: 1024 units are one vCPU.'],
  [service('cpu: "512"'), 'Write 512 without quotes.'],
  [service('memory: 1GB'), 'Write 1024: a plain number.'],
  [service('memory: 2'), 'Write 2048: 1024 MiB are one GiB.'],
  [service('architecture: arm64'), 'Did you mean ARM64?'],
  ['name: Chat Service', 'Write chat-service.'],
  // Another cookie is not what was meant.
  [
    'target: {stickiness: {cookieName: AWSALBX}}',
    'Use an allowed value, or remove the key for the default, WEBSOCKET_SESSION.',
  ],
  [service('architecture: X86-64'), 'Did you mean X86_64?'],
  [service('exec: yes'), 'Write true, without quotes.'],
  ['target: {port: "3000"}', 'Write 3000 without quotes.'],
  ['target:\n  port:3000\n', 'Put a space after the colon: port: 3000.'],
  ['target: {paths: ws}', 'Write a list: [/ws].'],
  ['target: {paths: "/ws, /chat"}', 'Write a list: [/ws, /chat].'],
  ['target: {paths: [ws]}', 'Write /ws.'],
  ['target: {hosts: chat.example.com}', 'Write a list: [chat.example.com].'],
  ['alarms: {notify: {emails: ops@example.com}}', 'Write a list: [ops@example.com].'],
  ['alarms: yes', 'Write true, without quotes.'],
  ['alarms: {notify: {emails: nobody}}', 'Write a list: the items in brackets, as in [a, b].'],
  ['network: {vpcId: [vpc-01234567]}', 'Write it without brackets: vpc-01234567.'],
  ['loadBalancer: {idleTimeout: "off"}', 'Use an allowed value, or remove the key for the default, 4000.'],
  ['target: {port: "99999"}', 'Use an allowed value, or remove the key for the default, 8080.'],
  // Out of range in the other unit too.
  ['loadBalancer: {idleTimeout: 2h}', 'Use an allowed value, or remove the key for the default, 4000.'],
])('%j', async (text, remedy) => {
  expect(await remediesOf(text)).toEqual([remedy]);
});

it('what a map takes is said for its values', async () => {
  const [problem] = await problemsOf(service('environment: {PORT: 3000}'));
  expect(problem).toMatchObject({ key: 'service.environment.PORT', line: 3 });
  expect(problem?.allowed).toContain('a text');
});

it('a secret written in clear is not repeated', async () => {
  const [problem] = await problemsOf(service('secrets: {DB: hunter2}'));
  expect(problem).toMatchObject({ code: 'secret-in-clear', key: 'service.secrets.DB' });
  expect(JSON.stringify(problem)).not.toContain('hunter2');
  expect(problem?.remedy).toContain('ARN');
});

it.each([
  ['name: a\nname: chat\n', 'name is written twice, in line 1 and in line 2.', 2],
  [
    'service:\n  image: x\n  environment:\n    A: b\n    # c\n    "A": c\n',
    'service.environment.A is written twice, in line 4 and in line 6.',
    6,
  ],
  ['{"name": "x", "name": "y"}', 'name is written twice.', 1],
  [
    'routes:\n  - priority: 1\n    target: {port: 1}\n  - priority: 2\n    "tar\\u0067et": {port: 2}\n    target: {port: 3}\n',
    'routes[1].target is written twice, in line 5 and in line 6.',
    6,
  ],
  ['\uFEFFname: a\nname: chat\n', 'name is written twice, in line 1 and in line 2.', 2],
  // The same name in two groups is no mistake.
  ['target: {port: 1}\nhealthCheck: {port: "1"}\nname: &\n', undefined, 3],
])('a key written twice in %j', async (text, what, line) => {
  const [problem] = await problemsOf(text);
  expect(problem?.line).toBe(line);
  if (what === undefined) expect(problem?.what).not.toContain('twice');
  else expect(problem).toMatchObject({ what, remedy: 'Keep one of them.' });
});

it.each([
  ['name: chat\n\ttarget: 3\n', 'Indent with spaces'],
  ['target:\nport: 3\n  x: 4\n', 'in the same column'],
  ['name: "a\n', 'Close the quotes'],
  ['target: {paths: [/ws}', 'bracket'],
  ['name: !Ref Name', 'no tags'],
  ['tags: {a: *b}', 'need quotes'],
])('not YAML: %j', async (text, remedy) => {
  expect((await remediesOf(text)).join()).toContain(remedy);
});

it.each([
  ['port: 3000', 'Did you mean target.port?'],
  [service('port: 3000'), 'Did you mean target.port?'],
  ['subnetIds: [subnet-01234567]', 'Did you mean network.subnetIds?'],
  ['subnets: [subnet-01234567]', 'Did you mean network.subnetIds?'],
  [service('subnets: [subnet-01234567]'), 'Did you mean service.subnetIds?'],
  ['vpc: vpc-01234567', 'Did you mean network.vpcId?'],
  ['vpcId: vpc-01234567', 'Did you mean network.vpcId?'],
  ['domain: chat.example.com', 'Did you mean dns.domainName?'],
  ['domainName: chat.example.com', 'Did you mean dns.domainName?'],
  ['desiredCount: 2', 'Did you mean service.tasks?'],
  ['desired_count: 2', 'Did you mean service.tasks?'],
  [service('scaling: {min: 2}'), 'Did you mean service.tasks?'],
  ['ssl: true', 'Did you mean listener.https?'],
  ['tls: true', 'Did you mean listener.https?'],
  ['certificateArn: x', 'Did you mean listener.https.certificateArn?'],
  ['timeout: 60', 'Did you mean loadBalancer.idleTimeout?'],
  ['image: chat', 'Did you mean service.image?'],
  ['alarms: {email: a@b.example}', 'Did you mean alarms.notify.emails?'],
  ['healthcheck: {path: /}', 'Did you mean healthCheck?'],
  ['region: eu-west-1', 'Remove it: the Region is that of the deployment, from AWS_REGION or the profile.'],
])('the key in %j', async (text, remedy) => {
  expect(await remediesOf(text)).toEqual([remedy]);
});

it('a synonym stands for a key that there is', () => {
  const keys = allKeys();
  for (const key of SYNONYM_KEYS) expect(keys).toContain(key);
});

it('a key of the preset is not asked to be removed as if the user had written it', async () => {
  const vpc = 'network: {vpcId: vpc-01234567, subnetIds: [subnet-01234567, subnet-12345678]}';
  const preset = { name: 'preset new-vpc', text: 'network: {create: {cidr: 10.1.0.0/16}}' };
  const loaded = await load({ preset, files: [{ name: 'chat.yaml', text: vpc }] });
  const [problem] = loaded.ok ? [] : loaded.problems;
  expect(problem?.what).toContain('network.create comes from the preset new-vpc.');
  expect(problem?.remedy).toContain('network.create: false in your config switches it off');
  const [own] = await problemsOf(vpc.replace('{', '{create: true, '));
  expect(own?.what).not.toContain('preset');
});
