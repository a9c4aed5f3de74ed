// What a stream can show: whether it is a terminal, has colours and non-ASCII characters, and can redraw a line.
import { fstatSync, statSync, type Stats } from 'node:fs';
import { devNull } from 'node:os';

const FILES = { stdin: 0, stdout: 1, stderr: 2 } as const;

/**
 * Whether the stream is a terminal. Only a character device other than the null device can be one; asking for `isTTY`
 * on anything else loads much of Node, and makes a pipe on stdin non-blocking.
 */
export function isTerminal(name: keyof typeof FILES): boolean {
  try {
    const stat = fstatSync(FILES[name]);
    if (!stat.isCharacterDevice() || isNullDevice(stat)) return false;
  } catch {
    return false;
  }
  return process[name].isTTY;
}

function isNullDevice({ rdev }: Stats): boolean {
  try {
    return rdev === statSync(devNull).rdev;
  } catch {
    // On Windows the null device cannot be stat'ed.
    return false;
  }
}

/** What a stream can show. */
export interface Display {
  /** NO_COLOR and FORCE_COLOR decide; without them, any terminal that is not dumb has colours. */
  readonly hasColour: boolean;
  /**
   * Non-ASCII characters, such as blocks and dashes. The locale decides (LC_ALL, LC_CTYPE, LANG, in this order); if
   * none is set, as in most containers and on Windows, UTF-8 is assumed. A dumb terminal and Linux's own console
   * (TERM=dumb, TERM=linux) get ASCII.
   */
  readonly isUnicode: boolean;
  /** A line can be redrawn in place: a terminal that is not dumb. */
  readonly canRedraw: boolean;
}

/** Decided once per run and stream. */
export function terminal(name: 'stdout' | 'stderr' = 'stderr'): Display {
  return (displays[name] ??= displayOf(process.env, isTerminal(name)));
}

const displays: { stdout?: Display; stderr?: Display } = {};

/** The same for a given environment. */
export function displayOf(env: Readonly<Record<string, string | undefined>>, isWatched: boolean): Display {
  const { NO_COLOR, FORCE_COLOR, TERM, LC_ALL, LC_CTYPE, LANG } = env;
  const canRedraw = isWatched && TERM !== 'dumb';
  const locale = LC_ALL || LC_CTYPE || LANG;
  const isUtf8 = !locale || /utf-?8/i.test(locale);
  return {
    hasColour:
      FORCE_COLOR === undefined ? !NO_COLOR && canRedraw : FORCE_COLOR !== '0' && FORCE_COLOR !== 'false',
    isUnicode: isUtf8 && TERM !== 'dumb' && TERM !== 'linux',
    canRedraw,
  };
}
