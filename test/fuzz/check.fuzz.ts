// Templates of every kind, with lines removed, duplicated, moved, indented and overwritten.
import { readdirSync, readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTemplate, wordCheckFinding } from '../../src/check/check.ts';
import { formatGithub } from '../../src/check/format-github.ts';
import { formatJson } from '../../src/check/format-json.ts';
import { formatSarif } from '../../src/check/format-sarif.ts';
import { formatText } from '../../src/check/format-text.ts';
import { runs } from '../helpers/scale.ts';
import { expectReadable, watched } from './watch.ts';

const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ya?ml|json)$/.test(entry.name))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'));
const TEMPLATES = [
  ...files('test/check/fixtures'),
  ...files('templates').filter((text) => text.length < 30_000),
];

const JUNK = [
  '!Ref X',
  '!Sub "${A}"',
  '!If [A, B, C]',
  '!GetAtt A.B',
  '!Sub [x]',
  '&a',
  '*a',
  '<<: *a',
  '{}',
  '[]',
  'null',
  '~',
  '-1',
  '1e999',
  '"',
  "'",
  '|',
  '>-',
  '!!binary x',
  '!Foo x',
  '\t',
  '\u0000',
  '\uFEFF',
  '{Fn::Transform: x}',
  'Fn::If: [1]',
  'Fn::ForEach::X: []',
  'Ref: [1]',
  '__proto__: {}',
  'constructor: 1',
  '💥',
];

const mutation = fc.tuple(
  fc.constantFrom('drop', 'double', 'move', 'indent', 'outdent', 'value', 'cut', 'insert', 'character'),
  fc.nat(),
  fc.nat(),
  fc.oneof(fc.constantFrom(...JUNK), fc.string({ maxLength: 20 })),
);

function mutate(text: string, [kind, at, other, junk]: [string, number, number, string]): string {
  const lines = text.split('\n');
  const index = at % lines.length;
  const line = lines[index] ?? '';
  switch (kind) {
    case 'drop':
      return lines.toSpliced(index, 1).join('\n');
    case 'double':
      return lines.toSpliced(index, 0, line).join('\n');
    case 'move':
      return lines
        .toSpliced(index, 1)
        .toSpliced(other % lines.length, 0, line)
        .join('\n');
    case 'indent':
      return lines.with(index, `  ${line}`).join('\n');
    case 'outdent':
      return lines.with(index, line.replace(/^ {2}/, '')).join('\n');
    case 'value':
      return lines
        .with(
          index,
          line.replace(/: .*$/, () => `: ${junk}`),
        )
        .join('\n');
    case 'insert':
      return lines.toSpliced(index, 0, `${/^ */.exec(line)?.[0] ?? ''}${junk}`).join('\n');
    case 'cut':
      return text.slice(0, at % text.length);
    default: {
      const place = at % text.length;
      return text.slice(0, place) + junk + text.slice(place + (other % 3));
    }
  }
}

test('any template is judged or refused with a reason, in every format', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...TEMPLATES),
      fc.array(mutation, { minLength: 1, maxLength: 6 }),
      (template, mutations) =>
        watched(() => {
          const result = checkTemplate(mutations.reduce(mutate, template));
          const reports = [{ file: 'template.yaml', result }];
          if (result.ok)
            for (const finding of result.findings) {
              expect(finding.line).toBeGreaterThan(0);
              const words = wordCheckFinding(finding);
              expect(words.what).toMatch(/\S/);
              expect(words.what).not.toContain('[object ');
            }
          else expectReadable(result.reason);
          formatText(reports);
          formatGithub(reports);
          JSON.parse(formatJson(reports));
          JSON.parse(formatSarif(reports, '0.0.0'));
        }),
    ),
    runs(2000),
  );
});
