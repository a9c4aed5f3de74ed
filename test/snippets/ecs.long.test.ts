// The generated server as ECS runs it: its task metadata and ELB's API are faked on loopback. When its own target is draining,
// every socket gets 1001 before the load balancer would cut it, and before SIGTERM.
import { createServer, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { deregistrationTimes } from '../../src/config/deregistration.ts';
import { freePort } from '../helpers/free-port.ts';
import { generateSnippet, snippetFolder, socketUrl, start } from '../helpers/snippets.ts';
import { connect, until, type Client } from '../helpers/sockets.ts';

const ADDRESS = '10.0.3.7';
const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/chat/0123456789abcdef';

type Answer = { readonly state: string; readonly reason?: string } | 'denied' | 'throttled' | 'silent';

interface Fake {
  readonly env: Record<string, string>;
  answer: Answer;
  /** The API's requests, as parsed queries. */
  readonly asked: URLSearchParams[];
}

async function fakeEcs(answer: Answer, groups = [GROUP]): Promise<Fake> {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    if (request.url === '/v4/task') {
      response.end(JSON.stringify({ Containers: [{ Networks: [{ IPv4Addresses: [ADDRESS] }] }] }));
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push(new URLSearchParams(body));
      reply(response, fake.answer);
    });
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const fake: Fake = {
    asked,
    answer,
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${port}/v4`,
      TARGET_GROUP_ARNS: groups.join(','),
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    },
  };
  return fake;
}

const XMLNS = 'xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"';

function reply(response: ServerResponse, answer: Answer): void {
  if (answer === 'silent') return;
  response.setHeader('Content-Type', 'text/xml');
  if (typeof answer === 'string') {
    const [status, code] = answer === 'denied' ? [403, 'AccessDenied'] : [400, 'Throttling'];
    response.writeHead(status);
    response.end(
      `<ErrorResponse ${XMLNS}><Error><Type>Sender</Type><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`,
    );
    return;
  }
  const { state, reason } = answer;
  response.end(
    `<DescribeTargetHealthResponse ${XMLNS}><DescribeTargetHealthResult><TargetHealthDescriptions><member><Target><Id>${ADDRESS}</Id></Target><TargetHealth><State>${state}</State>${reason === undefined ? '' : `<Reason>${reason}</Reason>`}</TargetHealth></member></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>`,
  );
}

const input = async (deregistrationDelay: number, stopTimeout: number): Promise<ConfigInput> => ({
  name: 'chat',
  target: { port: await freePort(), deregistrationDelay },
  service: { tasks: { min: 2, max: 4 }, socketsPerTask: 2000, stopTimeout },
});

const many = (url: string, number: number): Promise<Client[]> =>
  Promise.all(Array.from({ length: number }, () => connect(url)));

describe('a task that is deregistered', async () => {
  const generated = snippetFolder(await input(20, 120), 'ts');
  beforeAll(() => generateSnippet(generated, 'server', 'server.js', '--emf', '--language', 'js'));
  afterAll(generated.remove);

  it('closes 1,000 sockets with 1001 over the delay, and exits on the SIGTERM that follows', async () => {
    const fake = await fakeEcs({ state: 'unused', reason: 'Target.NotRegistered' });
    const { child, exited, errors } = await start(generated, 'server.js', fake.env);
    const clients = await many(socketUrl(generated.config), 1000);
    /** Waits until the server has received this many more responses. */
    const answers = async (number: number): Promise<void> => {
      const before = fake.asked.length;
      await until('it asks', () => fake.asked.length > before + number);
    };
    // Not being registered yet is no reason to leave.
    await answers(2);
    expect(errors()).not.toContain('Deregistered');
    fake.answer = { state: 'initial', reason: 'Elb.InitialHealthChecking' };
    await answers(1);
    expect(Object.fromEntries(fake.asked.at(-1) ?? [])).toMatchObject({
      Action: 'DescribeTargetHealth',
      TargetGroupArn: GROUP,
      'Targets.member.1.Id': ADDRESS,
      'Targets.member.1.Port': String(generated.config.target.port),
    });

    fake.answer = { state: 'draining', reason: 'Target.DeregistrationInProgress' };
    // At the end of the delay the load balancer cuts what is open: without a close frame, 1006.
    const cut = setTimeout(() => {
      for (const { socket } of clients) socket.terminate();
    }, generated.config.target.deregistrationDelay * 1000);
    const ends = await Promise.all(clients.map(({ ended }) => ended));
    clearTimeout(cut);
    expect(new Set(ends.map(({ code }) => code))).toEqual(new Set([1001]));

    // Spread out: about as many in each quarter of the time it took.
    const times = ends.map(({ at }) => at).toSorted((a, b) => a - b);
    const [first, last] = [Math.min(...times), Math.max(...times)];
    const quarter = (last - first) / 4;
    for (let index = 0; index < 4; index++) {
      const within = times.filter(
        (at) => at >= first + index * quarter && at < first + (index + 1) * quarter,
      );
      expect(within.length).toBeGreaterThan(125);
    }
    expect(last - first).toBeGreaterThan(deregistrationTimes(generated.config).spread * 500);

    // It waits until ECS stops it.
    await until('it has drained', () => errors().includes('Drained: no sockets are open\n'));
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect((await exited).code).toBe(0);
  });
});

describe('a task that cannot query ELB', async () => {
  const generated = snippetFolder(await input(4, 4), 'ts');
  beforeAll(() => generateSnippet(generated, 'server', 'server.js', '--emf', '--language', 'js'));
  afterAll(generated.remove);

  it.each([
    ['denied', 'the role of the task lacks elasticloadbalancing:DescribeTargetHealth on *'],
    ['throttled', 'Throttling'],
    ['silent', 'Target not watched for now: TimeoutError'],
  ] as const)('%s: continues, says why once, and drains on SIGTERM', async (answer, words) => {
    const fake = await fakeEcs(answer);
    const { child, exited, errors } = await start(generated, 'server.js', fake.env);
    const clients = await many(socketUrl(generated.config), 20);
    await until('it has asked again', () => fake.asked.length >= 2);
    await until('it says why', () => errors().includes(words));
    expect(errors().split('Target not watched').length - 1).toBe(1);
    expect(clients.filter(({ end }) => end() !== undefined)).toEqual([]);
    child.kill('SIGTERM');
    const codes = await Promise.all(clients.map(async ({ ended }) => (await ended).code));
    expect(new Set(codes)).toEqual(new Set([1001]));
    expect((await exited).code).toBe(0);
  });

  it('notices its deregistration late when throttled at first', async () => {
    const fake = await fakeEcs({ state: 'healthy' });
    const { errors } = await start(generated, 'server.js', fake.env);
    const client = await connect(socketUrl(generated.config));
    await until('it has asked', () => fake.asked.length >= 2);
    fake.answer = 'throttled';
    await until('it complains', () => errors().includes('Throttling'));
    fake.answer = { state: 'unused', reason: 'Target.NotRegistered' };
    expect((await client.ended).code).toBe(1001);
  });

  it('watches both of two groups, and leaves when its own group releases it', async () => {
    const other = GROUP.replace('chat', 'green');
    const fake = await fakeEcs({ state: 'healthy' }, [GROUP, other]);
    await start(generated, 'server.js', fake.env);
    const client = await connect(socketUrl(generated.config));
    const groups = () => new Set(fake.asked.map((query) => query.get('TargetGroupArn')));
    await until('it has asked both', () => groups().size === 2);
    fake.answer = { state: 'unhealthy.draining' };
    expect((await client.ended).code).toBe(1001);
  });

  it('says so and serves when the variable is missing', async () => {
    const { ECS_CONTAINER_METADATA_URI_V4: _, ...env } = (await fakeEcs('silent')).env;
    const { errors } = await start(generated, 'server.js', env);
    await connect(socketUrl(generated.config));
    expect(errors()).toContain(
      'Target not watched: this is not a task on ECS. The drain begins with SIGTERM.',
    );
  });
});

it('closes old sockets with 1001', async () => {
  const generated = snippetFolder({ ...(await input(600, 10)), service: { maxSocketAge: 60 } }, 'ts');
  await generateSnippet(generated, 'server', '.', '--emf', '--force', '--language', 'js');
  onTestFinished(generated.remove);
  const { readFileSync, writeFileSync } = await import('node:fs');
  const settings = `${generated.folder}/settings.js`;
  // One second instead of the minute that is the config's minimum.
  const text = readFileSync(settings, 'utf8');
  expect(text).toContain('maximumAge: 60,');
  writeFileSync(settings, text.replace('maximumAge: 60,', 'maximumAge: 1,'));
  await start(generated, 'server.js', { AWS_REGION: 'eu-west-1' });
  const client = await connect(socketUrl(generated.config));
  expect(await client.ended).toMatchObject({ code: 1001, reason: 'socket is old' });
});
