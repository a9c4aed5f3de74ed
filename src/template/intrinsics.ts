import type { FindInMap, GetAtt, If, Join, Ref, Select, Sub } from './types.ts';

export const ref = (logicalId: string): Ref => ({ Ref: logicalId });
export const getAtt = (logicalId: string, attribute: string): GetAtt => ({
  'Fn::GetAtt': [logicalId, attribute],
});
export const select = (index: number, list: unknown): Select => ({ 'Fn::Select': [index, list] });
export const split = (delimiter: string, text: unknown): { 'Fn::Split': [string, unknown] } => ({
  'Fn::Split': [delimiter, text],
});
export const join = (delimiter: string, values: readonly unknown[]): Join => ({
  'Fn::Join': [delimiter, values],
});
export const findInMap = (mapping: string, key: unknown, attribute: string): FindInMap => ({
  'Fn::FindInMap': [mapping, key, attribute],
});
export const ifElse = (condition: string, whenTrue: unknown, whenFalse: unknown): If => ({
  'Fn::If': [condition, whenTrue, whenFalse],
});

/** The value of a property that should be absent. */
export const NO_VALUE: Ref = ref('AWS::NoValue');

/** Escapes `${` in a text for Fn::Sub, which would read it as a variable. */
export const escapeSub = (text: string): string => text.replaceAll('${', '${!');

/**
 * Fn::Sub as a tagged template: literal text stays, values are escaped.
 * Variables are Ref or GetAtt values: sub`${ref('AWS::StackName')}-dns`.
 */
export function sub(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Ref | GetAtt)[]
): Sub {
  let text = strings[0] ?? '';
  values.forEach((value, index) => {
    text += variable(value) + (strings[index + 1] ?? '');
  });
  return { 'Fn::Sub': text };
}

/** A value as written inside Fn::Sub. */
export function variable(value: string | number | Ref | GetAtt): string {
  if (typeof value !== 'object') return escapeSub(String(value));
  return 'Ref' in value ? `\${${value.Ref}}` : `\${${value['Fn::GetAtt'].join('.')}}`;
}
