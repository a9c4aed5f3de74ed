// The script of a page: draws its charts, and zooms all of them to the time of a finding.
import type { Chart, Heatmap, TimeAxis } from '../types.ts';
import { heatmap } from './heatmap.ts';
import { histogram } from './histogram.ts';
import type { Drawn } from './theme.ts';
import { clockOf, type Period, wholeOf } from './time.ts';
import { timeChart } from './time-chart.ts';

/** Maximum rows of a chart's table. */
const TABLE_ROWS = 60;
/** Margin around a finding: at least this many minutes or seconds, or this share of it. */
const AROUND_LEAST = 8;
const AROUND_SHARE = 0.5;

const { charts } = JSON.parse(document.getElementById('data')?.textContent ?? '{"charts":[]}') as {
  readonly charts: readonly Chart[];
};
const axes = charts.flatMap((chart): TimeAxis[] => (chart.kind === 'histogram' ? [] : [chart.axis]));
const whole = axes.length > 0 ? wholeOf(axes) : { from: 0, to: 1 };
const clock = clockOf(axes[0] ?? { start: 0, step: 1, count: 1 });
let period: Period = whole;
const now = (): Period => period;

const drawn = new Map<string, Drawn>();
const isHeatmap = (chart: Chart): chart is Heatmap => chart.kind === 'heatmap';

function newChart(chart: Chart, place: HTMLElement): Drawn | undefined {
  if (isHeatmap(chart)) return heatmap(chart, place, now, zoom);
  if (chart.kind !== 'histogram') return timeChart(chart, place, now, zoom);
  const of = charts.find(({ id }) => id === chart.of);
  return of && isHeatmap(of) ? histogram(chart, of, place, now) : undefined;
}

for (const chart of charts) {
  const place = document.querySelector<HTMLElement>(`[data-chart="${chart.id}"]`);
  const made = place && newChart(chart, place);
  if (made) drawn.set(chart.id, made);
}

const rangeWords = document.getElementById('range');
const wholeButton = document.getElementById('whole');

function drawAll(): void {
  const isWhole = period.from === whole.from && period.to === whole.to;
  if (rangeWords)
    rangeWords.textContent = `${isWhole ? 'Whole period' : 'Shown'}: ${clock.range(period.from, period.to)}`;
  if (wholeButton) wholeButton.hidden = isWhole;
  for (const each of drawn.values()) each.draw();
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-table]'))
    if (details.open) fillTable(details);
}

/** Zooms all charts to a period. */
function zoom({ from, to }: Period): void {
  const start = Math.max(whole.from, Math.min(from, whole.to - 1));
  period = { from: start, to: Math.min(whole.to, Math.max(to, start + 1)) };
  drawAll();
}

let cameFrom: HTMLElement | undefined;

function showWhole(): void {
  for (const each of document.querySelectorAll('.zoom')) each.removeAttribute('aria-pressed');
  period = whole;
  drawAll();
  // Return to the finding that was being viewed.
  cameFrom?.focus();
  cameFrom = undefined;
}

for (const button of document.querySelectorAll<HTMLButtonElement>('.zoom')) {
  const look = (): void => {
    const [from, to] = [Number(button.dataset['from']), Number(button.dataset['to']) + 1];
    const around = Math.max(AROUND_LEAST, Math.ceil((to - from) * AROUND_SHARE));
    for (const each of document.querySelectorAll('.zoom')) each.removeAttribute('aria-pressed');
    button.setAttribute('aria-pressed', 'true');
    cameFrom = button;
    zoom({ from: from - around, to: to + around });
    document.getElementById('charts')?.scrollIntoView({ block: 'start' });
  };
  button.addEventListener('click', look);
}
wholeButton?.addEventListener('click', showWhole);
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape' && (period.from !== whole.from || period.to !== whole.to)) showWhole();
});

function fillTable(details: HTMLDetailsElement): void {
  const data = drawn.get(details.dataset['table'] ?? '')?.table(TABLE_ROWS);
  const place = details.querySelector('.scroll');
  if (!data || !place) return;
  const table = document.createElement('table');
  const row = (section: HTMLTableSectionElement, cells: readonly string[], tag: 'th' | 'td'): void => {
    const line = section.insertRow();
    for (const [column, text] of cells.entries()) {
      const cell = document.createElement(tag);
      if (tag === 'th') cell.setAttribute('scope', 'col');
      if (column > 0) cell.className = 'number';
      cell.textContent = text;
      line.append(cell);
    }
  };
  row(table.createTHead(), data.head, 'th');
  const body = table.createTBody();
  for (const cells of data.rows) row(body, cells, 'td');
  place.replaceChildren(table);
}
for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-table]'))
  details.addEventListener('toggle', () => {
    if (details.open) fillTable(details);
  });

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
let width = document.body.clientWidth;
new ResizeObserver(() => {
  if (document.body.clientWidth === width) return;
  width = document.body.clientWidth;
  drawAll();
}).observe(document.body);
// Printing shows the same charts in print colours, and their tables.
addEventListener('beforeprint', drawAll);
drawAll();
document.documentElement.dataset['ready'] = 'true';
