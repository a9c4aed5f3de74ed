// The findings of AWS's own validator on any config are in validator.long.test.ts.
import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { parse } from 'yaml';
import { yamlParse } from 'yaml-cfn';
import { expect, it } from 'vitest';
import { toYaml } from '../../src/template/yaml.ts';
import { MAX_ATTRIBUTES, MAX_INLINE_TEMPLATE_BYTES } from '../../src/alb/limits.ts';
import { shiftsTraffic } from '../../src/config/deployment.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { validInput } from '../helpers/arbitrary-config.ts';
import { attributes, jsonOf, objectOf, resource, yamlOf } from '../helpers/template.ts';
import { runs } from '../helpers/scale.ts';

const yaml11 = (text: string): unknown => parse(text, { version: '1.1' });

it('every valid config yields a template that is small enough to deploy', () => {
  fc.assert(
    fc.property(validInput(), (input) => {
      // Athena's tables and queries, many routes, or a second group for the sockets may require compact JSON or a bucket; the
      // command then says so.
      if (!input.logs?.athena && (input.routes?.length ?? 0) <= 2 && !shiftsTraffic(parseConfig(input)))
        expect(Buffer.byteLength(yamlOf(input))).toBeLessThan(MAX_INLINE_TEMPLATE_BYTES);
    }),
    runs(300),
  );
});

it('YAML and JSON have the same content', () => {
  fc.assert(
    fc.property(validInput(), (input) => {
      expect(yamlParse(yamlOf(input))).toEqual(JSON.parse(jsonOf(input)));
    }),
    runs(300),
  );
});

it('attributes are strings, at most 20, and unique', () => {
  fc.assert(
    fc.property(validInput(), (input) => {
      const template = objectOf(input);
      for (const id of ['WebSocketALB', 'WebSocketTargetGroup']) {
        const { Properties } = resource(template, id);
        const list = (Properties['LoadBalancerAttributes'] ?? Properties['TargetGroupAttributes']) as {
          Key: string;
        }[];
        expect(list.length).toBeLessThanOrEqual(MAX_ATTRIBUTES);
        expect(new Set(list.map(({ Key }) => Key)).size).toBe(list.length);
        for (const value of Object.values(attributes(template, id))) {
          // The bucket is a Ref.
          expect(['string', 'object']).toContain(typeof value);
        }
      }
    }),
    runs(300),
  );
});

it('no string of a config changes on its way through YAML, whatever YAML version reads it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[-+.:0-9_a-fxonsyhultrie= ~]{1,9}$/), (text) => {
      const yaml = toYaml({ Value: text });
      // YAML 1.1 reads more plain scalars as numbers and booleans: when in doubt, there must be quotes.
      expect(load(yaml)).toEqual({ Value: text });
      expect(yaml11(yaml)).toEqual({ Value: text });
    }),
    runs(5000),
  );
});
