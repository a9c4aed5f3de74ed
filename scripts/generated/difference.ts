// A unified diff for readers. Hunk headers have the enclosing block instead of line numbers: otherwise a line added at
// the top of the production template would change every diff below it.
import { structuredPatch } from 'diff';

const CONTEXT_LINES = 2;

/** A line that opens a resource in YAML, or a statement in a constructor. */
const HEADING = /^(?: {0,2}[A-Z]\w*:| {0,4}(?:const|this|new|for|readonly|export|import)\b.*)/;

/** The difference between two texts. Equal texts yield only the two names. */
export function difference(
  from: { readonly name: string; readonly text: string },
  to: { readonly name: string; readonly text: string },
): string {
  const { hunks } = structuredPatch(from.name, to.name, from.text, to.text, undefined, undefined, {
    context: CONTEXT_LINES,
  });
  const lines = from.text.split('\n');
  return [
    `--- ${from.name}`,
    `+++ ${to.name}`,
    ...hunks.flatMap((hunk) => [`@@ ${headingBefore(lines, hunk.oldStart)} @@`, ...hunk.lines]),
    '',
  ].join('\n');
}

const headingBefore = (lines: readonly string[], line: number): string =>
  (lines.slice(0, line).findLast((text) => HEADING.test(text)) ?? '').trim().replace(/[\s({:=]+$/, '');
