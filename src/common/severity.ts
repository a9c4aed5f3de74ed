// How much a finding weighs, the same in `check`, `logs` and `doctor`.
import { forNumber } from './numbers.ts';

/** Heaviest first. `info`: good to know; it does not count as a finding. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type FindingSeverity = (typeof SEVERITIES)[number];

const PLURALS: Readonly<Record<FindingSeverity, string>> = {
  error: 'errors',
  warning: 'warnings',
  info: 'info',
};

/** How many there are of each: `2 errors, 1 warning`; empty without any. */
export const countSeverities = (findings: readonly { readonly severity: FindingSeverity }[]): string =>
  SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${forNumber(number, severity, PLURALS[severity])}`];
  }).join(', ');

/** Draws a severity, on a terminal in its colour. */
export type Paint = (severity: FindingSeverity, text: string) => string;

/** Where there are no colours. */
export const plain: Paint = (_severity, text) => text;
