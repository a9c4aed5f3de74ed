// What a config and a baseline leave out of a report, and how each format states it.
import { expect, it } from 'vitest';
import { checkTemplate } from '../../../src/check/check.ts';
import { baselineText, parseBaseline } from '../../../src/check/exceptions/baseline.ts';
import { parseCheckConfig } from '../../../src/check/exceptions/check-config.ts';
import { applyBaseline, applyConfig } from '../../../src/check/exceptions/set-aside.ts';
import { formatGithub } from '../../../src/check/format-github.ts';
import { formatJson } from '../../../src/check/format-json.ts';
import { formatSarif } from '../../../src/check/format-sarif.ts';
import { formatText } from '../../../src/check/format-text.ts';
import { exitCodeOf, findingsOf, type FileReport } from '../../../src/check/report.ts';
import { CHECK_RULES } from '../../../src/check/rules/index.ts';

const same = (file: string): string => file;
const always = (): boolean => true;

/** A load balancer with an attribute for each key; ELB knows none of them. */
const template = (keys: readonly string[], id = 'Chat') => `Resources:
  ${id}:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [sg-1]
      LoadBalancerAttributes:
        - { Key: idle_timeout.timeout_seconds, Value: '600' }
${keys.map((key) => `        - { Key: ${key}, Value: '1' }\n`).join('')}`;

const UNKNOWN = CHECK_RULES.filter(({ code }) => code === 'attribute-unknown');
const report = (file: string, text: string): FileReport => ({ file, result: checkTemplate(text, UNKNOWN) });
const config = (text: string) =>
  parseCheckConfig(
    'c.yaml',
    text,
    CHECK_RULES.map(({ code }) => code),
  );
const keysOf = (reports: readonly FileReport[]) =>
  reports.flatMap(findingsOf).map(({ args }) => String(args['key']));

it('an ignore applies to its files and resources until its date, and then expires', () => {
  const reports = [report('edge/a.yaml', template(['wrong_a'])), report('b.yaml', template(['wrong_b']))];
  const ends = config(
    'ignore:\n  - { code: attribute-unknown, reason: soon gone, until: 2026-11-26, files: [edge/**], resource: Ch* }',
  );
  const onTheDay = applyConfig(reports, ends, '2026-11-26', same);
  expect(keysOf(onTheDay.reports)).toEqual(['wrong_b']);
  expect(onTheDay.notes).toEqual([]);
  const after = applyConfig(reports, ends, '2026-11-27', same);
  expect(keysOf(after.reports)).toEqual(['wrong_a', 'wrong_b']);
  expect(after.notes).toEqual([
    'c.yaml:2: the ignore of attribute-unknown ended on 2026-11-26: the findings that it covered count again (1 in this run).',
  ]);
  const other = config('ignore:\n  - { code: attribute-unknown, reason: x, resource: Other }');
  expect(keysOf(applyConfig(reports, other, '2026-11-26', same).reports)).toHaveLength(2);
});

it('changed severities determine the exit code', () => {
  const reports = [report('a.yaml', template(['wrong_a']))];
  expect(exitCodeOf(reports, false)).toBe(1);
  const info = applyConfig(reports, config('severities: { attribute-unknown: info }'), '2026-11-26', same);
  expect(info.reports.flatMap(findingsOf).map(({ severity }) => severity)).toEqual(['info']);
  expect(exitCodeOf(info.reports, false)).toBe(0);
});

it('a baseline recognises a finding wherever it moves, and nothing else', () => {
  const before = [report('a.yaml', template(['wrong_a', 'wrong_b']))];
  const baseline = parseBaseline('known.json', baselineText(before, same));
  const moved = [report('a.yaml', `# more\n\n${template(['wrong_b', 'wrong_a'])}`)];
  expect(keysOf(applyBaseline(moved, baseline, same, always).reports)).toEqual([]);
  // Another attribute of the same resource, as many findings as before.
  const other = applyBaseline([report('a.yaml', template(['wrong_a', 'wrong_c']))], baseline, same, always);
  expect(keysOf(other.reports)).toEqual(['wrong_c']);
  expect(other.notes).toEqual([
    'known.json: no longer found, so remove it with --write-baseline: a.yaml  attribute-unknown  Chat wrong_b',
  ]);
  const renamed = applyBaseline([report('a.yaml', template(['wrong_a'], 'New'))], baseline, same, always);
  expect(keysOf(renamed.reports)).toEqual(['wrong_a']);
  // A file that was not checked does not count as fixed.
  expect(applyBaseline([], baseline, same, () => false).notes).toEqual([]);
});

it('a baseline does not depend on lines or file order, and counts duplicates', () => {
  const [a, b] = [report('a.yaml', template(['wrong_a'])), report('b.yaml', template(['wrong_a']))];
  const text = baselineText([a, b], same);
  expect(baselineText([b, report('a.yaml', `#\n${template(['wrong_a'])}`)], same)).toBe(text);
  const twice = {
    ...a,
    result: a.result.ok ? { ...a.result, findings: [...findingsOf(a), ...findingsOf(a)] } : a.result,
  };
  expect(JSON.parse(baselineText([twice], same))).toEqual({
    version: 1,
    findings: [
      { file: 'a.yaml', code: 'attribute-unknown', resource: 'Chat', argument: 'wrong_a', count: 2 },
    ],
  });
  const once = parseBaseline('known.json', text);
  expect(keysOf(applyBaseline([twice], once, same, always).reports)).toEqual(['wrong_a']);
});

it.each(['', '[]', '{"version": 2, "findings": []}', '{"version": 1, "findings": [{"file": 1}]}'])(
  'refuses as a baseline: %s',
  (text) => {
    expect(() => parseBaseline('known.json', text)).toThrow(/^This is not a baseline\. It|findings\[0\]/);
  },
);

it('every format states what was left out and why', () => {
  const reports = [report('a.yaml', template(['wrong_a', 'wrong_b']))];
  const baseline = parseBaseline(
    'known.json',
    baselineText([report('a.yaml', template(['wrong_a', 'gone']))], same),
  );
  const { reports: left, notes } = applyBaseline(reports, baseline, same, always);
  const words = '1 finding left out by known.json: attribute-unknown; known when the baseline was written.';
  const text = formatText(left, undefined, notes);
  expect(text).toContain(`a.yaml: 1 Application Load Balancer; 1 warning.\n  ${words}\n`);
  expect(text.endsWith('a.yaml  attribute-unknown  Chat gone\n')).toBe(true);
  expect(formatGithub(left, notes)).toContain(`::notice title=websocket-alb check::a.yaml: ${words}\n`);
  expect(JSON.parse(formatJson(left, notes))).toMatchObject({
    files: [
      {
        findings: [{ args: { key: 'wrong_b' } }],
        setAside: [{ code: 'attribute-unknown', how: 'baseline', by: 'known.json', logicalId: 'Chat' }],
      },
    ],
    notes: [expect.stringContaining('Chat gone')],
  });
  const sarif = JSON.parse(formatSarif(left, '1.0.0', notes)) as {
    runs: [{ results: { baselineState: string; suppressions?: unknown[] }[]; invocations: unknown[] }];
  };
  expect(
    sarif.runs[0].results.map(({ baselineState, suppressions }) => [baselineState, suppressions?.length]),
  ).toEqual([
    ['new', undefined],
    ['unchanged', 1],
  ]);
  expect(sarif.runs[0].invocations).toMatchObject([{ toolExecutionNotifications: [{ level: 'note' }] }]);
});
