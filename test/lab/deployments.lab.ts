// Deployments with real sockets: generated servers and clients, HAProxy in place of the load balancer, and ECS's stop order.
// What happens to the sockets is compared with what `rollout` computes. Times are shorter than in a real deployment.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { deregistrationTimes } from '../../src/config/deregistration.ts';
import { outcomeOf } from '../../src/rollout/outcome.ts';
import { planOf } from '../../src/rollout/plan.ts';
import type { RolloutEvent, RolloutSettings, Workload } from '../../src/rollout/types.ts';
import { findHaproxy } from '../helpers/haproxy.ts';
import { freePort } from '../helpers/free-port.ts';
import { generateSnippet, snippetFolder } from '../helpers/snippets.ts';
import { SETTINGS } from '../rollout/settings.ts';
import { populate, type ConnectClient, type Population } from './clients.ts';
import { compared, report, type Measured, type Row } from './compare.ts';
import { FULL_WEIGHT, startLabProxy, type LabProxy } from './proxy.ts';
import { labTasks, type LabTask, type LabTasks } from './tasks.ts';

/** Use fewer on a busy machine: LAB_PEOPLE. */
const PEOPLE = Number(process.env['LAB_PEOPLE'] ?? 2000);
/** Seconds. */
const MEAN = 45;
const DELAY = 15;
const JITTER = 5;
const TASKS = 4;

interface Lab {
  readonly proxy: LabProxy;
  readonly tasks: LabTasks;
  readonly people: Population;
  readonly settings: RolloutSettings;
}

const set = async (letter: string): Promise<LabTask[]> => {
  const names = Array.from({ length: TASKS }, (_, index) => `${letter}${index + 1}`);
  return Promise.all(names.map(async (name) => ({ name, port: await freePort() })));
};

it('deployments treat sockets as rollout predicts', async () => {
  const haproxy = findHaproxy();
  if (!haproxy) throw new Error('The lab needs haproxy.');
  const generated = snippetFolder(
    {
      name: 'lab',
      target: { port: await freePort(), deregistrationDelay: DELAY },
      service: { tasks: TASKS },
      workload: { connections: 2 * PEOPLE },
    },
    'js',
  );
  onTestFinished(generated.remove);
  await generateSnippet(generated, 'server', 'server.js', '--emf');
  await generateSnippet(generated, 'client-node', 'client.js');
  const client = join(generated.folder, 'client.js');
  const text = readFileSync(client, 'utf8');
  expect(text).toContain('firstWait: 10,');
  writeFileSync(client, text.replace('firstWait: 10,', `firstWait: ${JITTER},`));
  const { connectClient } = (await import(/* @vite-ignore */ pathToFileURL(client).href)) as {
    connectClient: ConnectClient;
  };

  const [a, b] = [await set('a'), await set('b')];
  const ports = new Map([...a, ...b].map(({ name, port }) => [name, port]));
  const proxy = await startLabProxy(haproxy, generated.folder, await freePort(), ports);
  onTestFinished(proxy.stop);
  const tasks = await labTasks(generated, proxy);
  onTestFinished(tasks.stop);
  await Promise.all(a.map((task) => tasks.start(task, { drains: true })));
  const people = await populate(connectClient, proxy.url, { people: PEOPLE, mean: MEAN, seed: 7 });
  onTestFinished(people.stop);
  const { poll, spread } = deregistrationTimes(generated.config);
  const settings: RolloutSettings = { ...SETTINGS, tasks: TASKS, delay: DELAY, jitter: JITTER };
  const lab: Lab = { proxy, tasks, people, settings };
  const rows: Row[] = [];
  process.stdout.write(`${people.open()} sockets are open\n`);
  const run = async (what: string, event: RolloutEvent, changes: Partial<RolloutSettings>, go: Go) => {
    const all = { ...settings, ...changes };
    const { sockets, measured } = await observed(lab, all.delay, go);
    const workload: Workload = { sockets, life: { kind: 'exponential', mean: MEAN } };
    const row = compared(
      what,
      outcomeOf(event, workload, all),
      planOf(event, all),
      { workload, settings: all },
      measured,
    );
    rows.push(row);
    process.stdout.write(`${report([row])}\n`);
  };

  await run('rolling, generated settings', 'rolling', { drain: { poll, spread } }, (lab2) =>
    shifting(lab2, a, b, { drains: false, shifts: [[0, 100]], bake: 0, delay: DELAY }),
  );
  await run('blue/green, server does not drain', 'blue-green', { bakeSeconds: 10 }, (lab2) =>
    shifting(lab2, b, a, { drains: false, shifts: [[0, 100]], bake: 10, delay: DELAY }),
  );
  await run(
    'canary, server does not drain',
    'canary',
    { bakeSeconds: 4, canary: { percent: 10, stepSeconds: 8 } },
    (lab2) =>
      shifting(lab2, a, b, {
        drains: false,
        shifts: [
          [0, 10],
          [8, 100],
        ],
        bake: 4,
        delay: DELAY,
      }),
  );
  await run('rolling, delay 0, which the config warns about', 'rolling', { delay: 0 }, (lab2) =>
    shifting(lab2, b, a, { drains: true, shifts: [[0, 100]], bake: 0, delay: 0 }),
  );
  await run('one task of four killed', 'task-lost', {}, async (lab2) => ({
    sockets: await socketsOn(lab2, a),
    done: (async () => {
      const [first] = a;
      if (first) await lab2.tasks.kill(first);
    })(),
  }));

  process.stdout.write(`\n${report(rows)}\n`);
  for (const row of rows) {
    expect(row.deviations.cut, row.what).toBeLessThanOrEqual(3);
    expect(row.deviations.goingAway, row.what).toBeLessThanOrEqual(3);
    expect(row.measured.peak, row.what).toBeGreaterThanOrEqual(row.peaks.least);
    expect(row.measured.peak, row.what).toBeLessThanOrEqual(row.peaks.most);
    expect(row.measured.peak, row.what).toBeLessThanOrEqual(row.expected.peakAtMost);
  }
  const [rolling] = rows;
  expect(rolling?.measured.cut).toBe(0);
  expect(rolling?.measured.goingAway).toBeGreaterThan(PEOPLE / 2);
});

type Go = (lab: Lab) => Promise<{ readonly sockets: number; readonly done: Promise<void> }>;

/** What the clients saw, until all are back. */
async function observed(
  { people, ...lab }: Lab,
  delay: number,
  go: Go,
): Promise<{ sockets: number; measured: Measured }> {
  const { sockets, done } = await go({ people, ...lab });
  people.take();
  const start = Date.now();
  await done;
  // All are back after one jitter. After another, none is so young that its client would count a loss as a repeated one.
  await sleep((2 * JITTER + 2) * 1000);
  const { losses, lostMessages, failed } = people.take();
  const cut = losses.filter(({ code }) => code !== 1001);
  // The cut is at the start of a second, as in the simulation.
  const origin = cut.length > 0 ? Math.min(...cut.map(({ at }) => at)) : start;
  const seconds = new Map<number, number>();
  for (const { tries } of losses) {
    const second = Math.floor((tries - origin) / 1000);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  const waits = losses.flatMap(({ back, tries }) => (back === undefined ? [] : [back - tries]));
  return {
    sockets,
    measured: {
      cut: cut.length,
      goingAway: losses.length - cut.length,
      peak: Math.max(0, ...seconds.values()),
      back: waits.length,
      openMs: waits.toSorted((x, y) => x - y)[Math.floor(waits.length / 2)] ?? 0,
      lostMessages,
      failed,
      seconds: losses.length === 0 ? 0 : (Math.max(...losses.map(({ at }) => at)) - start) / 1000,
      delay,
    },
  };
}

async function socketsOn({ proxy }: Lab, tasks: readonly LabTask[]): Promise<number> {
  const sessions = await proxy.sessions();
  return tasks.reduce((sum, { name }) => sum + (sessions.get(name) ?? 0), 0);
}

interface Shifting {
  /** Whether the new servers notice that their target is draining, in the next deployment. */
  readonly drains: boolean;
  /** From when, what percentage of the new sockets goes to the new tasks. */
  readonly shifts: readonly (readonly [seconds: number, percent: number])[];
  readonly bake: number;
  readonly delay: number;
}

/** New tasks start; new sockets go there step by step; after the bake all old tasks are stopped. */
async function shifting(
  lab: Lab,
  old: readonly LabTask[],
  fresh: readonly LabTask[],
  { drains, shifts, bake, delay }: Shifting,
): Promise<{ sockets: number; done: Promise<void> }> {
  const { proxy, tasks } = lab;
  await Promise.all(fresh.map((task) => tasks.start(task, { drains, weight: 0 })));
  const sockets = await socketsOn(lab, old);
  const weigh = (group: readonly LabTask[], percent: number) =>
    Promise.all(group.map(({ name }) => proxy.open(name, Math.round((FULL_WEIGHT * percent) / 100))));
  const go = async (): Promise<void> => {
    let now = 0;
    for (const [at, percent] of shifts) {
      await sleep((at - now) * 1000);
      now = at;
      await weigh(fresh, percent);
      await weigh(old, 100 - percent);
    }
    await sleep(bake * 1000);
    await Promise.all(old.map((task) => tasks.takeOut(task, delay)));
  };
  return { sockets, done: go() };
}
