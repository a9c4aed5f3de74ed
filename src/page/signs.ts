// Signs beside colours: not everybody sees red.
import type { FindingSeverity } from '../common/severity.ts';

export const SIGNS: Readonly<Record<FindingSeverity | 'good' | 'unknown', string>> = {
  error: '✕',
  warning: '!',
  info: 'i',
  good: '✓',
  unknown: '?',
};
