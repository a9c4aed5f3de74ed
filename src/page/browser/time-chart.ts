// Lines and bars over time, drawn by uPlot.
import uPlot from 'uplot';
import type { TimeChart } from '../types.ts';
import { colour, type Drawn, FONT, toneColour } from './theme.ts';
import { drawMarks, LABEL_ROWS, ROW_HEIGHT } from './marks.ts';
import { type Clock, clockOf, columnsOf, combined, number, type Period, short } from './time.ts';

const HEIGHT = 200;
/** Left margin, the same for all charts, so that their times align. */
export const LEFT = 64;
export const RIGHT = 12;

export function timeChart(
  chart: TimeChart,
  place: HTMLElement,
  period: () => Period,
  zoom: (period: Period) => void,
): Drawn {
  let plot: uPlot | undefined;
  const clock = clockOf(chart.axis);
  const dataOf = (most: number) => {
    const columns = columnsOf(chart.axis, period(), most);
    const values = chart.series.map((each) => combined(each.values, columns, each.combine ?? chart.combine));
    return { columns, values };
  };
  return {
    draw() {
      plot?.destroy();
      const width = place.clientWidth;
      const { columns, values } = dataOf(Math.max(60, width - LEFT));
      const { from, to } = period();
      const times = Array.from({ length: columns.count }, (_, at) => columns.start + at * columns.step);
      plot = new uPlot(
        optionsOf(chart, width, columns.step, { from, to }, zoom),
        [
          // Extend the last step to the end of its column.
          [...times, columns.start + columns.count * columns.step].map((at) => at * clock.seconds),
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
        head: [clock.head, ...chart.series.map(({ name }) => name)],
        rows: Array.from({ length: columns.count }, (_, at) => [
          clock.words(columns.start + at * columns.step),
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
  const clock = clockOf(chart.axis);
  const marks = chart.marks ?? [];
  const levels = chart.levels ?? [];
  const highest = Math.max(0, ...levels.map(({ value }) => value));
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
    height: HEIGHT + (marks.length > 0 ? LABEL_ROWS * ROW_HEIGHT : 0),
    padding: [8 + (marks.length > 0 ? LABEL_ROWS * ROW_HEIGHT : 0), RIGHT, 0, 0],
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
    scales: {
      x: { time: clock.seconds > 1, range: () => [from * clock.seconds, to * clock.seconds] },
      y: {
        range: (_plot, _low, high) => [
          0,
          Math.max(1, Math.max(highest, high) * (levels.length > 0 ? 1.2 : 1.08)),
        ],
      },
    },
    axes: [
      {
        ...axis,
        values: (_plot, splits) => timesOf(splits, clock),
        space: 64,
        ...(clock.seconds === 1 && { incrs: SECOND_STEPS }),
      },
      {
        ...axis,
        size: LEFT,
        values: (_plot, splits) => splits.map(short),
        space: 36,
        ...(clock.seconds === 1 && { incrs: WHOLE_STEPS }),
      },
    ],
    cursor: { drag: { x: true, y: false, setScale: false }, points: { show: !isBars } },
    legend: { live: true },
    series: [
      {
        label: 'Time',
        value: (_plot, seconds) =>
          seconds === null ? '–' : `${clock.words(seconds / clock.seconds)}${clock.width(step)}`,
      },
      ...chart.series.map(({ name, tone }, index): uPlot.Series => {
        const paths = isBars ? bars : lines;
        return {
          label: name,
          stroke: toneColour(tone),
          width: isBars ? 0 : 1.5 + (chart.isLayered ? LAYER * (chart.series.length - 1 - index) : 0),
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
          const time = (pixel: number) => Math.round(self.posToVal(pixel, 'x') / clock.seconds);
          zoom({ from: time(self.select.left), to: time(self.select.left + self.select.width) });
        },
      ],
      draw: [(self) => drawMarks(self, { marks, levels, from, to, seconds: clock.seconds })],
    },
  };
}

/** How much wider a line is than the one drawn over it. */
const LAYER = 2;

/** Integer axis steps, because sockets and tasks are counted. */
const WHOLE_STEPS = Array.from({ length: 9 }, (_, power) =>
  [1, 2, 5].map((each) => each * 10 ** power),
).flat();

/** Round axis steps in seconds, up to ten days. */
const SECOND_STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800,
  864_000,
];

const timesOf = (splits: readonly number[], clock: Clock): string[] => {
  const step = ((splits[1] ?? 0) - (splits[0] ?? 0)) / clock.seconds;
  return splits.map((seconds) => clock.tick(Math.round(seconds / clock.seconds), step));
};
