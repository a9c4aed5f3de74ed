// Renaming a load balancer must not replace anything: targets admit its security group by id.
import { describe, expect, it } from 'vitest';
import type { ConfigInput } from '../../src/config/schema/index.ts';
import { valueAt } from '../../src/config/path.ts';
import { createOnlyProperties } from '../helpers/aws-validate.ts';
import { objectOf, yamlOf } from '../helpers/template.ts';
import { CASES } from './cases.ts';

/** AWS's validator compiles its rules first. */
const TIMEOUT_MS = 240_000;

function replacedBy(before: ConfigInput, after: ConfigInput): string[] {
  const [one, other] = [objectOf(before).Resources, objectOf(after).Resources];
  return createOnlyProperties(yamlOf(before)).filter((path) => {
    const [first, second] = [one, other].map((resources) => valueAt(resources, path.split('.')));
    return JSON.stringify(first) !== JSON.stringify(second);
  });
}

describe('two templates that differ in name only', () => {
  it.each([
    ['the production template', {}],
    ['a VPC of its own', { network: { create: true }, target: { type: 'ip' } }],
    ['metrics, topic, DNS, WAF', CASES['notify-topic-metrics-dns-waf'] ?? {}],
    ['every alarm', CASES['alarms-every-key'] ?? {}],
  ] as [string, ConfigInput][])(
    '%s: nothing is replaced',
    (_, input) => {
      const names = [
        { ...input, name: 'chat' },
        { ...input, name: 'talk' },
      ] as const;
      expect(yamlOf(names[0])).not.toBe(yamlOf(names[1]));
      expect(Object.keys(objectOf(names[0]).Resources)).toEqual(Object.keys(objectOf(names[1]).Resources));
      expect(replacedBy(...names)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'near hit: another scheme replaces the load balancer',
    () => {
      const internal = { network: { scheme: 'internal' } } as const;
      expect(replacedBy({}, internal)).toContain('WebSocketALB.Properties.Scheme');
    },
    TIMEOUT_MS,
  );
});
