// `--watch` during a deployment, and the promises of a config on the generated server with its settings.
import { afterAll, describe, expect, it } from 'vitest';
import { SERVER_HEADER, spread, startLab, type Lab } from '../helpers/rolling-lab.ts';
import { findHaproxy, type Haproxy } from '../helpers/haproxy.ts';
import { chat, type Process } from '../helpers/snippets.ts';
import type { Report } from '../../src/verify/judge.ts';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { until } from '../helpers/sockets.ts';
import { skipIf } from '../helpers/tools.ts';
import { codes, look } from '../helpers/verify-lab.ts';

const haproxy = findHaproxy();
const verdictOf = ({ promises }: Report, wanted: string) =>
  promises.find(({ key }) => key === wanted)?.verdict;

const SOCKETS = 20;
/** Enough for a drain that takes a while. */
const MANY = 200;

describe(
  'a deployment',
  skipIf(haproxy === undefined, 'haproxy is neither on PATH nor to be had from apt'),
  async () => {
    const input = { ...(await chat()), listener: { https: false, http: 'forward' } as const };
    const labs: Lab[] = [];
    afterAll(() => labs.forEach(({ remove }) => remove()));
    const start = async (more: ConfigInput = {}): Promise<Lab> => {
      const lab = await startLab(haproxy as Haproxy, { ...input, workload: { connections: 200 }, ...more });
      labs.push(lab);
      return lab;
    };

    /**
     * Watches until `deploy` is over and the client has every socket back, then ends as Ctrl-C does.
     *
     * @param deploy returns how many sockets the deployment ended, as counted by the lab.
     */
    const watch = async (
      lab: Lab,
      deploy: (before: { readonly a: number; readonly b: number }) => Promise<number>,
      sockets = SOCKETS,
    ) => {
      const stop = new AbortController();
      let status = '';
      const watching = look({
        url: lab.url,
        options: { watch: '20m', sockets: String(sockets), serverHeader: SERVER_HEADER },
        config: lab.config,
        world: { signal: stop.signal, show: (text) => (status = text) },
      });
      const allOpen = async (ended: number): Promise<void> => {
        const wanted = `${sockets} of ${sockets} open, 0 down, ${ended} ended`;
        await until(`the client says: ${wanted}`, () => Promise.resolve(status.includes(wanted)));
      };
      // The socket that connected first is still counted for a moment.
      await allOpen(0);
      const before = await spread(lab, sockets);
      await allOpen(await deploy(before));
      stop.abort();
      const report = await watching;
      if (!report.observed.watch) throw new Error('nothing was watched');
      return { report, before, account: report.observed.watch };
    };
    /** Takes a server out as ECS does, and waits for it to exit. */
    const drain = async (lab: Lab, server: 'a' | 'b', process: Process): Promise<void> => {
      await lab.deregister(server);
      process.child.kill('SIGTERM');
      await process.exited;
    };

    it("servers are replaced one by one: the report matches the proxy's counts", async () => {
      const lab = await start({ target: { ...input.target, deregistrationDelay: 8 } });
      const { a, b } = lab.processes;
      const { report, before, account } = await watch(
        lab,
        async (spreadBefore) => {
          await drain(lab, 'a', a);
          const onB = await spread(lab, MANY);
          await lab.replace('a');
          await drain(lab, 'b', b);
          // All sockets of the first server, and then all sockets.
          return spreadBefore.a + onB.b;
        },
        MANY,
      );
      expect(before).toEqual({ a: MANY / 2, b: MANY / 2 });
      const count = (server: string) => account.cuts.filter((cut) => cut.server === server).length;
      expect([account.cuts.length, count('a'), count('b')]).toEqual([1.5 * MANY, MANY / 2, MANY]);
      expect(new Set(account.cuts.map(({ ending }) => `${ending.how} ${ending.code}`))).toEqual(
        new Set(['frame 1001']),
      );
      expect(account.cuts.every(({ backAfterMs }) => backAfterMs !== undefined)).toBe(true);
      expect(new Set(account.cuts.map(({ server, newServer }) => `${server} to ${newServer}`))).toEqual(
        new Set(['a to b', 'b to a']),
      );
      expect(account.mostDown).toBeGreaterThanOrEqual(1);
      expect(account.mostDown).toBeLessThanOrEqual(MANY);
      expect(codes(report)).toEqual(['watch-closed']);
      expect(JSON.stringify(report.findings)).toContain(`${MANY} × b`);
      expect(verdictOf(report, 'target.deregistrationDelay')).toBe('met');
    });

    it('a server is killed: all of its sockets are cut, as many as the proxy had', async () => {
      const lab = await start();
      const { report, before, account } = await watch(lab, async (spreadBefore) => {
        await lab.deregister('a');
        lab.processes.a.child.kill('SIGKILL');
        await lab.processes.a.exited;
        return spreadBefore.a;
      });
      expect(account.cuts.map(({ ending, server }) => [ending.code, server])).toEqual(
        Array.from({ length: before.a }, () => [1006, 'a']),
      );
      expect(account.mostDown).toBeGreaterThan(1);
      expect(codes(report)).toEqual(['watch-cut']);
      expect(verdictOf(report, 'target.deregistrationDelay')).toBe('not seen');
    });

    it('the deregistration delay ends: the proxy cuts what is still open', async () => {
      const lab = await start();
      const { report, before, account } = await watch(lab, async (spreadBefore) => {
        await lab.deregister('b');
        await lab.cut('b');
        await until('nothing is open at b', async () => (await lab.sessions('b')) === 0);
        return spreadBefore.b;
      });
      expect(account.cuts.map(({ ending, server, newServer }) => [ending.code, server, newServer])).toEqual(
        Array.from({ length: before.b }, () => [1006, 'b', 'a']),
      );
      expect(codes(report)).toEqual(['watch-cut']);
    });

    it('near miss: nothing is deployed, and nothing is found', async () => {
      const lab = await start();
      const { report, account } = await watch(lab, () => Promise.resolve(0));
      expect(account).toMatchObject({ cuts: [], mostDown: 0, neverOpened: 0 });
      expect(codes(report)).toEqual([]);
    });

    it('all promises of the config are met', async () => {
      const lab = await start({ workload: { connections: 200, bytesPerMessage: 20_000 } });
      const { port } = new URL(lab.url);
      const report = await look({
        url: lab.url,
        options: { idle: '16s', httpPort: port, message: 'x', messageSize: '32k' },
        config: lab.config,
      });
      // Info only: the heartbeat of the generated server cuts clients that are gone.
      expect(codes(report)).toEqual(['unanswered-pings-close']);
      expect(report.promises.map(({ key, verdict, because }) => [key, verdict, because])).toEqual([
        ['listener.http', 'met', expect.stringContaining('answers 404')],
        ['loadBalancer.idleTimeout', 'met', expect.stringContaining('lived')],
        ['heartbeat', 'met', expect.stringContaining('between two')],
        // HAProxy sets no cookies here, and nothing is deployed.
        ['target.stickiness', 'not seen', expect.stringContaining('cookie')],
        ['target.deregistrationDelay', 'not seen', expect.stringContaining('--watch')],
        ['workload.bytesPerMessage', 'met', '32 KB came back'],
      ]);
    });

    it('200 sockets stay open, and none is lost', async () => {
      const lab = await start();
      const before = process.memoryUsage().rss;
      const report = await look({ url: lab.url, options: { sockets: '200', hold: '3s' } });
      expect(report.observed.crowd).toMatchObject({ wanted: 200, opened: 200, refused: [], lost: [] });
      expect(codes(report)).toEqual([]);
      expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(300);
    });
  },
);
