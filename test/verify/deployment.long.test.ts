// `--watch` through a deployment, and the promises of a config on the generated server behind its settings.
import { afterAll, describe, expect, it } from 'vitest';
import { SERVER_HEADER, spread, startLab, type Lab } from '../helpers/rolling-lab.ts';
import { findHaproxy, type Haproxy } from '../helpers/haproxy.ts';
import { chat } from '../helpers/snippets.ts';
import { until } from '../helpers/sockets.ts';
import { skipIf } from '../helpers/tools.ts';
import { codes, look } from '../helpers/verify-lab.ts';

const haproxy = findHaproxy();
const SOCKETS = 20;

describe(
  'a deployment',
  skipIf(haproxy === undefined, 'haproxy is neither on PATH nor to be had from apt'),
  async () => {
    const input = { ...(await chat()), listener: { https: false, http: 'forward' } as const };
    const labs: Lab[] = [];
    afterAll(() => labs.forEach(({ remove }) => remove()));
    const start = async (): Promise<Lab> => {
      const lab = await startLab(haproxy as Haproxy, { ...input, workload: { connections: 200 } });
      labs.push(lab);
      return lab;
    };

    /** Watches until `deploy` is over and every socket is back, then ends as Ctrl-C does. */
    const watch = async (
      lab: Lab,
      deploy: (before: { readonly a: number; readonly b: number }) => Promise<void>,
    ) => {
      const stop = new AbortController();
      const watching = look({
        url: lab.url,
        options: { watch: '20m', sockets: String(SOCKETS), serverHeader: SERVER_HEADER },
        world: { signal: stop.signal },
      });
      const before = await spread(lab, SOCKETS);
      await deploy(before);
      await spread(lab, SOCKETS);
      stop.abort();
      const report = await watching;
      if (!report.observed.watch) throw new Error('nothing was watched');
      return { report, before, account: report.observed.watch };
    };

    it('a server that drains: every socket of it closed politely and back on the other', async () => {
      const lab = await start();
      const { report, before, account } = await watch(lab, async () => {
        await lab.deregister('a');
        lab.processes.a.child.kill('SIGTERM');
        await lab.processes.a.exited;
      });
      expect(before.a).toBe(SOCKETS / 2);
      expect(account.cuts).toHaveLength(before.a);
      for (const cut of account.cuts)
        expect(cut).toMatchObject({
          server: 'a',
          newServer: 'b',
          attempts: 1,
          ending: { how: 'frame', code: 1001 },
        });
      expect(account.cuts.every(({ backAfterMs }) => backAfterMs !== undefined)).toBe(true);
      expect(account.mostDown).toBeGreaterThanOrEqual(1);
      expect(account.mostDown).toBeLessThanOrEqual(before.a);
      expect(codes(report)).toEqual(['watch-closed']);
      expect(JSON.stringify(report.findings)).toContain(`${before.a} × a`);
    });

    it('a server that is killed: every socket of it cut, as many as the proxy had', async () => {
      const lab = await start();
      const { report, before, account } = await watch(lab, async () => {
        await lab.deregister('a');
        lab.processes.a.child.kill('SIGKILL');
        await lab.processes.a.exited;
      });
      expect(account.cuts.map(({ ending, server }) => [ending.code, server])).toEqual(
        Array.from({ length: before.a }, () => [1006, 'a']),
      );
      expect(account.mostDown).toBeGreaterThan(1);
      expect(codes(report)).toEqual(['watch-cut']);
    });

    it('the end of the deregistration delay: the proxy cuts what is open', async () => {
      const lab = await start();
      const { report, before, account } = await watch(lab, async () => {
        await lab.deregister('b');
        await lab.cut('b');
        await until('nothing is open at b', async () => (await lab.sessions('b')) === 0);
      });
      expect(account.cuts.map(({ ending, server, newServer }) => [ending.code, server, newServer])).toEqual(
        Array.from({ length: before.b }, () => [1006, 'b', 'a']),
      );
      expect(codes(report)).toEqual(['watch-cut']);
    });

    it('near miss: nothing is deployed, and nothing is found', async () => {
      const lab = await start();
      const { report, account } = await watch(lab, () => Promise.resolve());
      expect(account).toMatchObject({ cuts: [], mostDown: 0, neverOpened: 0 });
      expect(codes(report)).toEqual([]);
    });

    it('all promises of the config are met', async () => {
      const lab = await start();
      const { port } = new URL(lab.url);
      const report = await look({
        url: lab.url,
        options: { idle: '16s', httpPort: port, message: 'x' },
        config: lab.config,
      });
      // For information: the heartbeat of the generated server cuts clients that are gone.
      expect(codes(report)).toEqual(['unanswered-pings-close']);
      expect(report.promises.map(({ key, verdict, because }) => [key, verdict, because])).toEqual([
        ['listener.http', 'met', expect.stringContaining('answers 404')],
        ['loadBalancer.idleTimeout', 'met', expect.stringContaining('lived')],
        ['heartbeat', 'met', expect.stringContaining('between two')],
      ]);
    });

    it('200 sockets are held, and none is lost', async () => {
      const lab = await start();
      const before = process.memoryUsage().rss;
      const report = await look({ url: lab.url, options: { sockets: '200', hold: '15s' } });
      expect(report.observed.crowd).toMatchObject({ wanted: 200, opened: 200, refused: [], lost: [] });
      expect(codes(report)).toEqual([]);
      expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(300);
    });
  },
);
