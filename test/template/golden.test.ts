// The goldens themselves are held by test/generated.test.ts; this is what every one of them must be.
import { describe, expect, it } from 'vitest';
import { MAX_INLINE_TEMPLATE_BYTES } from '../../src/alb/limits.ts';
import { awsFindings } from '../helpers/aws-validate.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { jsonOf, yamlOf } from '../helpers/template.ts';
import { CASES } from './cases.ts';

const goldens = [
  ...presetNames.map((name) => ({ name: `preset ${name}`, input: presetInput(name) })),
  ...Object.entries(CASES).map(([name, input]) => ({ name, input })),
];

describe.each(goldens)('$name', ({ input }) => {
  const texts = [yamlOf(input), jsonOf(input)];

  it('is clean under AWS’s own validator, as YAML and as JSON', () => {
    expect(texts.map(awsFindings)).toEqual([[], []]);
  });

  it('can be deployed without a bucket', () => {
    for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThan(MAX_INLINE_TEMPLATE_BYTES);
  });
});
