/** Parses a list separated by commas or spaces. */
export const listOf = (answer: string): string[] => answer.split(/[\s,]+/).filter((part) => part !== '');

/** Parses an answer: undefined if empty, a number if it is all digits. */
export function valueOf(answer: string): string | number | undefined {
  const text = answer.trim();
  if (text === '') return undefined;
  return /^\d+$/.test(text) ? Number(text) : text;
}
