// Numbers as people like to write them: "60s", "1h", "1GB", "50k", "5,000". A config takes plain numbers, so its errors
// suggest them.

const SECONDS = { s: 1, m: 60, min: 60, h: 3600, d: 86_400 } as const;
const UNIT_SECONDS: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, days: 86_400 };
/** "1–100000000 sockets", "100 or more LCUs"; not "1–26 of a-z, 0-9". */
const RANGE = /^\d+(?:–\d+| or more)(?: (?!of\b)[A-Za-z]+)?(?:[,;]|$)/;
const EXPONENTS: Readonly<Record<string, number>> = { k: 3, M: 6 };

/**
 * The plain number that a text means; undefined if it is not a number, or not a whole one.
 *
 * @param allowed the key's allowed values, as text: "1–4000 seconds".
 */
export function plainNumber(text: string, allowed: string): number | undefined {
  const value = duration(text, allowed) ?? mebibytes(text, allowed) ?? suffixed(text, allowed);
  return value !== undefined && Number.isInteger(value) ? value : undefined;
}

function duration(text: string, allowed: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?) ?(s|min|m|h|d)$/.exec(text) ?? [];
  const target = UNIT_SECONDS[/\b(?:seconds|minutes|days)\b/.exec(allowed)?.[0] ?? ''];
  if (count === undefined || target === undefined) return undefined;
  return (Number(count) * SECONDS[unit as keyof typeof SECONDS]) / target;
}

/** Memory is in MiB; "GB" is what container tools call GiB. */
function mebibytes(text: string, allowed: string): number | undefined {
  if (!/\bMiB\b/.test(allowed)) return undefined;
  const [, count, unit] = /^(\d+(?:\.\d+)?) ?(G|M)(?:i?B|i)?$/i.exec(text) ?? [];
  if (count === undefined) return undefined;
  return Number(count) * (unit?.toUpperCase() === 'G' ? 1024 : 1);
}

function suffixed(text: string, allowed: string): number | undefined {
  if (!RANGE.test(allowed)) return undefined;
  const [, digits, suffix] = /^(\d+(?:\.\d+)?)([kM])$/.exec(text) ?? [];
  if (digits !== undefined && suffix !== undefined) return Number(`${digits}e${EXPONENTS[suffix]}`);
  return /^\d{1,3}(?:[,_]\d{3})+$/.test(text) ? Number(text.replaceAll(/[,_]/g, '')) : undefined;
}
