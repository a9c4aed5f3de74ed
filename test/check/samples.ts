// Templates that the tests of `check` start from.
import { readFileSync } from 'node:fs';
import { checkTemplate } from '../../src/check/check.ts';
import { presetInput, presetNames } from '../helpers/presets.ts';
import { yamlOf } from '../helpers/template.ts';
import { CASES } from '../template/cases.ts';

/** Name and text of every template that we generate. */
export const ours: readonly (readonly [name: string, text: string])[] = [
  ...presetNames.map((name) => [name, yamlOf(presetInput(name))] as const),
  ...Object.entries(CASES).map(([name, input]) => [name, yamlOf(input)] as const),
];
/** A fixture in which everything is wrong. */
export const wrong = readFileSync(new URL('fixtures/everything-wrong.yaml', import.meta.url), 'utf8');

/** The findings, short enough to compare. */
export const summary = (text: string) => {
  const result = checkTemplate(text);
  return result.ok
    ? {
        loadBalancers: result.loadBalancers,
        findings: result.findings.map(({ line, code }) => `${line} ${code}`),
      }
    : { line: result.line, reason: result.reason };
};
export const LB = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
