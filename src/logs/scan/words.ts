// Words for what the kernel numbers.
import type { LineType, MalformedReason } from '../types.ts';

/** By the numbers of layout.ts. */
export const REASONS = [
  'fields',
  'quotes',
  'time',
  'status',
  'bytes',
  'creation-time',
  'too-long',
  'cut',
] as const satisfies readonly MalformedReason[];

/** In the order of their counts, see kernel/access.ts. */
export const LINE_TYPES = [
  'http',
  'https',
  'h2',
  'grpcs',
  'ws',
  'wss',
  'other',
] as const satisfies readonly LineType[];
