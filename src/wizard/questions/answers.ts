/** A list as a user types it: separated by commas or spaces. */
export const listOf = (answer: string): string[] => answer.split(/[\s,]+/).filter((part) => part !== '');

/** What a user types, as a value: empty is none, digits are a number. */
export function valueOf(answer: string): string | number | undefined {
  const text = answer.trim();
  if (text === '') return undefined;
  return /^\d+$/.test(text) ? Number(text) : text;
}
