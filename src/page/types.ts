// The content of a page as data: created by the rooms that have reports, drawn by build.ts and, for charts, by
// browser/. Any text may come from logs or from AWS: it is plain text, escaped where it is inserted (escape.ts).
import type { FindingSeverity } from '../common/severity.ts';

/** A named value: `Sockets`, `1,204`. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
}

/** A finding or an incident. With a span, it zooms the charts. */
export interface Card {
  readonly severity: FindingSeverity | 'good';
  /** Stable, for programs and people who search for it. */
  readonly code: string;
  readonly title: string;
  /** Several findings that are one event; shown in full width. */
  readonly isIncident?: boolean;
  /** The evidence, one line each. */
  readonly evidence: readonly string[];
  readonly remedies: readonly { readonly words: string; readonly command?: string }[];
  /** In the unit of the charts; both ends are inclusive. */
  readonly span?: Span;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  /** Indexes of columns with numbers, which are right-aligned. */
  readonly numeric: readonly number[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

/** Consecutive spans of equal width. All charts of a page use the same unit. */
export interface TimeAxis {
  /** Minutes since 1970, shown in UTC, or seconds since an event; default: minutes. */
  readonly unit?: 'minutes' | 'seconds';
  /** The start of the first span. */
  readonly start: number;
  /** The width of a span. */
  readonly step: number;
  readonly count: number;
}

export interface Series {
  readonly name: string;
  readonly tone: Tone;
  /** One per span of the axis. */
  readonly values: readonly number[];
  /** How to combine spans, if different from the chart's. */
  readonly combine?: Combine;
}

/** How to combine spans into a wider one: the sum, the maximum, or the first value. */
export type Combine = 'sum' | 'max' | 'first';

/** A moment, in the unit of the axis. */
export interface TimeMark {
  readonly at: number;
  readonly label: string;
  /** More important than the others. */
  readonly isMain?: boolean;
}

/** A notable value, drawn as a line. */
export interface Level {
  readonly value: number;
  readonly label: string;
  readonly tone: Tone;
  /** The position of its label; default: above the line, on the left. */
  readonly place?: 'below' | 'right';
}

/** `1` to `6` distinguish things; the others have a meaning. */
export type Tone = '1' | '2' | '3' | '4' | '5' | '6' | 'good' | 'bad' | 'worse' | 'rest';

interface ChartWords {
  readonly id: string;
  readonly title: string;
  /** How to read the chart, in a sentence or two. */
  readonly about: string;
  /** What a value counts: `sockets`. */
  readonly unit: string;
}

/** Lines or bars over time. */
export interface TimeChart extends ChartWords {
  readonly kind: 'lines' | 'bars';
  readonly axis: TimeAxis;
  readonly combine: Combine;
  readonly series: readonly Series[];
  /** By time. */
  readonly marks?: readonly TimeMark[];
  readonly levels?: readonly Level[];
  /** For lines that often overlap: the first is the widest, so that all are visible. */
  readonly isLayered?: boolean;
}

export interface Mark {
  /** A row, which may be fractional. */
  readonly at: number;
  readonly label: string;
  /** The most important one. */
  readonly isMain?: boolean;
}

/** Counts by time and row, shown as shades. */
export interface Heatmap extends ChartWords {
  readonly kind: 'heatmap';
  readonly axis: TimeAxis;
  /** From the bottom up if they are a scale, else from the top down. */
  readonly rows: readonly string[];
  readonly isScale: boolean;
  readonly marks: readonly Mark[];
  /** For each span: row, count, row, count, and so on. */
  readonly cells: readonly (readonly number[])[];
}

/** The rows of a heatmap, summed over the visible period. */
export interface Histogram extends ChartWords {
  readonly kind: 'histogram';
  /** The ID of the heatmap. */
  readonly of: string;
}

export type Chart = TimeChart | Heatmap | Histogram;

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly about?: string;
  readonly points?: readonly string[];
  readonly tables: readonly Table[];
}

export interface PageModel {
  readonly title: string;
  /** One line on the subject and the time. */
  readonly subtitle: string;
  /** The overall state in a sentence. */
  readonly verdict: { readonly severity: FindingSeverity | 'good'; readonly text: string };
  readonly facts: readonly Fact[];
  /** Drawn by diagram.ts. */
  readonly diagrams?: readonly Diagram[];
  readonly cardsTitle: string;
  /** The plural noun for cards; default: findings. */
  readonly cardsName?: string;
  readonly cards: readonly Card[];
  readonly charts: readonly Chart[];
  /** Periods to zoom to, each with a button. */
  readonly views?: readonly (Span & { readonly label: string })[];
  readonly sections: readonly Section[];
  /** The tool and the options it was run with. */
  readonly footer: string;
}

export interface DiagramNode {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly state: FindingSeverity | 'good' | 'unknown';
}

/** Columns from left to right, and the edges between nodes. */
export interface Diagram {
  readonly label: string;
  readonly columns: readonly { readonly title: string; readonly nodes: readonly DiagramNode[] }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Built from browser/ into dist/page.json. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}
