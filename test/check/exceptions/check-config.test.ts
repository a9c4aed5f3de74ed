// `.websocket-alb-check.yaml`: what it may contain, and how mistakes in it are reported.
import { describe, expect, it } from 'vitest';
import { parseCheckConfig } from '../../../src/check/exceptions/check-config.ts';
import { matchesGlob, matchesName } from '../../../src/check/exceptions/glob.ts';
import { KnownError } from '../../../src/common/known-error.ts';

const CODES = ['tls-only', 'tags', 'idle-timeout-short'];
const parse = (text: string) => parseCheckConfig('c.yaml', text, CODES);

/** Where and what, one line per problem. */
function problemsOf(text: string): string[] {
  try {
    parse(text);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return error.problems.map(({ where, what, allowed, remedy }) =>
      [`${where}  ${what}`, allowed, remedy].filter((part) => part !== undefined).join(' | '),
    );
  }
  return [];
}

it('reads ignores, severities and paths', () => {
  const text = `# ours
ignore:
  - code: tls-only
    reason: TLS ends at CloudFront
    until: 2027-03-31
    files: [edge/**]
    resource: Chat*
severities: { tags: error }
exclude: [test/fixtures]
`;
  expect(parse(text)).toEqual({
    file: 'c.yaml',
    ignore: [
      {
        line: 3,
        code: 'tls-only',
        reason: 'TLS ends at CloudFront',
        until: '2027-03-31',
        files: ['edge/**'],
        resource: 'Chat*',
      },
    ],
    severities: new Map([['tags', 'error']]),
    exclude: ['test/fixtures'],
  });
  expect(parse('# nothing yet\n')).toMatchObject({ ignore: [], exclude: [] });
});

it('reports every mistake at its line, in one run', () => {
  const text = `ignroe: []
ignore:
  - code: tls-onyl
    reason: x
    until: 2027-02-31
  - code: tags
  - reason: why
    untill: 2027-01-01
  - tags
severities:
  tags: off
  tagz: error
exclude: all
`;
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    [
      "c.yaml:1  There is no key "ignroe". | ignore, severities, exclude | Did you mean ignore?",
      "c.yaml:5 ignore.until  "2027-02-31" is not a day. | a day as YYYY-MM-DD, the last on which it holds",
      "c.yaml:3 tls-onyl  There is no rule "tls-onyl". | Did you mean tls-only?",
      "c.yaml:6 ignore.reason  It gives no reason. | Write reason: and why the finding is accepted, for whoever reads this next.",
      "c.yaml:8 ignore  There is no key "untill". | code, reason, until, files, resource | Did you mean until?",
      "c.yaml:7 ignore.code  It does not say which rule it is about. | Write code: and the code of a rule, from \`websocket-alb check --list-rules\`.",
      "c.yaml:9 ignore  It is not a map. | the keys code, reason, until, files, resource",
      "c.yaml:11 severities.tags  "false" is not a severity. | error, warning, info | To leave a rule out, write it under ignore, with a reason.",
      "c.yaml:12 tagz  There is no rule "tagz". | Did you mean tags?",
      "c.yaml:13 exclude  It is not a list. | Begin each entry with "- ".",
    ]
  `);
});

it('reports a duplicate key, and text that is not YAML', () => {
  expect(problemsOf('exclude: [a]\nexclude: [b]\n')).toEqual([
    'c.yaml:2  The key exclude is there twice, first at line 1. | Join the two.',
  ]);
  expect(problemsOf('ignore: ["open')[0]).toMatch(/^c\.yaml:1 {2}/);
  expect(problemsOf('- a')[0]).toBe('c.yaml:1  It is not a map. | the keys ignore, severities, exclude');
});

describe('globs', () => {
  it.each([
    ['a.yaml', 'a.yaml', true],
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'x/a.yaml', false],
    ['**/*.yaml', 'x/y/a.yaml', true],
    ['**/*.yaml', 'a.yaml', true],
    ['x', 'x/y/a.yaml', true],
    ['x/', 'x/a.yaml', true],
    ['x', 'xy/a.yaml', false],
    ['./x/**', 'x/a.yaml', true],
    ['x/**/z/*', 'x/z/a', true],
    ['x/?.yaml', 'x/ab.yaml', false],
    ['*a*a*a*b', 'a'.repeat(5000), false],
  ])('%s and %s: %s', (pattern, path, isMeant) => {
    expect(matchesGlob(pattern, path)).toBe(isMeant);
  });

  it('in resource names match across slashes', () => {
    expect(matchesName('Ingress chat/*', 'Ingress chat/ws')).toBe(true);
    expect(matchesName('*.aws_lb.*', 'module.a.aws_lb.this[0]')).toBe(true);
  });
});
