// Names for the kernel's numbers.
import type { FailedBy, LineType, MalformedReason } from '../types.ts';

/** Numbers as in layout.ts. */
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

/** In the order of the types in kernel/access-fields.ts. */
export const LINE_TYPES = [
  'http',
  'https',
  'h2',
  'grpcs',
  'ws',
  'wss',
  'other',
] as const satisfies readonly LineType[];

/** Numbers as in layout.ts. */
export const FAILED_BY_KINDS = [
  'target',
  'client',
  'agent',
  'seconds',
] as const satisfies readonly FailedBy[];
