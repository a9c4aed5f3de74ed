// Reading answers of AWS whose shape nobody promises: what is missing or of another kind is undefined or empty.

/** The value of a key, if there is an object. */
export const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

/** The value behind several keys. */
export const deep = (value: unknown, ...keys: readonly string[]): unknown => keys.reduce(field, value);

/** A text, or a number or boolean written as one. */
export function text(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = deep(value, ...keys);
  if (typeof found === 'string') return found;
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : undefined;
}

export function number(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = deep(value, ...keys);
  return typeof found === 'number' ? found : undefined;
}

export function list(value: unknown, ...keys: readonly string[]): readonly unknown[] {
  const found = deep(value, ...keys);
  return Array.isArray(found) ? (found as readonly unknown[]) : [];
}

/** The texts in a list. */
export const texts = (value: unknown, ...keys: readonly string[]): string[] =>
  list(value, ...keys).filter((one): one is string => typeof one === 'string');

/** A list of `{Key, Value}` as a map. */
export const pairs = (value: unknown, ...keys: readonly string[]): Map<string, string> =>
  new Map(
    list(value, ...keys).flatMap((one): [string, string][] => {
      const [key, content] = [text(one, 'Key'), text(one, 'Value')];
      return key === undefined || content === undefined ? [] : [[key, content]];
    }),
  );

/** A time as milliseconds since 1970. Version 1 of the AWS CLI writes some as seconds, version 2 as ISO 8601. */
export function milliseconds(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = deep(value, ...keys);
  if (typeof found === 'number') return found * 1000;
  const parsed = typeof found === 'string' ? Date.parse(found) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** A time as ISO 8601, to the second. */
export function time(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = milliseconds(value, ...keys);
  return found === undefined ? undefined : new Date(found).toISOString().replace(/\.\d+Z$/, 'Z');
}
