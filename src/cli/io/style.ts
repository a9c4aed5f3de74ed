import { styleText } from 'node:util';
import type { FindingSeverity, Paint } from '../../common/severity.ts';
import { terminal } from './terminal.ts';

const COLOURS = {
  error: 'red',
  warning: 'yellow',
  info: 'bold',
} as const satisfies Record<FindingSeverity, Format>;

/** The formats in use. Their sequences, and no others, pass to a terminal: see `safe-text.ts`. */
type Format = 'red' | 'yellow' | 'green' | 'bold' | 'dim';

/** Paints text for stderr, or leaves it as it is. */
export const paint = (format: Format, text: string): string =>
  terminal().hasColour ? styled(format, text) : text;

/** Paints the severity of a finding that goes to stdout. */
export const paintSeverity: Paint = (severity, text) =>
  terminal('stdout').hasColour ? styled(COLOURS[severity], text) : text;

const styled = (format: Format, text: string): string => styleText(format, text, { validateStream: false });
