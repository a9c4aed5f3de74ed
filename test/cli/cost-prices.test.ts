// `generate cost`: where its prices come from.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { regionFor } from '../../src/cli/cost/prices.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { generate } from '../helpers/cli.ts';
import { offerFile, offerRows } from '../helpers/offer-file.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { GUIDE, cost, json } from '../helpers/cost.ts';

describe('prices', () => {
  it('asks for prices or a refresh in a Region without known prices', async () => {
    const { status, stderr } = await cost([...GUIDE, '--region', 'eu-south-1']);
    expect(status).toBe(2);
    expect(stderr).toContain('The prices of eu-south-1 are not known here.');
    expect(stderr).toContain('--price-hour and --price-lcu');
    expect(stderr).toContain('--refresh-prices');
  });

  it('asks only for the LCU price where the hourly price is known', async () => {
    const { stderr } = await cost([...GUIDE, '--region', 'eu-central-1']);
    expect(stderr).toContain(
      'In eu-central-1 an hour costs 0.027, but the price of an LCU is not known here.',
    );
    expect(stderr).toContain('Give --price-lcu, in US dollars (0.008 in most Regions)');
    const report = await json([...GUIDE, '--region', 'eu-central-1', '--price-lcu', '0.008']);
    expect(report.prices).toMatchObject({ hour: 0.027, lcu: 0.008, origin: 'partly given', asOf: '2024-09' });
  });

  it('accepts given prices for any Region', async () => {
    const report = await json([
      ...GUIDE,
      '--region',
      'eu-south-1',
      '--price-hour',
      '0.034',
      '--price-lcu',
      '0.011',
    ]);
    expect(report.prices).toMatchObject({ hour: 0.034, lcu: 0.011, origin: 'given' });
  });

  it("says that a reservation's price is unknown instead of guessing", async () => {
    const report = await json([
      ...GUIDE,
      '--region',
      'eu-west-1',
      '--set',
      'loadBalancer.reservedCapacityUnits=100',
    ]);
    expect(report.parts).toContainEqual(expect.objectContaining({ name: 'LCU reservation', amount: null }));
    expect(report.notes.join()).toContain('The price of reserved LCUs in this Region is not known');
  });
});

describe('the Region', () => {
  const CERTIFICATE = 'arn:aws:acm:eu-west-2:123456789012:certificate/12345678-1234-1234-1234-123456789012';
  const config = (keys: object) => parseConfig(keys);
  const certified = config({ listener: { https: { certificateArn: CERTIFICATE } } });
  const env = { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'ca-central-1' };

  it.each([
    ['--region', 'eu-west-1', certified, env, 'eu-west-1'],
    ['that of the certificate in the config', undefined, certified, env, 'eu-west-2'],
    ['AWS_REGION', undefined, config({}), env, 'us-west-2'],
    ['AWS_DEFAULT_REGION', undefined, config({}), { AWS_DEFAULT_REGION: 'ca-central-1' }, 'ca-central-1'],
    [
      'the default; --region or AWS_REGION names another',
      undefined,
      config({}),
      { AWS_REGION: '' },
      'us-east-1',
    ],
  ])('comes from %s', (from, asked, given, environment, code) => {
    expect(regionFor(asked, given, environment)).toEqual({ code, from });
  });

  it('is the first thing in the report', async () => {
    const { stdout } = await cost(GUIDE, { env: { AWS_REGION: 'eu-west-1' } });
    expect(stdout).toMatch(/^Application Load Balancer in eu-west-1 \(AWS_REGION\)\n/);
  });
});

describe('--refresh-prices', () => {
  const REGION = ['--region', 'eu-west-1'];
  const file = JSON.stringify(offerFile('eu-west-1', offerRows('eu-west-1', 'EU-')));

  /** A server in place of AWS's. */
  async function serve(listener: RequestListener, seconds = 600): Promise<Record<string, string>> {
    const server = createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return {
      WEBSOCKET_ALB_PRICE_LIST: `http://127.0.0.1:${port}`,
      WEBSOCKET_ALB_PRICE_LIST_TIMEOUT: String(seconds),
    };
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

  it('reads the right prices, and keeps them for runs without a network', async () => {
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
    // Next to the code cache.
    expect(readdirSync(join(cache, 'websocket-alb')).filter((name) => name.includes('prices'))).toEqual([
      'prices.json',
    ]);
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
    ['truncated', (_request, response) => response.end(file.slice(0, -200)), 'not complete JSON'],
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
      'answered with status 403',
    ],
  ];

  it.each(failures)(
    'keeps the old prices when the file is %s, and says so',
    async (name, listener, reason) => {
      const cache = await refreshed();
      const path = join(cache, 'websocket-alb', 'prices.json');
      const before = readFileSync(path, 'utf8');
      const env = await serve(listener, name === 'slow' ? 2 : undefined);
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

  it('suggests an alternative when there is no server and no earlier prices', async () => {
    const cache = temporaryFolder();
    const env = { WEBSOCKET_ALB_PRICE_LIST: 'http://127.0.0.1:1' };
    const { status, stderr } = await cost([...GUIDE, ...REGION, '--refresh-prices'], { cache, env });
    expect(status).toBe(2);
    expect(stderr).toContain('Nothing was kept from before');
    expect(existsSync(join(cache, 'websocket-alb', 'prices.json'))).toBe(false);
  });

  it.each(['{', '{"format": 1, "regions": {"eu-west-1": {"hour": -1}}}', 'null'])(
    'reports and ignores a damaged cache (%s)',
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

it('giving one price leaves the other unchanged', async () => {
  const load = ['--active-connections', '5000'];
  const { stdout } = await generate(['cost', ...load, '--price-lcu', '0.01']);
  expect(stdout).toContain('one given on the command line, the other last seen');
  expect((await generate(['cost', ...load, '--price-lcu', '0.01', '--price-hour', '0.03'])).stdout).toContain(
    '; given on the command line',
  );
});
