// Signs in addition to colours, since not everyone can tell colours apart.
import type { FindingSeverity } from '../common/severity.ts';

export const SIGNS: Readonly<Record<FindingSeverity | 'good' | 'unknown', string>> = {
  error: '✕',
  warning: '!',
  info: 'i',
  good: '✓',
  unknown: '?',
};
