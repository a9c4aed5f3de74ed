// What a refused value was probably meant to be, and how to write it. Every guess is tried against the schema, so that nothing
// is recommended that would be refused again.
import { nearest } from '../common/nearest.ts';
import { accepts } from './keys.ts';
import { formatKey, type Path } from './path.ts';
import { plainNumber } from './plain-number.ts';

/**
 * The remedy, such as `Write it in quotes: "3000".`; undefined when nothing close would be accepted.
 *
 * @param allowed what the key takes, in words
 */
export function writeInstead(path: Path, value: unknown, allowed: string): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return ofScalar(path, value, allowed);
  if (typeof value === 'string') return ofText(path, value, allowed) ?? ofList(path, value, allowed);
  if (!Array.isArray(value)) return undefined;
  if (allowed.startsWith('a map')) return 'Write a map, with a line such as NAME: "value" for each.';
  const [only] = value as unknown[];
  if (value.length !== 1 || typeof only === 'object' || !accepts(path, only)) return undefined;
  return `Write it without brackets: ${flow(only)}.`;
}

function ofScalar(path: Path, value: number | boolean, allowed: string): string | undefined {
  if (accepts(path, String(value))) return `Write it in quotes: "${value}".`;
  const converted = inSmallerUnits(value, allowed);
  if (converted !== undefined && accepts(path, converted.number))
    return `Write ${converted.number}: ${converted.because}.`;
  return ofList(path, value, allowed);
}

/** vCPUs where CPU units are wanted, and GiB where MiB are. */
function inSmallerUnits(value: unknown, allowed: string): { number: number; because: string } | undefined {
  if (typeof value !== 'number') return undefined;
  const number = value * 1024;
  if (/^one of .* units$/.test(allowed)) return { number, because: '1024 units are one vCPU' };
  if (/\bMiB\b/.test(allowed)) return { number, because: '1024 MiB are one GiB' };
  return undefined;
}

const YES = /^(?:yes|on|true|enabled?)$/i;
const NO = /^(?:no|off|false|disabled?)$/i;

function ofText(path: Path, text: string, allowed: string): string | undefined {
  const trimmed = text.trim();
  if (/^-?\d+(?:\.\d+)?$/.test(trimmed) && accepts(path, Number(trimmed)))
    return `Write ${Number(trimmed)} without quotes.`;
  const plain = plainNumber(text, allowed);
  if (plain !== undefined && accepts(path, plain)) return `Write ${plain}: a plain number.`;
  for (const [pattern, switched] of [
    [YES, true],
    [NO, false],
  ] as const)
    if (pattern.test(trimmed) && accepts(path, switched)) return `Write ${switched}, without quotes.`;
  const colon = /^([A-Za-z]\w*):\S/.exec(text);
  if (colon && allowed.includes('group of keys'))
    return `Put a space after the colon: ${colon[1]}: ${text.slice(colon[0].length - 1)}.`;
  const dashed = trimmed.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const close = [trimmed, `/${trimmed}`, ...(formatKey(path) === 'name' ? [dashed] : [])];
  const written = close.find((each) => each.length <= MAX_SHOWN && accepts(path, each));
  if (written !== undefined) return `Write ${flow(written)}.`;
  const choices = /^one of ([^:;]+)$/.exec(allowed)?.[1]?.split(', ') ?? [];
  const choice = nearest(trimmed, choices);
  return choice !== undefined && accepts(path, choice) ? `Did you mean ${choice}?` : undefined;
}

/** Longer values are not repeated. */
const MAX_SHOWN = 80;

function ofList(path: Path, value: unknown, allowed: string): string | undefined {
  const items = typeof value === 'string' ? value.split(/[\s,]+/).filter((item) => item !== '') : [value];
  const candidates = [[value], items, items.map((item) => `/${String(item)}`)];
  const meant = candidates.find((candidate) => accepts(path, candidate));
  const shown = meant && `[${meant.map(flow).join(', ')}]`;
  if (shown !== undefined && shown.length <= MAX_SHOWN) return `Write a list: ${shown}.`;
  return allowed.startsWith('a list') ? 'Write a list: the items in brackets, as in [a, b].' : undefined;
}

/** A value as YAML within brackets. */
const flow = (value: unknown): string =>
  typeof value === 'string' && /^(?:[a-z]|\/)[\w./@*-]*$/i.test(value) && !YES.test(value) && !NO.test(value)
    ? value
    : JSON.stringify(value);
