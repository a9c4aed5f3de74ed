// Formats numbers, the same way in every report.

/**
 * A rounded number with thousands separators. (`toLocaleString` loads locales, which takes as long as Node's startup.)
 */
export const count = (value: number): string => separated(Math.round(value));

/** Adds thousands separators to a number as it is written: `2206.79` becomes `2,206.79`. */
export function separated(written: number | string): string {
  const [whole = '', ...fraction] = String(written).split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}

/** The singular or plural form for a number: `forNumber(1, 'is', 'are')` is `is`. */
export const forNumber = (value: number, one: string, more = `${one}s`): string => (value === 1 ? one : more);

/** A number with its noun: `1 line`, `2,000 lines`. */
export const many = (value: number, one: string, more?: string): string =>
  `${count(value)} ${forNumber(value, one, more)}`;

/** `31.2 %`. A share above zero is never shown as `0 %`, and one below the whole never as `100 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  if (share < 1 && share > 0.999) return '>99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** The typical value, whatever the extremes: the middle one, or the lower of the two in the middle; 0 for no values. */
export function median(values: Iterable<number>): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
