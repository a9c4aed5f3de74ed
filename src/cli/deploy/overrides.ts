// Parameter values in the arguments of `aws cloudformation deploy`.

import { quote } from '../../common/shell.ts';

export const OVERRIDES = '--parameter-overrides';

/** Values given as KEY=VALUE; undefined when they are elsewhere, as with file://values.json. */
export function valuesGiven(further: readonly string[]): ReadonlyMap<string, string> | undefined {
  // Options may be abbreviated. If an option is given twice, the last one counts.
  const at = further.findLastIndex((argument) => argument.startsWith('--par'));
  if (at === -1) return new Map();
  const [, inOne] = /^--par[a-z-]*=(.*)$/s.exec(further[at] ?? '') ?? [];
  const rest = further.slice(at + 1);
  const end = rest.findIndex((argument) => argument.startsWith('-'));
  const pairs = inOne === undefined ? rest.slice(0, end === -1 ? undefined : end) : [inOne];
  const values = new Map<string, string>();
  for (const pair of pairs) {
    const [, name, value] = /^([A-Za-z0-9]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) return undefined;
    values.set(name, value);
  }
  return values;
}

/**
 * The first value that is not of the form KEY=VALUE, where all are written out, and what was probably meant. Undefined where
 * there is none, or the AWS CLI reads them from elsewhere: from a file, or as JSON.
 */
export function malformedOverride(
  values: readonly string[],
): { readonly value: string; readonly remedy: string } | undefined {
  if (values.some((value) => /^(?:file:|fileb:|https?:|[[{])/.test(value.trim()))) return undefined;
  const at = values.findIndex((value) => !/^[A-Za-z0-9]+=/.test(value));
  const value = values[at];
  if (value === undefined) return undefined;
  const before = values[at - 1];
  return {
    value,
    remedy:
      before === undefined
        ? 'Write KEY=VALUE, such as VPCId=vpc-…'
        : `Separate the values of a list by commas, without spaces, or quote a value with spaces: ${quote(`${before},${value}`)}`,
  };
}

/** Whether an option is on: the last of `--name` and `--no-name` counts. */
export const isOn = (further: readonly string[], name: string): boolean =>
  further.findLast((argument) => argument === `--${name}` || argument === `--no-${name}`) === `--${name}`;

export const has = (further: readonly string[], option: string): boolean =>
  further.some((argument) => argument === option || argument.startsWith(`${option}=`));
