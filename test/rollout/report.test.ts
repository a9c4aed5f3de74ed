// What the report says and recommends.
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { deploymentSummary } from '../../src/rollout/summary.ts';
import { settingsOf, tasksFor, workloadOf } from '../../src/rollout/from-config.ts';
import { rolloutReport } from '../../src/rollout/report.ts';
import { reportJson } from '../../src/rollout/report-data.ts';
import { reportText } from '../../src/rollout/report-text.ts';
import type { RolloutSettings, Workload } from '../../src/rollout/types.ts';
import { SETTINGS } from './settings.ts';

const workload: Workload = { sockets: 20_000, life: { kind: 'exponential', mean: 1800 } };
const drain = { poll: 15, spread: 230 };

const report = (changes: Partial<RolloutSettings>, load = workload) =>
  rolloutReport({
    workload: load,
    settings: { ...SETTINGS, ...changes },
    drain,
    jitter: 10,
    notes: ['a note'],
  });

const adviceAbout = (about: string, changes: Partial<RolloutSettings>) =>
  report(changes).advice.find((each) => each.about === about);

describe('advice', () => {
  it('recommends a server that drains, unless it already does', () => {
    expect(adviceAbout('drain', {})).toMatchObject({ isChange: true, after: 0 });
    expect(adviceAbout('drain', { drain })).toBeUndefined();
  });

  it('recommends the shortest bake that leaves one socket in a hundred to be cut', () => {
    // e^(−(b + 5)/30) ≤ 0.01 from b = 133.2 on.
    expect(adviceAbout('bake', { strategy: 'blue-green', jitter: 60 })).toMatchObject({
      now: 15,
      advised: 134,
      figure: 'sockets cut',
      isChange: true,
    });
    expect(adviceAbout('bake', { strategy: 'blue-green', jitter: 60, bakeSeconds: 134 * 60 })).toMatchObject({
      advised: 134,
      isChange: false,
    });
    // With a server that drains, the sockets need no bake.
    expect(adviceAbout('bake', { strategy: 'blue-green', drain, bakeSeconds: 0 })).toMatchObject({
      advised: 0,
    });
  });

  it('says that a bake alone does not help sockets that last for days', () => {
    const days: Workload = { sockets: 20_000, life: { kind: 'exponential', mean: 86_400 } };
    const { advice } = report({ strategy: 'blue-green' }, days);
    expect(advice.find(({ about }) => about === 'bake')?.remark).toContain('service.maxSocketAge');
  });

  it('recommends smaller batches only if the peak is too high', () => {
    expect(adviceAbout('batch', { tasks: 20, jitter: 10, acceptPerTask: 100 })).toMatchObject({
      isChange: true,
      now: 200,
    });
    expect(adviceAbout('batch', { tasks: 20, jitter: 60, acceptPerTask: 100 })).toMatchObject({
      isChange: false,
    });
    expect(adviceAbout('batch', { tasks: 1 })).toMatchObject({
      isChange: false,
      remark: expect.stringContaining('too few'),
    });
  });

  it('recommends a jitter with which a lost zone uses half of what the tasks can accept', () => {
    // 10,000 sockets, 500 a second of which 250 are free, minus the usual 11.
    expect(adviceAbout('jitter', { drain })).toMatchObject({ of: 'zone-lost', now: 0, advised: 45 });
    expect(adviceAbout('jitter', { drain, jitter: 45 })).toMatchObject({ isChange: false });
  });

  it('recommends room on each task for the sockets of a lost zone', () => {
    expect(adviceAbout('headroom', {})).toMatchObject({ before: 5000, after: 10_000 });
    expect(adviceAbout('headroom', { tasks: 1, zones: 1 })?.remark).toContain('run two or more');
  });
});

describe('the report', () => {
  it('as text: marks the requested row in both tables', () => {
    const text = reportText(report({ strategy: 'blue-green', bakeSeconds: 600 }));
    expect(text).toContain('12,131 of 20,000 sockets are cut without a close frame, 12,131 of them at once');
    expect(text.match(/← asked/g)).toHaveLength(2);
    expect(text).toContain('  - a note\n');
  });

  it('as JSON: contains numbers only', () => {
    const data = JSON.parse(reportJson(report({ strategy: 'blue-green', bakeSeconds: 600 }))) as {
      outcome: { cut: number };
      variants: unknown[];
      others: { event: string }[];
    };
    expect(data.outcome.cut).toBe(12130.61);
    expect(data.variants).toHaveLength(4);
    expect(data.others.map(({ event }) => event)).toEqual([
      'rolling',
      'blue-green',
      'canary',
      'linear',
      'task-lost',
      'zone-lost',
    ]);
  });
});

describe('settings from a config', () => {
  it('with a service: its tasks, percentages, delay, and the drain of its server', () => {
    const config = parseConfig({
      service: {
        tasks: { min: 2, max: 20 },
        socketsPerTask: 2000,
        maximumPercent: 150,
        cpu: 1024,
        maxSocketAge: 200,
      },
      workload: { connections: 9000, meanConnectionSeconds: 600 },
    });
    expect(settingsOf(config)).toMatchObject({
      strategy: 'rolling',
      tasks: 2,
      maximumPercent: 150,
      delay: 300,
      drain: { poll: 15, spread: 230 },
      maxSocketAge: 200,
      acceptPerTask: 500,
    });
    expect(tasksFor(config, 9000)).toBe(5);
    expect(tasksFor(config, 90_000)).toBe(20);
    expect(workloadOf(config)).toEqual({ sockets: 9000, life: { kind: 'exponential', mean: 600 } });
  });

  it('a deployment that could never start has no summary, and does not break the template', () => {
    const summary = (percent: number) =>
      deploymentSummary(
        parseConfig({
          service: { tasks: 0, minimumHealthyPercent: percent, maximumPercent: 100 },
          workload: { connections: 9000, meanConnectionSeconds: 600 },
        }),
      );
    // At least one task: 74 % of it is one, so it may not stop; 0 % is none.
    expect(summary(74)).toBeUndefined();
    expect(summary(0)).toContain('9,000 sockets on 1 task');
  });

  it('with another strategy: its bake and steps', () => {
    const of = (deployment: object) => settingsOf(parseConfig({ service: { deployment } }));
    expect(of({ strategy: 'blue-green', bakeMinutes: 30 })).toMatchObject({
      strategy: 'blue-green',
      bakeSeconds: 1800,
    });
    expect(of({ strategy: 'canary', percent: 20, stepMinutes: 3 })).toMatchObject({
      strategy: 'canary',
      bakeSeconds: 900,
      canary: { percent: 20, stepSeconds: 180 },
      linear: { percent: 10, stepSeconds: 360 },
    });
    // What a rolling deployment would be like with a bake.
    expect(of({ strategy: 'rolling' })).toMatchObject({ strategy: 'rolling', bakeSeconds: 900 });
  });

  it('without one: its targets', () => {
    expect(settingsOf(parseConfig({ target: { instanceCount: 5 } }))).toMatchObject({ tasks: 5 });
    expect(workloadOf(parseConfig({ workload: { connections: 5 } }))).toBeUndefined();
  });
});
