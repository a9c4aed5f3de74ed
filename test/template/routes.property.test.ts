// Configs with 0–8 routes: AWS accepts the template, and rules are where the config wants them.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import { forwardingListeners, routingOf } from '../../src/config/routing.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { ID } from '../../src/template/names.ts';
import { routedInput } from '../helpers/arbitrary-config.ts';
import { objectOf, yamlOf } from '../helpers/template.ts';
import { runs } from '../helpers/scale.ts';

it('every config with routes yields a template that our own check passes', () => {
  let routed = 0;
  fc.assert(
    fc.property(routedInput(), (input) => {
      const yaml = yamlOf(input);
      const config = parseConfig(input);
      if (config.routes.length > 0) routed++;
      const checked = checkTemplate(yaml);
      expect(checked.ok && checked.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }),
    runs(400),
  );
  // Otherwise the property proves little.
  expect(routed).toBeGreaterThan(1);
});

it('rules are numbered in the order of the list, once per listener that forwards', () => {
  fc.assert(
    fc.property(routedInput(), (input) => {
      const config = parseConfig(input);
      const rules = Object.values(objectOf(input).Resources)
        .filter(({ Type }) => Type === 'AWS::ElasticLoadBalancingV2::ListenerRule')
        .map(({ Properties }) => Properties)
        // The test listener of a deployment has its own rule.
        .filter(({ ListenerArn }) => (ListenerArn as { Ref: string }).Ref !== ID.testListener);
      const listeners = forwardingListeners(config);
      const { rules: meant } = routingOf(config);
      expect(rules).toHaveLength(meant.length * listeners.length);
      for (const { protocol } of listeners) {
        const own = rules.filter(
          ({ ListenerArn }) => (ListenerArn as { Ref: string }).Ref === `${protocol}Listener`,
        );
        const priorities = own.map(({ Priority }) => Number(Priority));
        expect(priorities).toEqual([...new Set(priorities)].toSorted((a, b) => a - b));
        expect(priorities).toEqual(meant.map(({ priority }) => priority));
      }
    }),
    runs(400),
  );
});
