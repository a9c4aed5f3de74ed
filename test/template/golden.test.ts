// test/generated.test.ts compares the goldens themselves; these tests cover what all of them have in common. The findings of
// AWS's own validator are in validator.long.test.ts.
import { expect, it } from 'vitest';
import { MAX_INLINE_TEMPLATE_BYTES } from '../../src/alb/limits.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { jsonOf, yamlOf } from '../helpers/template.ts';
import { CASES } from './cases.ts';

it.each([...presetNames.map((name) => [name, presetInput(name)] as const), ...Object.entries(CASES)])(
  '%s can be deployed without a bucket',
  (_, input) => {
    for (const text of [yamlOf(input), jsonOf(input)])
      expect(
        Buffer.byteLength(text),
        'CloudFormation takes no larger template without a bucket: make the case smaller',
      ).toBeLessThan(MAX_INLINE_TEMPLATE_BYTES);
  },
);
