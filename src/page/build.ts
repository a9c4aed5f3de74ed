// Builds a page as a single file: it makes no requests, and runs nothing but its own script.
import { createHash } from 'node:crypto';
import { diagramMarkup } from './diagram.ts';
import { Markup, markup, scriptJson, visible } from './escape.ts';
import { SIGNS } from './signs.ts';
import type { Card, Chart, PageAssets, PageModel, Section, Table } from './types.ts';

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** The page as HTML, to be encoded in UTF-8. */
export function buildPage(model: PageModel, { script, style }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const { title, subtitle, verdict, facts, diagrams = [], cards, charts, sections, footer } = model;
  const unit = charts.some((chart) => chart.kind !== 'histogram' && chart.axis.unit === 'seconds')
    ? 'seconds'
    : 'minutes';
  return `${String(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the ${model.cardsName ?? 'findings'}</a>
<header>
<h1>${title}</h1>
<p class="subtitle">${subtitle}</p>
<p class="verdict ${verdict.severity}"><span class="sign" aria-hidden="true">${SIGNS[verdict.severity]}</span> ${verdict.text}</p>
<dl class="facts">${facts.map(({ name, value, isBad }) => markup`<div${new Markup(isBad ? ' class="bad"' : '')}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</header>
<main>
${diagrams.map(diagramMarkup)}
<section id="findings" aria-labelledby="findings-title" tabindex="-1">
<h2 id="findings-title">${model.cardsTitle}</h2>
${cards.length === 0 ? markup`<p class="none">None.</p>` : markup`<ol class="cards">${cards.map((card) => cardMarkup(card, unit))}</ol>`}
</section>
${charts.length > 0 ? chartsMarkup(charts, model.views ?? [], unit) : ''}
${sections.map(sectionMarkup)}
</main>
<footer><p>${footer}</p></footer>
<script type="application/json" id="data">${scriptJson({ charts: charts.map(shown), title })}</script>
<script>${new Markup(script)}</script>
</body>
</html>`)}\n`;
}

/**
 * The script draws a chart's names and puts them into tables as text, so only invisible characters need escaping, here.
 */
function shown(chart: Chart): Chart {
  if (chart.kind === 'histogram') return chart;
  if (chart.kind === 'heatmap') return { ...chart, rows: chart.rows.map(visible) };
  const { marks, levels } = chart;
  return {
    ...chart,
    series: chart.series.map((each) => ({ ...each, name: visible(each.name) })),
    ...(marks && { marks: marks.map((each) => ({ ...each, label: visible(each.label) })) }),
    ...(levels && { levels: levels.map((each) => ({ ...each, label: visible(each.label) })) }),
  };
}

type Unit = 'minutes' | 'seconds';

const TIME_WORDS: Readonly<Record<Unit, { readonly zoom: string; readonly hint: string }>> = {
  minutes: {
    zoom: 'Show these minutes in all charts',
    hint: 'All charts show the same minutes, in UTC.',
  },
  seconds: {
    zoom: 'Show this time in all charts',
    hint: 'All charts show the same time, in minutes and seconds from the first change; a minus is before it.',
  },
};

function cardMarkup(
  { severity, code, title, evidence, remedies, span, isIncident = false }: Card,
  unit: Unit,
): Markup {
  const zoom = span
    ? markup`<button type="button" class="zoom" data-from="${span.from}" data-to="${span.to}">${TIME_WORDS[unit].zoom}</button>`
    : '';
  return markup`<li class="card ${severity}${isIncident ? ' incident' : ''}"><h3><span class="badge ${severity}"><span class="sign" aria-hidden="true">${SIGNS[severity]}</span> ${severity}</span> ${title}</h3>
${evidence.length > 0 ? markup`<ul class="evidence">${evidence.map((each) => markup`<li>${each}</li>`)}</ul>` : ''}
${remedies.map(({ words, command }) => markup`<p class="remedy">${words}</p>${command === undefined ? '' : markup`<pre tabindex="0"><code>${command}</code></pre>`}`)}
<p class="code">${code}</p>${zoom}</li>\n`;
}

const chartsMarkup = (
  charts: readonly Chart[],
  views: NonNullable<PageModel['views']>,
  unit: Unit,
): Markup => markup`<section id="charts" aria-labelledby="charts-title">
<h2 id="charts-title">Over time</h2>
${views.length === 0 ? '' : markup`<div class="views" role="group" aria-label="Parts of the time">${views.map(({ label, from, to }) => markup`<button type="button" class="zoom" data-from="${from}" data-to="${to}">${label}</button>`)}</div>\n`}<div class="range" role="group" aria-label="Period shown"><p id="range" aria-live="polite"></p><button type="button" id="whole" hidden>Whole period <kbd>Esc</kbd></button></div>
<p class="hint">Drag across a chart to look closer. ${TIME_WORDS[unit].hint}</p>
${charts.map(
  ({
    id,
    kind,
    title,
    about,
  }) => markup`<article class="chart" id="chart-${id}" aria-labelledby="title-${id}">
<h3 id="title-${id}">${title}</h3>
<p class="about" id="about-${id}">${about}</p>
<div class="plot ${kind}" data-chart="${id}"></div>
<details data-table="${id}"><summary>Table: ${title}</summary><div class="scroll" tabindex="0" role="region" aria-label="Table: ${title}"></div></details>
</article>\n`,
)}<noscript><p>Charts need JavaScript; all that this page runs is in this file.</p></noscript></section>`;

const sectionMarkup = ({
  id,
  title,
  about,
  points = [],
  tables,
}: Section): Markup => markup`<section id="${id}" aria-labelledby="title-${id}">
<h2 id="title-${id}">${title}</h2>
${about === undefined ? '' : markup`<p class="about">${about}</p>`}
${points.length === 0 ? '' : markup`<ul class="points">${points.map((each) => markup`<li>${each}</li>`)}</ul>`}
<div class="tables">${tables.map(tableMarkup)}</div>
</section>\n`;

function tableMarkup({ title, head, numeric, rows, note }: Table): Markup {
  const side = (column: number) => new Markup(numeric.includes(column) ? ' class="number"' : '');
  return markup`<div class="table"><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><caption>${title}</caption>
<thead><tr>${head.map((each, column) => markup`<th scope="col"${side(column)}>${each}</th>`)}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${row.map((cell, column) => markup`<td${side(column)}>${cell}</td>`)}</tr>`)}</tbody></table></div>
${note === undefined ? '' : markup`<p class="note">${note}</p>`}</div>\n`;
}
