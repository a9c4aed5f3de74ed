// Draws lines for notable moments and values over a uPlot chart.
import type uPlot from 'uplot';
import type { Level, TimeMark } from '../types.ts';
import { colour, FONT, toneColour } from './theme.ts';

/** Labels of moments are above the plot, in rows; those without room are left out. */
export const LABEL_ROWS = 2;
export const ROW_HEIGHT = 15;
const GAP = 6;

export interface Marked {
  readonly marks: readonly TimeMark[];
  readonly levels: readonly Level[];
  /** The visible period, in units of `seconds`. */
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
}

export function drawMarks(plot: uPlot, { marks, levels, from, to, seconds }: Marked): void {
  const { ctx: pen, bbox } = plot;
  const scale = bbox.width / plot.over.clientWidth;
  const right = bbox.left + bbox.width;
  pen.save();
  pen.font = FONT.replace(/^\d+/, (size) => String(Number(size) * scale));
  pen.lineWidth = scale;
  for (const { value, label, tone, place } of levels) {
    const y = plot.valToPos(value, 'y', true);
    pen.strokeStyle = toneColour(tone);
    pen.setLineDash([6 * scale, 4 * scale]);
    line(pen, bbox.left, y, right, y);
    pen.fillStyle = toneColour(tone);
    pen.textAlign = place === 'right' ? 'right' : 'left';
    pen.textBaseline = place === 'below' ? 'top' : 'bottom';
    const x = place === 'right' ? right - 4 * scale : bbox.left + 4 * scale;
    pen.fillText(label, x, y + (place === 'below' ? 3 : -2) * scale);
  }
  pen.textBaseline = 'middle';
  const shown = marks.filter(({ at }) => at >= from && at <= to);
  const ends = Array.from({ length: LABEL_ROWS }, (): [from: number, to: number][] => []);
  for (const { at, label, isMain = false } of shown.toSorted(
    (a, b) => Number(b.isMain ?? false) - Number(a.isMain ?? false),
  )) {
    const x = plot.valToPos(at * seconds, 'x', true);
    pen.strokeStyle = isMain ? colour('tone-worse') : colour('mark');
    pen.setLineDash(isMain ? [] : [3 * scale, 4 * scale]);
    const width = pen.measureText(label).width;
    const start = Math.min(x, right - width);
    const row = ends.findIndex((taken) =>
      taken.every(([first, last]) => start + width + GAP * scale < first || start > last + GAP * scale),
    );
    line(pen, x, bbox.top, x, bbox.top + bbox.height);
    if (row === -1) continue;
    ends[row]?.push([start, start + width]);
    pen.fillStyle = isMain ? colour('tone-worse') : colour('ink-soft');
    pen.textAlign = 'left';
    pen.fillText(label, start, bbox.top - (row + 0.5) * ROW_HEIGHT * scale);
  }
  pen.restore();
}

function line(pen: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.lineTo(toX, toY);
  pen.stroke();
}
