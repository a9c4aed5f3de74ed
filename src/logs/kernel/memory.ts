// The kernel's memory: what it is divided into.
import { DAY_MINUTES, DAYS_CAP, LINE_CAP, NUMBERS, SERIES, TEXT_CHUNK } from '../layout.ts';

const PAGE = 65536;

let top: usize = __heap_base;

/** Room that nobody gives back. What is never written to takes no memory of the machine. */
export function allocate(bytes: usize): usize {
  const at = top;
  top = (top + bytes + 63) & ~63;
  const missing = <i32>top - (memory.size() << 16);
  if (missing > 0) memory.grow((missing + PAGE - 1) >> 16);
  return at;
}

/** Loads of sixteen bytes run over both ends of what they look at. */
export const MARGIN: usize = 64;

/** A line that two chunks share is put together here. */
export const carryAt: usize = allocate(<usize>LINE_CAP + 2 * MARGIN) + MARGIN;
export const textAt: usize = allocate(<usize>TEXT_CHUNK + 2 * MARGIN) + MARGIN;
/** See layout.ts. */
export const numbersAt: usize = allocate(NUMBERS * 8);
/** Counts by the minute, a page for each day. */
export const pagesAt: usize = allocate(DAYS_CAP * DAY_MINUTES * SERIES * 8);
