// Files that cannot be checked themselves, but are one step away from a template that can.
import { BrokenTemplate, readNodes } from '../../check/read.ts';
import { wordsForSource, type NotRead } from '../../check/recognise.ts';

/** In characters. A config has a few hundred lines. */
const LARGEST_CONFIG = 100_000;

/** Message for a text that is not a template but the source of one, or a config. */
export async function wordsForOther(file: string, text: string): Promise<NotRead | undefined> {
  const words = wordsForSource(text);
  if (words) return words;
  if (text.length > LARGEST_CONFIG) return undefined;
  const { keysAt } = await import('../../config/keys.ts');
  const known = new Set(['$schema', ...keysAt([])]);
  try {
    const root = readNodes(text);
    if (root.kind !== 'map' || root.entries.size === 0) return undefined;
    if ([...root.entries.keys()].some((key) => !known.has(key))) return undefined;
  } catch (error) {
    if (error instanceof BrokenTemplate || error instanceof RangeError) return undefined;
    throw error;
  }
  return {
    reason: 'This is a config, not a template.',
    remedy: `Check the template that it yields: npx websocket-alb template -c ${file === '-' ? 'FILE' : file} | npx websocket-alb check`,
  };
}
