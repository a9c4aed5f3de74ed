// JSON of which nothing is known: what is missing or mistyped reads as empty.

export type Json = Readonly<Record<string, unknown>>;

const NOTHING: Json = {};

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const record = (value: unknown): Json => (isRecord(value) ? value : NOTHING);

export const array = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
