// Task protection of the generated server, with ECS's agent faked on loopback. The times in the settings are shortened.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../helpers/free-port.ts';
import { generateSnippet, snippetFolder, socketUrl, start } from '../helpers/snippets.ts';
import { connect, until } from '../helpers/sockets.ts';

type Answer = 'done' | 'denied' | 'throttled' | 'blocked' | 'silent' | 'page';

interface Asked {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly body: { readonly ProtectionEnabled: boolean; readonly ExpiresInMinutes?: number };
}

interface Agent {
  readonly env: Record<string, string>;
  readonly asked: Asked[];
  answer: Answer;
}

/** The agent's response, as shown in the ECS developer guide. */
const ANSWERS = {
  denied: [400, { error: { Code: 'AccessDeniedException', Message: 'User is not authorized' } }],
  throttled: [400, { error: { Code: 'ThrottlingException', Message: 'Rate exceeded' } }],
  blocked: [200, { failure: { Arn: 'arn:aws:ecs:task', Reason: 'DEPLOYMENT_BLOCKED' } }],
} as const;

async function fakeAgent(answer: Answer): Promise<Agent> {
  const agent: Agent = { env: {}, asked: [], answer };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const body: Asked['body'] = JSON.parse(text);
      agent.asked.push({ method: request.method, url: request.url, body });
      if (agent.answer === 'silent') return;
      if (agent.answer === 'page') response.end('<html>busy</html>');
      else if (agent.answer === 'done')
        response.end(JSON.stringify({ protection: { ProtectionEnabled: body.ProtectionEnabled } }));
      else {
        const [status, content] = ANSWERS[agent.answer];
        response.writeHead(status).end(JSON.stringify(content));
      }
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  Object.assign(agent.env, { ECS_AGENT_URI: `http://127.0.0.1:${port}/api/1`, AWS_REGION: 'eu-west-1' });
  return agent;
}

const generated = snippetFolder(
  {
    name: 'chat',
    target: { port: await freePort(), deregistrationDelay: 4 },
    service: { stopTimeout: 4, taskProtection: { moreThan: 1 } },
  },
  'ts',
);
const settings = `${generated.folder}/settings.js`;
let original = '';

/** The settings with other times, in seconds. */
function withTimes(times: Readonly<Record<string, number>>): void {
  let text = original;
  for (const [name, value] of Object.entries({ look: 0.1, ...times })) {
    const changed = text.replace(
      new RegExp(`(protectionSettings = \\{[^}]*\\b${name}:) \\d+`),
      `$1 ${value}`,
    );
    expect(changed).not.toBe(text);
    text = changed;
  }
  writeFileSync(settings, text);
}

beforeAll(async () => {
  await generateSnippet(generated, 'server', '.', '--emf', '--force', '--language', 'js');
  original = readFileSync(settings, 'utf8');
});
afterAll(generated.remove);

const wants = ({ asked }: Agent) => asked.map(({ body }) => body.ProtectionEnabled);

it('is requested for ten minutes while there are more sockets than the limit, and ended when there are not', async () => {
  withTimes({});
  const agent = await fakeAgent('done');
  const { errors } = await start(generated, 'server.js', agent.env);
  const one = await connect(socketUrl(generated.config));
  // A second socket is more than one.
  const two = await connect(socketUrl(generated.config));
  await until('it is protected', () => agent.asked.length === 1);
  expect(agent.asked[0]).toEqual({
    method: 'PUT',
    url: '/api/1/task-protection/v1/state',
    body: { ProtectionEnabled: true, ExpiresInMinutes: 10 },
  });
  two.socket.close();
  await two.ended;
  await until('it is released', () => agent.asked.length === 2);
  expect(agent.asked[1]?.body).toEqual({ ProtectionEnabled: false });
  expect(one.end()).toBeUndefined();
  expect(errors()).not.toContain('Task not');
});

it('is renewed after half of its term', async () => {
  // A hundredth of a minute: 0.6 s.
  withTimes({ term: 0.01 });
  const agent = await fakeAgent('done');
  await start(generated, 'server.js', agent.env);
  await Promise.all([1, 2].map(() => connect(socketUrl(generated.config))));
  await until('it is renewed', () => agent.asked.length >= 4);
  expect(new Set(wants(agent))).toEqual(new Set([true]));
});

it('pauses after the maximum time, and continues', async () => {
  withTimes({ longest: 0.5, pause: 0.5 });
  const agent = await fakeAgent('done');
  await start(generated, 'server.js', agent.env);
  await Promise.all([1, 2].map(() => connect(socketUrl(generated.config))));
  await until('it has paused', () => agent.asked.length >= 3);
  expect(wants(agent).slice(0, 3)).toEqual([true, false, true]);
});

it('ends when the drain begins, and is not requested again', async () => {
  withTimes({});
  const agent = await fakeAgent('done');
  const { child, exited } = await start(generated, 'server.js', agent.env);
  const clients = await Promise.all([1, 2, 3].map(() => connect(socketUrl(generated.config))));
  await until('it is protected', () => agent.asked.length === 1);
  child.kill('SIGTERM');
  const codes = await Promise.all(clients.map(async ({ ended }) => (await ended).code));
  expect(new Set(codes)).toEqual(new Set([1001]));
  expect((await exited).code).toBe(0);
  expect(wants(agent)).toEqual([true, false]);
});

it.each([
  ['denied', 'the role of the task lacks ecs:UpdateTaskProtection'],
  ['throttled', 'ThrottlingException: Rate exceeded'],
  ['blocked', 'DEPLOYMENT_BLOCKED'],
  ['silent', 'timeout'],
  ['page', 'not valid JSON'],
] as const)('%s: says why once, and serves', async (answer, words) => {
  withTimes({});
  const agent = await fakeAgent(answer);
  const { child, exited, errors } = await start(generated, 'server.js', agent.env);
  const clients = await Promise.all([1, 2].map(() => connect(socketUrl(generated.config))));
  await until('it says why', () => errors().includes(words));
  await until('it asks again', () => agent.asked.length >= 2);
  expect(errors().split('Task not protected for now').length - 1).toBe(1);
  expect(clients.filter(({ end }) => end() !== undefined)).toEqual([]);
  child.kill('SIGTERM');
  expect((await exited).code).toBe(0);
});

it('says so when there is no agent', async () => {
  withTimes({});
  const { errors } = await start(generated, 'server.js', { AWS_REGION: 'eu-west-1' });
  await connect(socketUrl(generated.config));
  expect(errors()).toContain('Task not protected: this is not a task on ECS, ECS_AGENT_URI is not set.');
});
