// Every rule about templates with samples that break it and meet it, and with values that are known only at deploy time. A
// rule has its samples in fixtures/rules/<code>.yaml, as three documents: wrong, with `#! code` where a finding is due, right,
// and unknown; only that rule runs on them. fixtures/*.yaml are whole templates, on which all rules run. The samples of ELB's
// own rules are in test/alb, and are checked as templates in elb-rules.test.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTemplate, ruleOf, wordCheckFinding } from '../../src/check/check.ts';
import { isJudgedIn } from '../../src/check/coverage.ts';
import { modelOf } from '../../src/check/model.ts';
import type { CheckRule, Judgement } from '../../src/check/rule.ts';
import { RULES } from '../../src/alb/rules/index.ts';
import { TOPOLOGY_RULES } from '../../src/alb/rules/topology.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { readTemplate } from '../../src/check/template.ts';

type Kind = 'wrong' | 'right' | 'unknown';

interface Fixture {
  readonly name: string;
  /** Padded to the document's position in the file, so that line numbers are those of the file. */
  readonly text: string;
  readonly rules: readonly CheckRule[];
}

const FOLDER = new URL('fixtures/', import.meta.url);
const RULE_FOLDER = new URL('rules/', FOLDER);
const textOf = (name: string, folder = FOLDER) => readFileSync(new URL(name, folder), 'utf8');
const yamlIn = (folder: URL) => readdirSync(folder).filter((name) => name.endsWith('.yaml'));

/** Whole templates: everything, routing, services. */
const WHOLE = yamlIn(FOLDER);
/** A file of one rule -> its documents. `always known` replaces unknown when the rule reads literal text only. */
const OWN = new Map(
  yamlIn(RULE_FOLDER).map((file): [string, ReadonlyMap<string, string>] => {
    const documents = new Map<string, string>();
    let line = 0;
    for (const text of textOf(file, RULE_FOLDER).split(/^---\n/m)) {
      documents.set(/^# (.*)\n/.exec(text)?.[1] ?? '', '\n'.repeat(line) + text);
      line += text.split('\n').length;
    }
    return [file.replace('.yaml', ''), documents];
  }),
);

const fixtures = (kind: Kind): Fixture[] => [
  ...WHOLE.filter((file) => file.endsWith(`-${kind}.yaml`)).map((file) => ({
    name: file,
    text: textOf(file),
    rules: CHECK_RULES,
  })),
  ...[...OWN].flatMap(([code, documents]) => {
    const text = documents.get(kind);
    return text === undefined ? [] : [{ name: `rules/${code}.yaml`, text, rules: [ruleOf(code)] }];
  }),
];

/** Rules that read templates themselves. */
const FROM_ALB = new Set([...RULES, ...TOPOLOGY_RULES].map(({ code }) => code));
/** Rules about manifests alone have their samples in test/kubernetes. */
const codes = CHECK_RULES.map(({ code }) => code).filter(
  (code) => !FROM_ALB.has(code) && isJudgedIn(code, 'cloudformation'),
);

const judgedIn = (kind: Kind): Map<string, Judgement[]> => {
  const judged = new Map<string, Judgement[]>();
  for (const { text, rules } of fixtures(kind)) {
    const model = modelOf(readTemplate(text));
    for (const rule of rules) judged.set(rule.code, [...(judged.get(rule.code) ?? []), ...rule.judge(model)]);
  }
  return judged;
};

it.each([...OWN])('rules/%s.yaml labels each of its templates', (_code, documents) => {
  expect([...documents.keys()]).toEqual([
    'wrong',
    'right',
    expect.stringMatching(/^(unknown|always known)$/),
  ]);
});

/** "12 tls-only" for each `#! tls-only` of line 12. */
const marked = (text: string): string[] =>
  text.split('\n').flatMap((line, index) => {
    const found = /#! (.*)$/.exec(line)?.[1]?.split(' ') ?? [];
    return found.map((code) => `${index + 1} ${code}`);
  });

describe('wrong samples', () => {
  it.each(fixtures('wrong'))('$name: findings at the marked lines and nowhere else', ({ text, rules }) => {
    const result = checkTemplate(text, rules);
    const found = result.ok ? result.findings.map(({ line, code }) => `${line} ${code}`) : [];
    expect([...new Set(found)].toSorted()).toEqual(marked(text).toSorted());
  });

  const all = new Set(fixtures('wrong').flatMap(({ text }) => marked(text).map((one) => one.split(' ')[1])));
  it.each(codes)('%s has a violated sample', (code) => {
    expect(all).toContain(code);
  });

  it.each(fixtures('wrong'))('$name: every finding has text and plain data', ({ text, rules }) => {
    const result = checkTemplate(text, rules);
    const findings = result.ok ? result.findings : [];
    expect(findings).not.toEqual([]);
    for (const finding of findings) {
      const { what, allowed, remedy } = wordCheckFinding(finding);
      for (const words of [what, remedy, allowed ?? '-'])
        expect(words, finding.code).not.toMatch(/undefined|\[object|Symbol|NaN|^$/);
      for (const value of Object.values(finding.args))
        expect(['string', 'number', 'boolean', 'undefined'], finding.code).toContain(typeof value);
    }
  });
});

describe('right samples', () => {
  it.each(fixtures('right'))('$name has no finding, not even info', ({ text, rules }) => {
    const result = checkTemplate(text, rules);
    expect(result.ok && result.findings.map(({ code, logicalId }) => `${code} ${logicalId}`)).toEqual([]);
  });

  const judged = judgedIn('right');
  it.each(codes)('%s has a sample that meets it', (code) => {
    expect(judged.get(code)?.some(({ verdict }) => verdict === 'met')).toBe(true);
  });
});

describe('unknown samples', () => {
  const judged = judgedIn('unknown');
  it.each([...judged.keys()])('%s does not guess', (code) => {
    const violated = judged.get(code)?.filter(({ verdict }) => verdict === 'violated');
    expect(violated?.map(({ resource: { id } }) => id)).toEqual([]);
  });
  // These rules ask whether something exists, whatever its value.
  const ALWAYS_KNOWN = new Set([
    'ignore-invalid',
    'attribute-unknown',
    'attribute-not-for-alb',
    'attribute-duplicate',
    'attribute-value',
    'property-value',
    'metrics-watched',
    'draining-zero',
    'log-bucket-depends-on',
    'key-duplicate',
    ...[...OWN].flatMap(([code, documents]) => (documents.has('always known') ? [code] : [])),
  ]);
  it.each(codes.filter((code) => !ALWAYS_KNOWN.has(code)))('%s reports not applicable', (code) => {
    expect(judged.get(code)?.some(({ verdict }) => verdict === 'not-applicable')).toBe(true);
  });
});
