// What a page shows, as data: made by the rooms that have a report, drawn by build.ts and, for charts, by browser/. All words may come
// from logs or from AWS: they are plain text, and made safe where they are placed (escape.ts).
import type { FindingSeverity } from '../common/severity.ts';

/** A value and what it is called: `Sockets`, `1,204`. */
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
  /** Several findings that are one event: over the whole width. */
  readonly isIncident?: boolean;
  /** What says so, one thing a line. */
  readonly evidence: readonly string[];
  readonly remedies: readonly { readonly words: string; readonly command?: string }[];
  /** In the unit of the charts, both of them within. */
  readonly span?: Span;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  /** Columns that hold numbers stand to the right. */
  readonly numeric: readonly number[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

/** Spans of equal width, one after the other. All charts of a page count in the same unit. */
export interface TimeAxis {
  /** Minutes since 1970, which are shown in UTC, or seconds from some event; default: minutes. */
  readonly unit?: 'minutes' | 'seconds';
  /** The first one. */
  readonly start: number;
  /** Of a span. */
  readonly step: number;
  readonly count: number;
}

export interface Series {
  readonly name: string;
  readonly tone: Tone;
  /** One for each span of the axis. */
  readonly values: readonly number[];
  /** Where this one is put together unlike the others. */
  readonly combine?: Combine;
}

/** How spans make a wider one: all together, the most that there was, or what there was at its beginning. */
export type Combine = 'sum' | 'max' | 'first';

/** A moment, in the unit of the axis. */
export interface TimeMark {
  readonly at: number;
  readonly label: string;
  /** One that matters more than the others. */
  readonly isMain?: boolean;
}

/** A value that is worth a line. */
export interface Level {
  readonly value: number;
  readonly label: string;
  readonly tone: Tone;
  /** Where its label is; default: above the line, on the left. */
  readonly place?: 'below' | 'right';
}

/** `1` to `6` tell things apart; the others mean something. */
export type Tone = '1' | '2' | '3' | '4' | '5' | '6' | 'good' | 'bad' | 'worse' | 'rest';

interface ChartWords {
  readonly id: string;
  readonly title: string;
  /** How to read it, in a sentence or two. */
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
  /** Lines that are often at the same height: the first is the widest, so that each is seen. */
  readonly isLayered?: boolean;
}

export interface Mark {
  /** A row, fractions included. */
  readonly at: number;
  readonly label: string;
  /** The one that matters most. */
  readonly isMain?: boolean;
}

/** Counts by time and row, drawn as shades. */
export interface Heatmap extends ChartWords {
  readonly kind: 'heatmap';
  readonly axis: TimeAxis;
  /** From the bottom to the top when they are a scale, else from the top. */
  readonly rows: readonly string[];
  readonly isScale: boolean;
  readonly marks: readonly Mark[];
  /** For each span: row, count, row, count and so on. */
  readonly cells: readonly (readonly number[])[];
}

/** The rows of a heatmap, added up over the time that is shown. */
export interface Histogram extends ChartWords {
  readonly kind: 'histogram';
  /** Id of the heatmap. */
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
  /** What it is about and when: a line. */
  readonly subtitle: string;
  /** The state of things in a sentence. */
  readonly verdict: { readonly severity: FindingSeverity | 'good'; readonly text: string };
  readonly facts: readonly Fact[];
  /** Drawn by diagram.ts. */
  readonly diagrams?: readonly Diagram[];
  readonly cardsTitle: string;
  /** What cards are called in a sentence; default: findings. */
  readonly cardsName?: string;
  readonly cards: readonly Card[];
  readonly charts: readonly Chart[];
  /** Parts of the time to look at, each with a button. */
  readonly views?: readonly (Span & { readonly label: string })[];
  readonly sections: readonly Section[];
  /** The tool and what it was asked. */
  readonly footer: string;
}

export interface DiagramNode {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly state: FindingSeverity | 'good' | 'unknown';
}

/** Columns from left to right, and what leads where. */
export interface Diagram {
  readonly label: string;
  readonly columns: readonly { readonly title: string; readonly nodes: readonly DiagramNode[] }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** What the build makes of browser/: dist/page.json. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}
