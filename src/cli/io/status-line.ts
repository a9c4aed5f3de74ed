// A line on the terminal that says what is going on; elsewhere nothing.
import { printable } from '../../common/printable.ts';
import { draw, isTerminal } from './output.ts';

/** Goes to the first column and clears the line. */
const CLEAR = '\r\u001B[K';
/** A terminal that moves no cursor would keep every line. */
const isSimple = (): boolean => process.env['TERM'] === 'dumb';

export interface StatusLine {
  /** Replaces what the line says; cut to the width of the terminal. */
  readonly show: (text: string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

export function startStatusLine(): StatusLine {
  if (!isTerminal('stderr') || isSimple()) return { show: () => undefined, end: () => undefined };
  let isDrawn = false;
  return {
    show: (text) => {
      isDrawn = true;
      draw(`${CLEAR}${printable(text).slice(0, (process.stderr.columns || 80) - 1)}`);
    },
    end: () => {
      if (isDrawn) draw(CLEAR);
      isDrawn = false;
    },
  };
}
