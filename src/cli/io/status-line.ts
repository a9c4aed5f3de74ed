// A line on the terminal that says what is going on; elsewhere nothing.
import { clearStatus, showStatus } from './output.ts';

export interface StatusLine {
  /** Replaces what the line says; cut to the width of the terminal. */
  readonly show: (text: string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

export const startStatusLine = (): StatusLine => ({ show: showStatus, end: clearStatus });
