// `generate cost`, run as a user would run it.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { generate } from '../helpers/cli.ts';
import { offerFile, offerRows } from '../helpers/offer-file.ts';
import { temporaryFolder } from '../helpers/tools.ts';

const GUIDE = ['--new-connections-per-second', '10', '--active-connections', '5000', '--gb-per-hour', '0.5', '--rules-per-second', '100']; // prettier-ignore

/** In a folder without a config, with a cache of its own. */
function cost(
  args: readonly string[],
  more: { cwd?: string; cache?: string; env?: Record<string, string> } = {},
) {
  const cwd = more.cwd ?? temporaryFolder();
  return generate(['cost', ...args], {
    cwd,
    env: { XDG_CACHE_HOME: more.cache ?? join(cwd, 'cache'), ...more.env },
  });
}

const json = async (args: readonly string[], more?: Parameters<typeof cost>[1]) => {
  const { status, stdout, stderr } = await cost([...args, '--format', 'json'], more);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return JSON.parse(stdout);
};

describe('what it prints', () => {
  it("the guide's example: 16.43 + 9.73 = 26.16", async () => {
    const report = await json([...GUIDE, '--price-hour', '0.0225', '--price-lcu', '0.008']);
    expect(report.loadBalancer).toEqual({ fixed: 16.43, variable: 9.73, total: 26.16 });
    expect(report.lcus.dominant).toBe('activeConnections');
    expect(report.month).toBe(33.46);
  });

  it('as text: the same, without bars, and nothing on stderr', async () => {
    const { status, stdout, stderr } = await cost(GUIDE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('load balancer            26.16  fixed 16.43 + variable 9.73');
    expect(stdout).toContain('No --region was given: prices are those of us-east-1.');
    expect(stdout).not.toContain('█');
  });

  it('as CSV: the sweep', async () => {
    const { stdout } = await cost([...GUIDE, '--format', 'csv']);
    expect(stdout.split('\n')[2]).toBe(
      '1,10,5000,0.5,100,1.66666666667,activeConnections,16.43,9.73,26.16,33.46',
    );
  });

  it('--explain shows how the rates follow', async () => {
    const { stdout } = await cost(['--connections', '5000', '--mean-connection', '30m', '--messages-per-minute', '12', '--bytes-per-message', '800', '--explain']); // prettier-ignore
    expect(stdout).toContain('5000 sockets / 1800 s that each stays open');
    expect(stdout).toContain('800 payload + 4 frame header + 4 mask + 22 TLS');
  });
});

it('the README shows what it prints', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, command = '', shown = ''] =
    /```console\n\$ npx generate cost (.*)\n([^`]*)\n```/.exec(readme) ?? [];
  const { stdout } = await cost(command.split(' '));
  const sections = stdout.trimEnd().split('\n\n');
  expect(shown.split('\n\n').length).toBeGreaterThan(3);
  for (const section of shown.split('\n\n')) expect(sections).toContain(section);
});

describe('where the load comes from', () => {
  it('workload of the config; flags go before it; a setting of the template counts', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'websocket-alb.yaml'),
      'workload: { connections: 3000, meanConnectionSeconds: 600 }\nheartbeat: 60\nlistener: { https: { mutualTls: { mode: passthrough } } }\n',
    );
    const report = await json([], { cwd });
    expect(report.rates).toMatchObject({ activeConnections: 3000, newConnectionsPerSecond: 5 });
    expect(report.lcus.activeConnections).toBe(2);
    const more = await json(['--connections', '6000', '--mean-connection', '20m'], { cwd });
    expect(more.rates).toMatchObject({ activeConnections: 6000, newConnectionsPerSecond: 5 });
  });

  it('without any: what to give', async () => {
    const { status, stdout, stderr } = await cost([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('The load is not known.');
    expect(stderr).toContain('--connections');
  });

  it('rates and a workload at once are refused', async () => {
    const { status, stderr } = await cost([...GUIDE, '--connections', '5']);
    expect(status).toBe(2);
    expect(stderr).toContain('Both rates and a workload are given');
  });
});

describe('nonsense', () => {
  it.each([
    ['--connections', '-5', 'a whole number from 0'],
    ['--connections', '1.5', 'a whole number from 0'],
    ['--connections', '', 'a whole number from 0'],
    ['--connections', '5,000', 'a whole number from 0'],
    ['--messages-per-minute', 'NaN', 'a number from 0'],
    ['--bytes-per-message', 'Infinity', 'a number from 0'],
    ['--bytes-per-message', '1e99', 'a number from 0'],
    ['--mean-connection', '0', '90s, 30m, 2h or 1d'],
    ['--mean-connection', '0m', '90s, 30m, 2h or 1d'],
    ['--mean-connection', '-30m', '90s, 30m, 2h or 1d'],
    ['--mean-connection', '30 parsecs', '90s, 30m, 2h or 1d'],
    ['--heartbeat', '30parsecs', '90s, 30m, 2h or 1d'],
    ['--from-clients', '1.1', 'a number from 0 to 1'],
    ['--profile', '8x1,8x0.5', '24 hours in all'],
    ['--region', '../etc', 'the code of a Region'],
    ['--price-hour', '$0.02', 'a number from 0'],
    ['--zones', '0', 'a whole number from 1'],
  ])('%s %j exits 2 with the allowed form', async (option, value, allowed) => {
    const { status, stdout, stderr } = await cost(['--connections', '5', option, value]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`error: ${option}\n`);
    expect(stderr).toContain(allowed);
  });

  it('all of it is told at once', async () => {
    const { stderr } = await cost(['--connections', '-1', '--mean-connection', '0', '--heartbeat', 'x', '--trough', '0.5']); // prettier-ignore
    expect(stderr).toContain('4 errors. Nothing was written.');
  });
});

describe('prices', () => {
  it('a Region without evidence asks for prices or a refresh', async () => {
    const { status, stderr } = await cost([...GUIDE, '--region', 'sa-east-1']);
    expect(status).toBe(2);
    expect(stderr).toContain('The prices of sa-east-1 are not known here.');
    expect(stderr).toContain('--price-hour and --price-lcu');
    expect(stderr).toContain('--refresh-prices');
  });

  it('given prices serve any Region', async () => {
    const report = await json([
      ...GUIDE,
      '--region',
      'sa-east-1',
      '--price-hour',
      '0.034',
      '--price-lcu',
      '0.011',
    ]);
    expect(report.prices).toMatchObject({ hour: 0.034, lcu: 0.011, origin: 'given' });
  });

  it('a reservation whose price is not known is said, not guessed', async () => {
    const report = await json([
      ...GUIDE,
      '--region',
      'eu-west-1',
      '--set',
      'loadBalancer.reservedCapacityUnits=100',
    ]);
    expect(report.parts).toContainEqual(expect.objectContaining({ name: 'LCU reservation', amount: null }));
    expect(report.notes.join()).toContain('The price of the LCU reservation is not known');
  });
});

describe('--refresh-prices', () => {
  const REGION = ['--region', 'eu-west-1'];
  const file = JSON.stringify(offerFile('eu-west-1', offerRows('eu-west-1', 'EU-')));

  /** A server in place of AWS's. */
  async function serve(listener: RequestListener): Promise<Record<string, string>> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { WEBSOCKET_ALB_PRICE_LIST: `http://127.0.0.1:${port}`, WEBSOCKET_ALB_PRICE_LIST_TIMEOUT: '2' };
  }

  async function refreshed(): Promise<string> {
    const cache = temporaryFolder();
    const env = await serve((request, response) => {
      expect(request.url).toBe('/offers/v1.0/aws/AWSELB/current/eu-west-1/index.json');
      response.end(file);
    });
    const { status, stderr } = await cost([...GUIDE, ...REGION, '--refresh-prices'], { cache, env });
    expect(status).toBe(0);
    expect(stderr).toContain('Prices of eu-west-1 of 2026-11-03 fetched and kept in');
    return cache;
  }

  it('takes the right prices, and keeps them for runs without a network', async () => {
    const cache = await refreshed();
    const report = await json([...GUIDE, ...REGION], { cache });
    expect(report.prices).toEqual({
      hour: 0.0252,
      lcu: 0.0081,
      reservedLcu: 0.0082,
      trustStoreHour: 0.0056,
      origin: 'refreshed',
      asOf: '2026-11-03',
    });
    expect((await json(GUIDE, { cache })).prices.origin).toBe('table');
    expect(readdirSync(join(cache, 'websocket-alb'))).toEqual(['prices.json']);
  });

  it('keeps the prices of other Regions', async () => {
    const cache = await refreshed();
    const env = await serve((_request, response) =>
      response.end(JSON.stringify(offerFile('us-west-2', offerRows('us-west-2', 'USW2-')))),
    );
    await cost([...GUIDE, '--region', 'us-west-2', '--refresh-prices'], { cache, env });
    for (const region of ['eu-west-1', 'us-west-2'])
      expect((await json([...GUIDE, '--region', region], { cache })).prices.origin).toBe('refreshed');
  });

  const failures: [string, RequestListener, string][] = [
    ['truncated', (_request, response) => response.end(file.slice(0, -200)), 'not whole JSON'],
    [
      'cut off by the connection',
      (_request, response) => {
        response.writeHead(200, { 'content-length': file.length });
        response.write(file.slice(0, 500), () => response.destroy());
      },
      'could not be fetched',
    ],
    [
      'huge',
      (_request, response) => {
        const chunk = Buffer.alloc(1_000_000, 32);
        const write = () => {
          while (response.write(chunk));
        };
        response.on('drain', write);
        response.on('error', () => undefined);
        write();
      },
      'more than 20 MB',
    ],
    [
      'slow',
      (_request, response) => {
        response.write('{');
      },
      'took too long',
    ],
    ['wrong', (_request, response) => response.end('{"offerCode": "AmazonEC2"}'), 'not the price list'],
    [
      'refused',
      (_request, response) => {
        response.statusCode = 403;
        response.end();
      },
      'answered 403',
    ],
  ];

  it.each(failures)(
    'a file that is %s leaves the old prices, and says so',
    async (_name, listener, reason) => {
      const cache = await refreshed();
      const path = join(cache, 'websocket-alb', 'prices.json');
      const before = readFileSync(path, 'utf8');
      const env = await serve(listener);
      const { status, stdout, stderr } = await cost([...GUIDE, ...REGION, '--refresh-prices'], {
        cache,
        env,
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(reason);
      expect(stderr).toContain('The prices of eu-west-1 of 2026-11-03, refreshed before, are kept');
      expect(readFileSync(path, 'utf8')).toBe(before);
      expect((await json([...GUIDE, ...REGION], { cache })).prices.lcu).toBe(0.0081);
    },
  );

  it('no server and no prices from before: says what else to do', async () => {
    const cache = temporaryFolder();
    const env = { WEBSOCKET_ALB_PRICE_LIST: 'http://127.0.0.1:1' };
    const { status, stderr } = await cost([...GUIDE, ...REGION, '--refresh-prices'], { cache, env });
    expect(status).toBe(2);
    expect(stderr).toContain('Nothing was kept from before');
    expect(existsSync(join(cache, 'websocket-alb'))).toBe(false);
  });

  it.each(['{', '{"format": 1, "regions": {"eu-west-1": {"hour": -1}}}', 'null'])(
    'a damaged cache (%s) is told and passed over',
    async (text) => {
      const cache = await refreshed();
      const path = join(cache, 'websocket-alb', 'prices.json');
      writeFileSync(path, text);
      const { status, stdout, stderr } = await cost([...GUIDE, ...REGION], { cache });
      expect(status).toBe(0);
      expect(stderr).toContain(`warning: ${path} cannot be read`);
      expect(stdout).toContain('built-in table');
    },
  );
});

it('one price given leaves the other where it comes from', async () => {
  const load = ['--active-connections', '5000'];
  const { stdout } = await generate(['cost', ...load, '--price-lcu', '0.01']);
  expect(stdout).toContain('one given on the command line, the other last seen');
  expect((await generate(['cost', ...load, '--price-lcu', '0.01', '--price-hour', '0.03'])).stdout).toContain(
    '; given on the command line',
  );
});
