// Draws the rows of a heatmap, summed over the visible period: durations on a log scale.
import type { Heatmap, Histogram } from '../types.ts';
import { gridOf } from './heatmap.ts';
import { colour, type Drawn, surface } from './theme.ts';
import { columnsOf, number, type Period, short } from './time.ts';
import { LEFT, RIGHT } from './time-chart.ts';

const HEIGHT = 190;
const TOP = 22;
const BOTTOM = 22;

export function histogram(chart: Histogram, of: Heatmap, place: HTMLElement, period: () => Period): Drawn {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `${chart.title}. ${chart.about} The table below has its numbers.`);
  place.append(canvas);
  const sums = () => gridOf(of, columnsOf(of.axis, period(), 1));
  return {
    draw() {
      const drawn = surface(canvas, place.clientWidth, HEIGHT);
      if (!drawn) return;
      const { pen, width } = drawn;
      const counts = [...sums()];
      const most = Math.max(1, ...counts);
      const inside = width - LEFT - RIGHT;
      const floor = HEIGHT - BOTTOM;
      const x = (row: number) => LEFT + (row / of.rows.length) * inside;
      pen.textBaseline = 'middle';
      pen.textAlign = 'right';
      for (const share of [0, 0.5, 1]) {
        const y = floor - share * (floor - TOP);
        pen.fillStyle = colour('grid');
        pen.fillRect(LEFT, y, inside, 1);
        pen.fillStyle = colour('ink-soft');
        pen.fillText(short(Math.round(most * share)), LEFT - 8, y);
      }
      pen.fillStyle = colour('tone-1');
      for (const [row, count] of counts.entries()) {
        const tall = (count / most) * (floor - TOP);
        if (count > 0)
          pen.fillRect(x(row) + 0.5, floor - Math.max(1, tall), x(row + 1) - x(row) - 1, Math.max(1, tall));
      }
      pen.textAlign = 'center';
      let free = 0;
      for (const { at, label, isMain = false } of of.marks.toSorted((left, right) => left.at - right.at)) {
        pen.strokeStyle = pen.fillStyle = isMain ? colour('tone-worse') : colour('mark');
        pen.setLineDash(isMain ? [] : [3, 4]);
        pen.beginPath();
        pen.moveTo(x(at), TOP - 6);
        pen.lineTo(x(at), floor);
        pen.stroke();
        pen.fillStyle = isMain ? colour('tone-worse') : colour('ink-soft');
        const half = pen.measureText(label).width / 2;
        if (x(at) - half < free) continue;
        pen.fillText(label, x(at), HEIGHT - 9);
        free = x(at) + half + 6;
      }
      pen.setLineDash([]);
    },
    table() {
      const counts = sums();
      return {
        head: ['Lasted', chart.unit],
        rows: of.rows.flatMap((name, row) => {
          const count = counts[row] ?? 0;
          return count > 0 ? [[name, number(count)]] : [];
        }),
      };
    },
  };
}
