import { styleText } from 'node:util';
import type { FindingSeverity, Paint } from '../../common/severity.ts';
import { isTerminal } from './output.ts';

type Format = Parameters<typeof styleText>[0];

/**
 * Whether only ASCII can be shown: on a dumb terminal, and in a locale that says so. Without a locale it is not known, and most
 * terminals show UTF-8.
 */
export function isAsciiOnly(): boolean {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = process.env;
  const locale = LC_ALL || LC_CTYPE || LANG || 'UTF-8';
  return TERM === 'dumb' || !/utf-?8/i.test(locale);
}

/** Colour on a terminal only, unless it is dumb. NO_COLOR and FORCE_COLOR decide otherwise, as elsewhere. */
function useColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR || TERM === 'dumb') return false;
  return isTerminal('stderr');
}

/** Paints text for stderr, or leaves it as it is. */
export const paint = (format: Format, text: string): string =>
  useColour() ? styleText(format, text, { validateStream: false }) : text;

const COLOURS = {
  error: 'red',
  warning: 'yellow',
  info: 'bold',
} as const satisfies Record<FindingSeverity, Format>;

/** Paints the severity of a finding that goes to stdout. */
export const paintSeverity: Paint = (severity, text) =>
  isTerminal('stdout') ? paint(COLOURS[severity], text) : text;
