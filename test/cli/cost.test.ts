// `generate cost`, run as a user would run it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/tools.ts';
import { GUIDE, cost, json } from '../helpers/cost.ts';

describe('the report', () => {
  it("reproduces the guide's example: 16.43 + 9.73 = 26.16", async () => {
    const report = await json([...GUIDE, '--price-hour', '0.0225', '--price-lcu', '0.008']);
    expect(report.loadBalancer).toEqual({ fixed: 16.43, variable: 9.73, total: 26.16 });
    expect(report.lcus.dominant).toBe('activeConnections');
    expect(report.month).toBe(33.46);
  });

  it('as text: the same figures, without bars, and nothing on stderr', async () => {
    const { status, stdout, stderr } = await cost(GUIDE);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('load balancer            26.16  fixed 16.43 + variable 9.73');
    expect(stdout).toContain(
      'Application Load Balancer in us-east-1 (the default; --region or AWS_REGION names another)',
    );
    expect(stdout).not.toContain('█');
  });

  it('as CSV: the sweep', async () => {
    const { stdout } = await cost([...GUIDE, '--format', 'csv']);
    expect(stdout.split('\n')[2]).toBe(
      '1,10,5000,0.5,100,1.66666666667,activeConnections,16.43,9.73,26.16,33.46',
    );
  });

  it('--explain shows how the rates are derived', async () => {
    const { stdout } = await cost([
      '--connections',
      '5000',
      '--mean-connection',
      '30m',
      '--messages-per-minute',
      '12',
      '--bytes-per-message',
      '800',
      '--explain',
    ]);
    expect(stdout).toContain('5,000 sockets / 1,800 s that each stays open');
    expect(stdout).toContain('800 payload + 4 frame header + 4 mask + 22 TLS');
  });
});

describe('where the load comes from', () => {
  it("the config's workload; flags override it, and template settings count", async () => {
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

  it('without one, says what to give', async () => {
    const { status, stdout, stderr } = await cost([]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('The load is not known.');
    expect(stderr).toContain('--connections');
  });

  it('refuses rates together with a workload', async () => {
    const { status, stderr } = await cost([...GUIDE, '--connections', '5']);
    expect(status).toBe(2);
    expect(stderr).toContain('Both rates and a workload are given');
  });
});

describe('invalid values', () => {
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
    ['--heartbeat', '30parsecs', 'such as 90s or 2m'],
    ['--heartbeat', '4000', '1s to 3999s'],
    ['--heartbeat', '0.5', '1s to 3999s'],
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

  it('figures and formulas have thousands separators', async () => {
    const { stdout } = await cost(
      '--connections 2000000 --mean-connection 30m --messages-per-minute 60 --bytes-per-message 8000 --explain'.split(
        ' ',
      ),
    );
    expect(stdout).toContain('2,000,000 sockets / 1,800 s');
    expect(stdout).toMatch(/^ {2}month +[\d,]+\.\d\d$/m);
    expect(stdout.replaceAll(/^Prices.*|RFC \d+|.*10\^9.*/gm, '')).not.toMatch(/(?<![\d.])\d{4,}(?!\d*-)/);
  });

  it('reports all mistakes at once', async () => {
    const { stderr } = await cost([
      '--connections',
      '-1',
      '--mean-connection',
      '0',
      '--heartbeat',
      'x',
      '--trough',
      '0.5',
    ]);
    expect(stderr).toContain('4 errors. Nothing was written.');
  });
});
