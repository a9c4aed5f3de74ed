// Every diagnosis with a hit and a near miss, in which it must not appear.
import { describe, expect, it } from 'vitest';
import { DIAGNOSES } from '../../src/doctor/diagnoses/index.ts';
import { ELB_RULES } from '../../src/doctor/diagnoses/elb-rules.ts';
import { diagnose } from '../../src/doctor/diagnose.ts';
import { context, flat, healthy, judge, withMetrics } from './helpers/observed.ts';
import { ABOUT_5XX } from './cases/server-errors.ts';
import { ABOUT_COUNTERS } from './cases/counters.ts';
import { ABOUT_LISTENERS } from './cases/listeners.ts';
import { ABOUT_LOGS } from './cases/logs.ts';
import { ABOUT_SERVICES } from './cases/services.ts';
import { ABOUT_SOCKETS } from './cases/sockets.ts';
import { ABOUT_TARGETS } from './cases/targets.ts';
import { ABOUT_SEVERAL_GROUPS } from './cases/several-groups.ts';
import { ABOUT_WANTED } from './cases/expected.ts';

/** They report a setting, which needs no other cause. */
const SETTINGS = new Set(['practice', ...ELB_RULES.map(({ code }) => code)]);

const CASES = [
  ...ABOUT_5XX,
  ...ABOUT_SOCKETS,
  ...ABOUT_COUNTERS,
  ...ABOUT_LISTENERS,
  ...ABOUT_WANTED,
  ...ABOUT_LOGS,
  ...ABOUT_TARGETS,
  ...ABOUT_SEVERAL_GROUPS,
  ...ABOUT_SERVICES,
];

it('a healthy stack has no findings, even in a busy hour', () => {
  expect(diagnose(healthy(), context())).toEqual([]);
  const busy = withMetrics(healthy(), {
    ActiveConnectionCount: flat(2000),
    NewConnectionCount: flat(8),
    RequestCount: flat(4),
    HealthyHostCount: flat(2),
    UnHealthyHostCount: flat(0),
  });
  expect(diagnose(busy, context())).toEqual([]);
  expect(diagnose(busy, context({ name: 'chat' }))).toEqual([]);
});

it('every diagnosis has a hit and a near miss', () => {
  expect([...new Set(CASES.map(({ code }) => code))].toSorted()).toEqual(
    DIAGNOSES.map(({ code }) => code).toSorted(),
  );
});

describe.each(CASES)('$code: $hit.name', ({ code, hit, miss, evidence, command, cause }) => {
  it('is found, with its evidence and its command', () => {
    const findings = judge(code, hit.observed, hit.context);
    expect(findings).not.toEqual([]);
    for (const finding of findings) {
      expect(finding.evidence.length).toBeGreaterThan(0);
      // A setting needs no cause; an event does.
      if (!SETTINGS.has(code)) expect(finding.causes.length).toBeGreaterThan(0);
      for (const words of [finding.what, ...finding.causes, ...finding.steps.map((step) => step.words)])
        expect(words).not.toMatch(
          /undefined|NaN|\[object|\b1 (?:failed |new )?(?:requests|connections|targets|days|hosts)\b/,
        );
    }
    const all = findings.flatMap((finding) => finding.evidence.map(([name, value]) => `${name}: ${value}`));
    for (const one of evidence) expect(all).toContain(one);
    const steps = findings.flatMap((finding) => finding.steps);
    expect(steps.map((step) => `${step.kind} ${step.command ?? ''} ${step.words}`).join('\n')).toContain(
      command,
    );
    if (cause !== undefined) expect(findings[0]?.causes[0]).toContain(cause);
  });

  it(`is not found: ${miss.name}`, () => {
    expect(judge(code, miss.observed, miss.context)).toEqual([]);
  });
});
