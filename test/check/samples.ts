// Templates that tests of `check` start from.
import { readdirSync, readFileSync } from 'node:fs';
import { checkTemplate } from '../../src/check/check.ts';
import { presetFile, presetNames } from '../helpers/presets.ts';

const golden = new URL('../golden/', import.meta.url);
/** Name and text of all that we generate ourselves. */
export const ours = [
  ...presetNames.map((name): [string, string] => [
    name,
    readFileSync(presetFile(name, 'template.yaml'), 'utf8'),
  ]),
  ...readdirSync(golden).map((name): [string, string] => [name, readFileSync(new URL(name, golden), 'utf8')]),
];
/** A fixture in which everything is wrong. */
export const wrong = readFileSync(new URL('fixtures/everything-wrong.yaml', import.meta.url), 'utf8');

/** What was found, short enough to compare. */
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
