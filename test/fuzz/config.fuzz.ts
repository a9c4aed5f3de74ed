import * as fc from 'fast-check';
import { yamlParse } from 'yaml-cfn';
import { expect, test } from 'vitest';
import { MAX_ATTRIBUTES } from '../../src/alb/limits.ts';
import { checkTemplate } from '../../src/check/check.ts';
import { validateConfig } from '../../src/config/validate.ts';
import { wordFinding } from '../../src/config/words.ts';
import { buildTemplate, templateObject } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';
import { shapedInput, validInput } from '../helpers/arbitrary-config.ts';
import { runs } from '../helpers/scale.ts';
import { expectReadable, watched } from './watch.ts';

test('a valid config yields a template that reads back as itself and passes our own check', () => {
  fc.assert(
    fc.property(validInput(), (input) =>
      watched(() => {
        const result = validateConfig(input);
        if (!result.ok) throw new Error('not valid');
        const built = buildTemplate(result.config);
        const yaml = renderYaml(built);
        expect(yamlParse(yaml)).toEqual(templateObject(built));
        expectReadable(yaml);
        for (const { Properties } of Object.values(templateObject(built).Resources))
          for (const list of ['LoadBalancerAttributes', 'TargetGroupAttributes']) {
            const attributes = (Properties?.[list] ?? []) as { Key: string }[];
            expect(attributes.length).toBeLessThanOrEqual(MAX_ATTRIBUTES);
            expect(new Set(attributes.map(({ Key }) => Key)).size).toBe(attributes.length);
          }
        const checked = checkTemplate(yaml);
        expect(checked.ok && checked.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
    ),
    runs(2000),
  );
});

test('any config is accepted or refused with a reason', () => {
  fc.assert(
    fc.property(fc.oneof(shapedInput(), fc.jsonValue(), fc.anything()), (input) =>
      watched(() => {
        const result = validateConfig(input);
        for (const finding of result.ok ? result.warnings : result.findings) {
          const { what, remedy } = wordFinding(finding);
          expect(what).toMatch(/\S/);
          expect(remedy).toMatch(/\S/);
          expect(`${what}${remedy}`).not.toContain('[object ');
        }
      }),
    ),
    runs(2000),
  );
});
