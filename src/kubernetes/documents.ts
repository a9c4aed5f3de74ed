// The documents of a file of manifests, with their places in its text.

/** A document: its text is `source.slice(start, end)`. */
export interface DocumentSpan {
  readonly start: number;
  readonly end: number;
  /** The line of the file, from 1, on which it starts: that of its `---`, if it has one. */
  readonly line: number;
}

/** All documents of a file, empty ones too, divided as {@link readManifests} divides them. */
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

/** The number of the document that a line is in, from 0. */
export const documentAt = (spans: readonly DocumentSpan[], line: number): number =>
  spans.findLastIndex((span) => span.line <= line);
