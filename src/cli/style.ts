import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colour on a terminal only. NO_COLOR and FORCE_COLOR decide otherwise, as elsewhere. */
export function useColour(stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR) return false;
  return stream.isTTY === true;
}

/** Paints text for a stream, or leaves it as it is. */
export const paint = (stream: { isTTY?: boolean }, format: Format, text: string): string =>
  useColour(stream) ? styleText(format, text, { validateStream: false }) : text;
