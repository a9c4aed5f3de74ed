// AWS responses have no guaranteed shape: missing or mistyped fields read as undefined or empty.

/** The value of a key, if the value is an object. */
export const field = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

/** The value below several keys. */
export const deep = (value: unknown, ...keys: readonly string[]): unknown => keys.reduce(field, value);

/** A string, or a number or boolean as a string. */
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

/** The strings in a list. */
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

/** A time in milliseconds since 1970. Version 1 of the AWS CLI writes some times in seconds, version 2 in ISO 8601. */
export function milliseconds(value: unknown, ...keys: readonly string[]): number | undefined {
  const found = deep(value, ...keys);
  if (typeof found === 'number') return found * 1000;
  const parsed = typeof found === 'string' ? Date.parse(found) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** A time in ISO 8601, to the second. */
export function time(value: unknown, ...keys: readonly string[]): string | undefined {
  const found = milliseconds(value, ...keys);
  return found === undefined ? undefined : new Date(found).toISOString().replace(/\.\d+Z$/, 'Z');
}
