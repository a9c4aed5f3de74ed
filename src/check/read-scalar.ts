// A scalar of YAML -> the text that it means, by YAML 1.1.
import type { Scalar } from 'yaml';
import { bareScalar, scalar, type ScalarNode } from './node.ts';

/** What YAML 1.1 takes for booleans, as CloudFormation does; numbers may have underscores there. */
const BOOLEANS = new Map([
  ...['yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word): [string, string] => [word, 'true']),
  ...['no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word): [string, string] => [word, 'false']),
]);

/** A value, which CloudFormation and Kubernetes read by YAML 1.1. Keys are texts. */
export function scalarOf(from: Scalar, line: number): ScalarNode {
  const text = scalarText(from);
  if (from.type !== 'PLAIN' || from.tag !== undefined) return scalar(text, line);
  const boolean = BOOLEANS.get(text);
  if (boolean !== undefined) return bareScalar(boolean, line);
  if (/^[+-]?[1-9]\d*(_\d+)+$/.test(text)) return bareScalar(text.replaceAll('_', ''), line);
  return typeof from.value === 'string' || from.value === null ? scalar(text, line) : bareScalar(text, line);
}

/** Numbers as they are written, so that an account keeps its leading zero; booleans as ELB spells them. */
export function scalarText({ value, source }: Scalar): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' && source !== undefined && /^\d+$/.test(source)) return source;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : (source ?? '');
}
