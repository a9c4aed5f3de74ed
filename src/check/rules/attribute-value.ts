import { SETTINGS } from '../../alb/rule.ts';
import type { Subject } from '../../alb/setting.ts';
import { elbApi } from '../../alb/sources.ts';
import { allows, describeValues, type ValueSpec } from '../../alb/values.ts';
import { inAttributes } from '../fix/attributes.ts';
import { ATTRIBUTE_LISTS } from '../settings.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { allParts } from './parts.ts';

/** Attributes that other rules judge, or for which our pattern is stricter than ELB's. */
const ELSEWHERE = /\.prefix$|\.cookie_name$|\.bucket$/;

const WORDS_OF_YAML: Readonly<Record<string, string>> = {
  yes: 'true',
  on: 'true',
  no: 'false',
  off: 'false',
};

/** The value that a different spelling means: in capitals, with surrounding spaces, or as a YAML boolean word. */
function meant(spec: ValueSpec | undefined, value: string): string | undefined {
  const plain = value.trim().toLowerCase();
  if (spec?.kind === 'boolean')
    return plain === 'true' || plain === 'false'
      ? plain
      : Object.hasOwn(WORDS_OF_YAML, plain)
        ? WORDS_OF_YAML[plain]
        : undefined;
  if (spec?.kind !== 'enum') return undefined;
  const same = spec.values.filter((one) => one.toLowerCase() === plain);
  return same.length === 1 ? same[0] : undefined;
}

const specOf = (key: string, list: string): ValueSpec | undefined =>
  Object.entries(ATTRIBUTE_LISTS).flatMap(([subject, name]) => {
    const values = name === list ? SETTINGS[subject as Subject][key]?.values : undefined;
    return values ? [values] : [];
  })[0];

export const attributeValue: CheckRule = {
  code: 'attribute-value',
  severity: 'error',
  group: 'refused',
  title: 'Attribute with a value that ELB refuses',
  why: 'Every attribute has a range or a list of values, and ELB refuses all others. Linters do not check them.',
  source: elbApi('LoadBalancerAttribute'),
  judge: each(allParts, ({ attributes, subject }) =>
    attributes.flatMap(({ key, value, line }) => {
      const spec = SETTINGS[subject][key]?.values;
      if (!spec || typeof value !== 'string' || ELSEWHERE.test(key)) return [];
      if (allows(spec, spec.kind === 'boolean' ? value.toLowerCase() : value)) return [];
      return [violation(line, { key, value, allowed: describeValues(spec) })];
    }),
  ),
  fix: {
    mode: 'safe',
    what: 'Corrects the spelling of a word, such as its capitals; numbers and other values are left alone.',
    ...inAttributes(({ key, value, list }) => {
      const to = value === undefined ? undefined : meant(specOf(key, list), value);
      return to === undefined ? undefined : { do: 'set', to };
    }),
  },
  words: ({ key, value, allowed }) => ({
    what: `${String(key)} is ${JSON.stringify(value)}.`,
    allowed: String(allowed),
    remedy: 'Use an allowed value.',
  }),
};
