// A unified diff for readers. Hunks are named by what encloses them instead of by line numbers: a line added at the top
// of the production template would otherwise change every diff below it.
import { structuredPatch } from 'diff';

const CONTEXT_LINES = 2;

/** Opens a resource in YAML, or a statement in a constructor. */
const HEADING = /^(?: {0,2}[A-Z]\w*:| {0,4}(?:const|this|new|for|readonly|export|import)\b.*)/;

/** What changes from one text to another. Texts that are equal yield the two names alone. */
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
