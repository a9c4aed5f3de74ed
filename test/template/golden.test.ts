// Byte for byte. Regenerate with `npm run generate`, and read the difference before you commit it.
import { describe, expect, it } from 'vitest';
import { MAX_INLINE_TEMPLATE_BYTES } from '../../src/alb/limits.ts';
import { awsFindings } from '../helpers/aws-validate.ts';
import { presetFile, presetInput, presetNames } from '../helpers/presets.ts';
import { jsonOf, yamlOf } from '../helpers/template.ts';
import { CASES } from './cases.ts';

const goldens = [
  ...presetNames.map((name) => ({
    name: `preset ${name}`,
    file: presetFile(name, 'template.yaml'),
    input: presetInput(name),
  })),
  ...Object.entries(CASES).map(([name, input]) => ({ name, file: `../golden/${name}.yaml`, input })),
];

describe.each(goldens)('$name', ({ file, input }) => {
  it('yields the template', async () => {
    await expect(yamlOf(input)).toMatchFileSnapshot(file);
  });

  it('is clean under AWS’s own validator, as YAML and as JSON', () => {
    expect(awsFindings(yamlOf(input))).toEqual([]);
    expect(awsFindings(jsonOf(input))).toEqual([]);
  });

  it('can be deployed without a bucket', () => {
    expect(Buffer.byteLength(yamlOf(input))).toBeLessThan(MAX_INLINE_TEMPLATE_BYTES);
    expect(Buffer.byteLength(jsonOf(input))).toBeLessThan(MAX_INLINE_TEMPLATE_BYTES);
  });
});
