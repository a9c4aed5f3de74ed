// Draws counts by time and row as shades on a canvas.
import type { Heatmap } from '../types.ts';
import { colour, type Drawn, shadeOf, shades, type Surface, surface } from './theme.ts';
import { columnsOf, type Columns, number, type Period, tick, ticks, words } from './time.ts';
import { LEFT, RIGHT } from './time-chart.ts';

const BOTTOM = 22;
const TOP = 6;

/** Sums by column and row. */
export function gridOf({ cells, rows }: Heatmap, columns: Columns): Float64Array {
  const grid = new Float64Array(columns.count * rows.length);
  for (let column = 0; column < columns.count; column++)
    for (let span = 0; span < columns.each; span++) {
      const pairs = cells[columns.first + column * columns.each + span] ?? [];
      for (let at = 0; at < pairs.length; at += 2) {
        const place = column * rows.length + (pairs[at] ?? 0);
        grid[place] = (grid[place] ?? 0) + (pairs[at + 1] ?? 0);
      }
    }
  return grid;
}

export function heatmap(
  chart: Heatmap,
  place: HTMLElement,
  period: () => Period,
  zoom: (period: Period) => void,
): Drawn {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `${chart.title}. ${chart.about} The table below has its numbers.`);
  const readout = document.createElement('p');
  readout.className = 'readout';
  place.append(canvas, readout);
  const left = chart.isScale ? LEFT : 132;
  const rowHeight = chart.isScale ? 4 : 16;
  const height = TOP + BOTTOM + chart.rows.length * rowHeight;
  const inside = () => Math.max(20, place.clientWidth - left - RIGHT);
  const columnsNow = () =>
    columnsOf(chart.axis, period(), Math.max(40, Math.floor(inside() / (chart.isScale ? 2 : 3))));
  const minuteAt = (x: number): number => {
    const { from, to } = period();
    return from + ((x - left) / inside()) * (to - from);
  };
  canvas.addEventListener('mousemove', ({ offsetX, offsetY }) => {
    readout.textContent = wordsAt(
      chart,
      columnsNow(),
      minuteAt(offsetX),
      Math.floor((offsetY - TOP) / rowHeight),
    );
  });
  let began: number | undefined;
  canvas.addEventListener('mousedown', ({ offsetX }) => {
    began = minuteAt(offsetX);
  });
  canvas.addEventListener('mouseup', ({ offsetX }) => {
    const ended = minuteAt(offsetX);
    if (began !== undefined && Math.abs(ended - began) > (period().to - period().from) / 100)
      zoom({ from: Math.floor(Math.min(began, ended)), to: Math.ceil(Math.max(began, ended)) });
    began = undefined;
  });
  return {
    draw() {
      const drawn = surface(canvas, place.clientWidth, height);
      if (drawn) paint(chart, drawn, columnsNow(), period(), { left, rowHeight, inside: inside() });
    },
    table(most) {
      const columns = columnsOf(chart.axis, period(), most);
      const grid = gridOf(chart, columns);
      // A scale may have eighty rows: list only those with values.
      const rows = chart.rows.flatMap((name, row) =>
        Array.from({ length: columns.count }).some(
          (_, column) => (grid[column * chart.rows.length + row] ?? 0) > 0,
        )
          ? [{ name, row }]
          : [],
      );
      return {
        head: ['From (UTC)', ...rows.map(({ name }) => name)],
        rows: Array.from({ length: columns.count }, (_, column) => [
          words(columns.start + column * columns.step),
          ...rows.map(({ row }) => number(grid[column * chart.rows.length + row] ?? 0)),
        ]),
      };
    },
  };
}

/** A row's line on the canvas: a scale runs upwards. */
const lineOf = ({ rows, isScale }: Heatmap, row: number): number => (isScale ? rows.length - 1 - row : row);

function wordsAt(chart: Heatmap, columns: Columns, minute: number, line: number): string {
  const column = Math.floor((minute - columns.start) / columns.step);
  const row = lineOf(chart, line);
  const name = chart.rows[row];
  if (column < 0 || column >= columns.count || name === undefined) return '';
  const count = gridOf(chart, columns)[column * chart.rows.length + row] ?? 0;
  return `${words(columns.start + column * columns.step)}, ${name}: ${number(count)} ${chart.unit}`;
}

interface Place {
  readonly left: number;
  readonly rowHeight: number;
  readonly inside: number;
}

function paint(
  chart: Heatmap,
  { pen, width, height }: Surface,
  columns: Columns,
  { from, to }: Period,
  place: Place,
): void {
  const { left, rowHeight, inside } = place;
  const grid = gridOf(chart, columns);
  const most = grid.reduce((best, count) => Math.max(best, count), 1);
  const palette = shades();
  const bottom = height - BOTTOM;
  const x = (minute: number) => left + ((minute - from) / (to - from)) * inside;
  pen.fillStyle = colour('plot');
  pen.fillRect(left, TOP, inside, bottom - TOP);
  for (let column = 0; column < columns.count; column++) {
    const start = Math.max(left, x(columns.start + column * columns.step));
    const end = Math.min(left + inside, x(columns.start + (column + 1) * columns.step));
    for (let row = 0; row < chart.rows.length; row++) {
      const count = grid[column * chart.rows.length + row] ?? 0;
      if (count === 0) continue;
      pen.fillStyle = palette[shadeOf(count, most, palette.length)] ?? '';
      const gap = chart.isScale ? 0 : 2;
      pen.fillRect(start, TOP + lineOf(chart, row) * rowHeight, Math.max(1, end - start), rowHeight - gap);
    }
  }
  pen.textBaseline = 'middle';
  pen.textAlign = 'right';
  pen.fillStyle = colour('ink-soft');
  if (!chart.isScale)
    for (const [row, name] of chart.rows.entries())
      pen.fillText(clipped(pen, name, left - 10), left - 8, TOP + row * rowHeight + rowHeight / 2 - 1);
  for (const { at, label, isMain = false } of chart.marks) {
    const y = TOP + (chart.rows.length - at) * rowHeight;
    pen.fillStyle = isMain ? colour('tone-worse') : colour('ink-soft');
    pen.fillText(label, left - 8, y);
    pen.strokeStyle = isMain ? colour('tone-worse') : colour('mark');
    pen.setLineDash(isMain ? [] : [3, 4]);
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(left + inside, y);
    pen.stroke();
  }
  pen.setLineDash([]);
  pen.fillStyle = colour('ink-soft');
  pen.textAlign = 'center';
  const { at, step } = ticks({ from, to }, Math.max(2, Math.floor(inside / 70)));
  for (const minute of at)
    if (x(minute) < width - 16) pen.fillText(tick(minute, step), x(minute), height - 9);
}

function clipped(pen: CanvasRenderingContext2D, text: string, most: number): string {
  if (pen.measureText(text).width <= most) return text;
  let kept = text.slice(0, 40);
  while (kept.length > 1 && pen.measureText(`${kept}…`).width > most) kept = kept.slice(0, -1);
  return `${kept}…`;
}
