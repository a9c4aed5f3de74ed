// The SDK's outputs as the AWS CLI prints them: JSON, with times as strings.
import type { Plain } from '../common/aws-operations.ts';

/** Leaves out undefined members and the SDK's own metadata. */
export function plain<T>(value: T): Plain<T> {
  if (value instanceof Date) return value.toISOString() as Plain<T>;
  if (Array.isArray(value)) return value.map((item: unknown) => plain(item)) as Plain<T>;
  if (typeof value !== 'object' || value === null) return value as Plain<T>;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
      member === undefined || key === '$metadata' ? [] : [[key, plain(member)]],
    ),
  ) as Plain<T>;
}
