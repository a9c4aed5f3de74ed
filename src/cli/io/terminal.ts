// What may be shown: whether a person watches, colours, characters beyond ASCII, a line that is drawn again.
import { fstatSync, statSync, type Stats } from 'node:fs';
import { devNull } from 'node:os';

const FILES = { stdin: 0, stdout: 1, stderr: 2 } as const;

/**
 * Whether a person sits at the other end. Nothing but a character device can be a terminal, and the null device is not one;
 * to ask further loads much of Node, and makes a pipe on stdin one that does not block.
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
    // Windows has a name for it that cannot be asked.
    return false;
  }
}

/** What the other end of a stream can show. */
export interface Display {
  /** Colours. NO_COLOR and FORCE_COLOR decide; without them, a terminal that is not dumb has colours. */
  readonly hasColour: boolean;
  /**
   * Characters beyond ASCII, such as blocks and dashes. The locale decides (LC_ALL, LC_CTYPE, LANG, in this order); where
   * none is set, as in most containers and on Windows, UTF-8 is assumed. A dumb terminal and Linux's own console
   * (TERM=dumb, TERM=linux) get ASCII.
   */
  readonly isUnicode: boolean;
  /** A line can be drawn again in its place: a terminal that is not dumb. */
  readonly canRedraw: boolean;
}

/** Decides once for a run and a stream. */
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
