// Lines and bars over time, by uPlot.
import uPlot from 'uplot';
import type { TimeChart } from '../types.ts';
import { colour, type Drawn, FONT, toneColour } from './theme.ts';
import { columnsOf, combined, number, type Period, short, tick, words } from './time.ts';

const HEIGHT = 200;
/** Left of the drawing, the same for all charts: their minutes lie under each other. */
export const LEFT = 64;
export const RIGHT = 12;

export function timeChart(
  chart: TimeChart,
  place: HTMLElement,
  period: () => Period,
  zoom: (period: Period) => void,
): Drawn {
  let plot: uPlot | undefined;
  const dataOf = (most: number) => {
    const columns = columnsOf(chart.axis, period(), most);
    const values = chart.series.map((each) => combined(each.values, columns, chart.combine));
    return { columns, values };
  };
  return {
    draw() {
      plot?.destroy();
      const width = place.clientWidth;
      const { columns, values } = dataOf(Math.max(60, width - LEFT));
      const { from, to } = period();
      const minutes = Array.from({ length: columns.count }, (_, at) => columns.start + at * columns.step);
      plot = new uPlot(
        optionsOf(chart, width, columns.step, { from, to }, zoom),
        [
          // The last step goes on to the end of its column.
          [...minutes, columns.start + columns.count * columns.step].map((minute) => minute * 60),
          ...values.map((each) => [...each, each.at(-1) ?? 0]),
        ],
        place,
      );
      const canvas = plot.root.querySelector('canvas');
      canvas?.setAttribute('role', 'img');
      canvas?.setAttribute('aria-label', `${chart.title}. ${chart.about} The table below has its numbers.`);
    },
    table(most) {
      const { columns, values } = dataOf(most);
      return {
        head: ['From (UTC)', ...chart.series.map(({ name }) => name)],
        rows: Array.from({ length: columns.count }, (_, at) => [
          words(columns.start + at * columns.step),
          ...values.map((series) => number(series[at] ?? 0)),
        ]),
      };
    },
  };
}

function optionsOf(
  chart: TimeChart,
  width: number,
  step: number,
  { from, to }: Period,
  zoom: (period: Period) => void,
): uPlot.Options {
  const isBars = chart.kind === 'bars';
  const axis = {
    stroke: colour('ink-soft'),
    grid: { stroke: colour('grid'), width: 1 },
    ticks: { show: false },
    font: FONT,
  };
  const bars = uPlot.paths.bars?.({ size: [0.9, 24], align: 1 });
  const lines = uPlot.paths.stepped?.({ align: 1 });
  return {
    width,
    height: HEIGHT,
    padding: [8, RIGHT, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: {
      x: { time: true, range: () => [from * 60, to * 60] },
      y: { range: (_plot, _low, high) => [0, Math.max(1, high * 1.08)] },
    },
    axes: [
      { ...axis, values: (_plot, splits) => timesOf(splits), space: 64 },
      { ...axis, size: LEFT, values: (_plot, splits) => splits.map(short), space: 36 },
    ],
    cursor: { drag: { x: true, y: false, setScale: false }, points: { show: !isBars } },
    legend: { live: true },
    series: [
      {
        label: 'Time',
        value: (_plot, seconds) =>
          seconds === null ? '–' : `${words(seconds / 60)}${step > 1 ? ` + ${step} min` : ''}`,
      },
      ...chart.series.map(({ name, tone }): uPlot.Series => {
        const paths = isBars ? bars : lines;
        return {
          label: name,
          stroke: toneColour(tone),
          width: isBars ? 0 : 1.5,
          ...(isBars && { fill: toneColour(tone) }),
          ...(paths && { paths }),
          points: { show: false },
          value: (_plot, value) => (value === null ? '–' : number(value)),
        };
      }),
    ],
    hooks: {
      setSelect: [
        (self) => {
          if (self.select.width < 4) return;
          const minute = (pixel: number) => Math.round(self.posToVal(pixel, 'x') / 60);
          zoom({ from: minute(self.select.left), to: minute(self.select.left + self.select.width) });
        },
      ],
    },
  };
}

const timesOf = (splits: readonly number[]): string[] => {
  const step = ((splits[1] ?? 0) - (splits[0] ?? 0)) / 60;
  return splits.map((seconds) => tick(Math.round(seconds / 60), step));
};
