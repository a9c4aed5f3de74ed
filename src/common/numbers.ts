// Numbers in words, the same in every report.

/** Whole numbers with their thousands separated. (`toLocaleString` loads locales, which takes as long as Node to start.) */
export const count = (value: number): string => separated(Math.round(value));

/** A number as it is written, such as `2206.79`, with the thousands separated: `2,206.79`. */
export function separated(written: number | string): string {
  const [whole = '', ...fraction] = String(written).split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}

/** The form of a word that goes with a number: `forNumber(1, 'is', 'are')` is `is`. */
export const forNumber = (value: number, one: string, more = `${one}s`): string => (value === 1 ? one : more);

/** A number of things: `1 line`, `2,000 lines`. */
export const many = (value: number, one: string, more?: string): string =>
  `${count(value)} ${forNumber(value, one, more)}`;

/** `31.2 %`; what is not nothing is never `0 %`, and what is not all never `100 %`. */
export function percent(share: number): string {
  if (share > 0 && share < 0.001) return '<0.1 %';
  if (share < 1 && share > 0.999) return '>99.9 %';
  return `${(share * 100).toFixed(1)} %`;
}

/** The middle value, of two in the middle the lower one; 0 of nothing. What is usual, whatever the extremes. */
export function median(values: Iterable<number>): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
