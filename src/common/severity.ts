// How serious a finding is, the same in `check`, `logs` and `doctor`.
import { forNumber } from './numbers.ts';

/** Most serious first. `info`: good to know; does not count as a finding. */
export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type FindingSeverity = (typeof SEVERITIES)[number];

const PLURALS: Readonly<Record<FindingSeverity, string>> = {
  error: 'errors',
  warning: 'warnings',
  info: 'info',
};

/** How many there are of each severity: `2 errors, 1 warning`; empty if there are none. */
export const countSeverities = (findings: readonly { readonly severity: FindingSeverity }[]): string =>
  SEVERITIES.flatMap((severity) => {
    const number = findings.filter((finding) => finding.severity === severity).length;
    return number === 0 ? [] : [`${number} ${forNumber(number, severity, PLURALS[severity])}`];
  }).join(', ');

/** Colours a severity's text, on a terminal. */
export type Paint = (severity: FindingSeverity, text: string) => string;

/** For output without colours. */
export const plain: Paint = (_severity, text) => text;
