// The documents of a manifest file, with their positions in the text.

/** A document: its text is `source.slice(start, end)`. */
export interface DocumentSpan {
  readonly start: number;
  readonly end: number;
  /** The line of the file, counted from 1, on which it starts: the line of its `---`, if it has one. */
  readonly line: number;
}

/** All documents of a file, including empty ones, split as {@link readManifests} splits them. */
export function documentsIn(source: string): DocumentSpan[] {
  const spans: DocumentSpan[] = [];
  let start = 0;
  let line = 1;
  for (const match of source.matchAll(/^---(?=\s|$).*$/gm)) {
    spans.push({ start, end: match.index, line });
    line += source.slice(start, match.index).split('\n').length - 1;
    start = match.index + match[0].length;
  }
  return [...spans, { start, end: source.length, line }];
}

/** The index of the document that contains a line. */
export const documentAt = (spans: readonly DocumentSpan[], line: number): number =>
  spans.findLastIndex((span) => span.line <= line);
