// Templates in AWS's own validator, which takes seconds to compile its rules. property.test.ts compares YAML and JSON, so only
// the presets are tried as JSON.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { routedInput, validInput } from '../helpers/arbitrary-config.ts';
import { awsFindings } from '../helpers/aws-validate.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { runs } from '../helpers/scale.ts';
import { jsonOf, yamlOf } from '../helpers/template.ts';
import { CASES } from './cases.ts';

it.each(presetNames)('preset %s is clean, as YAML and as JSON', (name) => {
  const input = presetInput(name);
  expect([yamlOf(input), jsonOf(input)].map(awsFindings)).toEqual([[], []]);
});

it.each(Object.entries(CASES))('%s is clean', (_, input) => {
  expect(awsFindings(yamlOf(input))).toEqual([]);
});

it('every valid config yields a clean template', () => {
  fc.assert(
    fc.property(validInput(), (input) => {
      expect(awsFindings(yamlOf(input))).toEqual([]);
    }),
    runs(200),
  );
});

it('every config with routes yields a clean template', () => {
  let routed = 0;
  fc.assert(
    fc.property(routedInput(), (input) => {
      if ((input.routes?.length ?? 0) > 0) routed++;
      expect(awsFindings(yamlOf(input))).toEqual([]);
    }),
    runs(250),
  );
  // Otherwise the property proves little.
  expect(routed).toBeGreaterThan(3);
});
