import { styleText } from 'node:util';
import type { FindingSeverity, Paint } from '../../common/severity.ts';
import { terminal } from './terminal.ts';

const COLOURS = {
  error: 'red',
  warning: 'yellow',
  info: 'bold',
} as const satisfies Record<FindingSeverity, Format>;

/** The formats in use. Only their sequences reach a terminal: see `safe-text.ts`. */
type Format = 'red' | 'yellow' | 'green' | 'bold' | 'dim';

/** Colours text for stderr, if it has colours. */
export const paint = (format: Format, text: string): string =>
  terminal().hasColour ? styled(format, text) : text;

/** Colours the severity of a finding for stdout. */
export const paintSeverity: Paint = (severity, text) =>
  terminal('stdout').hasColour ? styled(COLOURS[severity], text) : text;

const styled = (format: Format, text: string): string => styleText(format, text, { validateStream: false });
