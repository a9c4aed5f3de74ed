// A progress line on a terminal; nothing elsewhere.
import { count } from '../../common/numbers.ts';
import { size, span } from '../../logs/report/quantities.ts';
import { clearStatus, showStatus } from '../io/output.ts';
import { terminal } from '../io/terminal.ts';

const BAR = 24;
const EVERY_MS = 100;

export interface Progress {
  /** Shows the bytes read, and the total if it is known. */
  readonly bytes: (read: number, total: number | undefined) => void;
  /** Shows a number of files and what was done to them, such as `copied`. */
  readonly files: (done: number, what: string) => void;
  /** Clears the line. */
  readonly end: () => void;
}

export function startProgress(): Progress {
  if (!terminal().canRedraw) return { bytes: () => undefined, files: () => undefined, end: () => undefined };
  const start = Date.now();
  const isAscii = !terminal().isUnicode;
  let drawn = 0;
  const show = (line: () => string) => {
    const now = Date.now();
    if (now - drawn < EVERY_MS) return;
    drawn = now;
    showStatus(line());
  };
  return {
    bytes: (read, total) => show(() => progressLine(read, total, Date.now() - start, isAscii)),
    files: (done, what) => show(() => `${count(done)} files ${what}`),
    end: clearStatus,
  };
}

/** `█████░░░░░ 45 %  1.2 GB of 2.7 GB  340 MB/s  4 s left` */
export function progressLine(
  read: number,
  total: number | undefined,
  millis: number,
  isAscii = false,
): string {
  const rate = millis > 0 ? (read / millis) * 1000 : 0;
  if (total === undefined || total <= 0) return `${size(read)}  ${size(rate)}/s`;
  const share = Math.min(1, read / total);
  const full = Math.floor(share * BAR);
  const left = rate > 0 ? `  ${span((total - Math.min(read, total)) / rate)} left` : '';
  const [done, open] = isAscii ? ['#', '.'] : ['█', '░'];
  return `${done.repeat(full)}${open.repeat(BAR - full)} ${Math.floor(share * 100)} %  ${size(read)} of ${size(total)}  ${size(rate)}/s${left}`;
}
