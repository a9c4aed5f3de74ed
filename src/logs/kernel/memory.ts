// The layout of the kernel's memory.
import { DAY_MINUTES, DAYS_CAP, LINE_CAP, NUMBERS, SERIES, TEXT_CHUNK } from '../layout.ts';

const PAGE = 65536;

let top: usize = __heap_base;

/** Allocates memory that is never freed. The machine provides memory only for pages that are written to. */
export function allocate(bytes: usize): usize {
  const at = top;
  top = (top + bytes + 63) & ~63;
  const missing = <i32>top - (memory.size() << 16);
  if (missing > 0) memory.grow((missing + PAGE - 1) >> 16);
  return at;
}

/** Loads of sixteen bytes run past both ends of the text. */
export const MARGIN: usize = 64;

/** A line that spans two chunks is put together here. */
export const carryAt: usize = allocate(<usize>LINE_CAP + 2 * MARGIN) + MARGIN;
export const textAt: usize = allocate(<usize>TEXT_CHUNK + 2 * MARGIN) + MARGIN;
/** See layout.ts. */
export const numbersAt: usize = allocate(NUMBERS * 8);
/** Counts by minute, one page per day. */
export const pagesAt: usize = allocate(DAYS_CAP * DAY_MINUTES * SERIES * 8);
