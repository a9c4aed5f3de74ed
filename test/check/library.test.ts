// The functions that other programs call, with valid and invalid arguments.
import { expect, it } from 'vitest';
import { checkRules, checkTemplate, explainFinding } from '../../src/index.ts';

const TEMPLATE = `Resources:
  Chat:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties:
      Subnets: [subnet-1, subnet-2]
      SecurityGroups: [sg-1]
      LoadBalancerAttributes: [{ Key: idle_timeout.timeout, Value: '600' }]
`;

it('returns findings with their text, reason and source', () => {
  const result = checkTemplate(TEMPLATE);
  const [first] = result.ok ? result.findings : [];
  if (!first) throw new Error('nothing found');
  expect(first).toMatchObject({ code: 'attribute-unknown', severity: 'error', logicalId: 'Chat', line: 7 });
  const { what, remedy, why, source } = explainFinding(first);
  expect(what).toContain('idle_timeout.timeout is not an attribute');
  expect(remedy).toBe('Did you mean idle_timeout.timeout_seconds?');
  expect(why).not.toBe('');
  expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
});

it('leaves out ignored rules, and lists all rules', () => {
  const all = checkRules().map(({ code }) => code);
  expect(all).toContain('attribute-unknown');
  const result = checkTemplate(TEMPLATE, { ignore: all.filter((code) => code !== 'access-logs') });
  expect(result.ok && result.findings.map(({ code }) => code)).toEqual(['access-logs']);
});

const checkAnything = checkTemplate as (...args: unknown[]) => unknown;
const explainAnything = explainFinding as (...args: unknown[]) => unknown;

it.each([
  [[], 'checkTemplate takes the text of a template as a string, but got nothing. Read a file with'],
  [[{ Resources: {} }], 'but got an object'],
  [[Buffer.from(TEMPLATE)], 'but got bytes'],
  [[TEMPLATE, ['tags']], 'takes its options as an object, { ignore: [codes] }, but got a list'],
  [[TEMPLATE, { rules: [] }], 'has no option "rules"; there is ignore'],
  [[TEMPLATE, { ignore: 'tags' }], 'ignore is a list of codes, but got a string'],
  [[TEMPLATE, { ignore: ['tagz'] }], 'there is no rule "tagz". Did you mean tags?'],
  [[TEMPLATE, { ignore: [1] }], 'there is no rule 1. checkRules() lists all codes.'],
])('says what is wrong with its arguments: %j', (args, words) => {
  expect(() => checkAnything(...args)).toThrow(TypeError);
  expect(() => checkAnything(...args)).toThrow(words);
});

it('rejects anything that is not a finding', () => {
  expect(() => explainAnything(undefined)).toThrow(
    'explainFinding takes a finding of checkTemplate, but got nothing.',
  );
  expect(() => explainAnything({ code: 'x' })).toThrow('one with the unknown code "x"');
});

it('returns a result, not an exception, for input that is not a template', () => {
  expect(checkTemplate('a: 1')).toMatchObject({ ok: false, line: 1 });
});
