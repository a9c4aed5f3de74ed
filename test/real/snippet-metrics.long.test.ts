// The metrics of `websocket-alb snippet`, published to moto's CloudWatch and read back under the names, dimensions, statistics
// and periods that the generated dashboard and alarms use.
import { writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { dashboardOf } from '../../src/monitoring/dashboard.ts';
import { alarmsOf } from '../../src/monitoring/alarms.ts';
import {
  chat,
  compile,
  generateSnippet,
  live,
  snippetFolder,
  socketUrl,
  start,
} from '../helpers/snippets.ts';
import { connect, echo, until } from '../helpers/sockets.ts';
import { freePort } from '../helpers/free-port.ts';
import { needs, skipIf, startFakeAws, type FakeAws } from '../helpers/tools.ts';

const tools = needs('aws', 'moto_server');
let fake: FakeAws;
beforeAll(async () => {
  if (!tools.skip) fake = await startFakeAws();
});

/** A minimal server; a POST publishes, as the minute's timer would. The next minute is always a full one away. */
const HOST = `
  const now = Date.now();
  Math.random = () => (now % 60_000) / 60_000;
  import { createServer } from 'node:http';
  import { WebSocketServer } from 'ws';
  import { startMetrics } from './metrics.js';
  const server = createServer(async (request, response) => {
    if (request.method === 'POST') await metrics.publish();
    if (request.url === '/error') metrics.countError();
    response.end(String(sockets.clients.size));
  });
  const sockets = new WebSocketServer({ server });
  const metrics = startMetrics(sockets);
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)));
  server.listen(Number(process.env.PORT));
  process.on('SIGTERM', () => { server.close(); server.closeAllConnections(); });
  if (process.env.HEALTH !== process.env.PORT)
    createServer((request, response) => response.end()).listen(Number(process.env.HEALTH)).unref();`;

interface Statistics {
  readonly Datapoints: { readonly Timestamp: string; readonly [statistic: string]: number | string }[];
}

describe.each([
  { name: 'chat', input: await chat(), language: 'js' as const },
  { name: 'live', input: await live(), language: 'ts' as const },
])('metrics of $name', tools, ({ input, language }) => {
  const generated = snippetFolder(input, language);
  const { config, folder } = generated;
  const url = socketUrl(config);
  const once = skipIf(language !== 'js', 'the JavaScript is made from the same TypeScript: once is enough');

  beforeAll(async () => {
    await generateSnippet(generated, 'metrics', `metrics.${language}`);
    writeFileSync(join(folder, 'host.js'), HOST);
    if (language === 'ts') await compile(folder);
  });
  afterAll(generated.remove);

  const startHost = (env: Record<string, string>) =>
    start(generated, 'host.js', {
      PORT: String(config.target.port),
      HEALTH: String(
        config.healthCheck.port === 'traffic-port' ? config.target.port : config.healthCheck.port,
      ),
      AWS_REGION: 'eu-west-1',
      ...fake.env,
      ...env,
    });
  const publish = () => fetch(`http://127.0.0.1:${config.target.port}/`, { method: 'POST' });
  const openSockets = async () => (await fetch(`http://127.0.0.1:${config.target.port}/`)).text();
  const countError = () => fetch(`http://127.0.0.1:${config.target.port}/error`);

  /** What the dashboard would show of a metric: all datapoints of the last minutes, summed over time. */
  const shown = async (metric: string): Promise<number> => {
    const line = dashboardOf(config)
      .flatMap((widget) => (widget.kind === 'graph' ? widget.lines : []))
      .find((each) => 'metric' in each && each.metric === metric);
    if (!line || !('statistic' in line) || config.metrics === false)
      throw new Error(`${metric} is not shown`);
    const options = {
      namespace: config.metrics.namespace,
      'metric-name': metric,
      dimensions: `Name=Service,Value=${config.name}`,
      statistics: line.statistic,
      period: String(line.period),
      'start-time': new Date(Date.now() - 600_000).toISOString(),
      'end-time': new Date(Date.now() + 60_000).toISOString(),
    };
    const { Datapoints } = (await fake.aws(
      'cloudwatch',
      'get-metric-statistics',
      ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
    )) as Statistics;
    return Datapoints.reduce((sum, point) => sum + Number(point[line.statistic]), 0);
  };

  it('arrive with the dimensions that dashboard and alarms use', async () => {
    await startHost({});
    const clients = await Promise.all([connect(url), connect(url), connect(url)]);
    for (const client of clients) await echo(client, 'message');
    await countError();
    clients[0]?.socket.close();
    await until('the server has seen it go', async () => (await openSockets()) === '2');
    await publish();
    const [clientsShown, rate, errors, duration] = await Promise.all([
      shown('ConnectedClients'),
      shown('MessageRate'),
      shown('ConnectionErrors'),
      shown('ConnectionDuration'),
    ]);
    expect({ clientsShown, errors }).toEqual({ clientsShown: 2, errors: 1 });
    expect(rate).toBeCloseTo(3 / 60, 5);
    expect(duration).toBeGreaterThan(0);
    const alarm = alarmsOf(config).find(({ dimensions }) => dimensions === 'application');
    expect(alarm).toMatchObject({ metric: 'ConnectionErrors', statistic: 'Sum' });
    const { Metrics } = (await fake.aws(
      'cloudwatch',
      'list-metrics',
      '--namespace',
      config.metrics === false ? '' : config.metrics.namespace,
    )) as {
      Metrics: { MetricName: string; Dimensions: unknown }[];
    };
    expect(Metrics.map(({ MetricName }) => MetricName).toSorted()).toEqual([
      'ConnectedClients',
      'ConnectionDuration',
      'ConnectionErrors',
      'MessageRate',
    ]);
    for (const { Dimensions } of Metrics)
      expect(Dimensions).toEqual([{ Name: 'Service', Value: config.name }]);
  });

  it(
    'lose no count while CloudWatch is down, and send none twice, with one call each time',
    once,
    async () => {
      const before = await Promise.all([shown('ConnectionErrors'), shown('MessageRate')]);
      const proxy = await startProxy(fake.env['AWS_ENDPOINT_URL'] ?? '');
      const { errors } = await startHost({ AWS_ENDPOINT_URL: proxy.url, AWS_MAX_ATTEMPTS: '1' });
      const client = await connect(url);
      proxy.setMode('down');
      for (let attempt = 0; attempt < 3; attempt++) {
        await echo(client, 'while down');
        await countError();
        await publish();
      }
      await until('it was said', () => errors().includes('CloudWatch was not reached'));
      proxy.setMode('hangs');
      await echo(client, 'while it hangs');
      await countError();
      const hanging = publish();
      await until('it hangs', () => proxy.calls() === 4);
      proxy.setMode('up');
      await hanging;
      await publish();
      await publish();
      const [errorsShown, rateShown] = await Promise.all([shown('ConnectionErrors'), shown('MessageRate')]);
      expect(errorsShown - before[0]).toBe(4);
      expect(rateShown - before[1]).toBeCloseTo(4 / 60, 5);
      // One for each time; the HTTP client may retry the call that was cut once.
      expect([6, 7]).toContain(proxy.calls());
    },
  );

  it('do not keep the process alive', once, async () => {
    const { child, exited } = await startHost({});
    child.kill('SIGTERM');
    expect((await exited).code).toBe(0);
  });
});

/** In front of the fake AWS; can be down, or hang until it is up again: then it cuts the call. */
async function startProxy(target: string) {
  let mode: 'up' | 'down' | 'hangs' = 'up';
  let calls = 0;
  const hanging: (() => void)[] = [];
  const server = createServer((request, response) => {
    calls += 1;
    if (mode === 'down') {
      response.writeHead(503).end();
      return;
    }
    if (mode === 'hangs') {
      hanging.push(() => response.destroy());
      return;
    }
    const onward = httpRequest(
      new URL(request.url ?? '/', target),
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    calls: () => calls,
    setMode: (next: typeof mode) => {
      mode = next;
      if (next === 'up') for (const cut of hanging.splice(0)) cut();
    },
  };
}
