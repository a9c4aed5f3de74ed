// The report as a page: the same sentences and figures as the text report, plus charts.
import { count } from '../../common/numbers.ts';
import { VERSION } from '../../common/version.ts';
import { elapsed } from '../../page/elapsed.ts';
import type { Card, Fact, PageModel, Section, Table } from '../../page/types.ts';
import type { Course } from '../course.ts';
import type { RolloutReport } from '../report.ts';
import {
  ADVICE_TITLE,
  adviceFigure,
  adviceWords,
  capital,
  cells,
  HEAD,
  heading,
  OTHERS_TITLE,
  VARIANT_HEAD,
  variantCells,
  variantsTitle,
  verdict,
} from '../report-words.ts';
import { duration, EVENT_WORDS, figure } from '../words.ts';
import { chartsOf } from './charts.ts';
import { phasesOf, type Phase, type TaskWaits } from './phases.ts';

/**
 * @param course the course of the reported deployment.
 * @param waits the service's waits; undefined if the config has no service.
 */
export function pageModel(report: RolloutReport, course: Course, waits: TaskWaits | undefined): PageModel {
  const phases = phasesOf(course.plan, waits);
  const [sockets = '', ...settings] = heading(report);
  return {
    title: `Sockets through a ${EVENT_WORDS[report.settings.strategy]} deployment`,
    subtitle: sockets,
    verdict: { severity: severityOf(report), text: verdict(report).join(' ') },
    facts: factsOf(report),
    cardsTitle: ADVICE_TITLE,
    cardsName: 'advice',
    cards: report.advice.map((each) => cardOf(each, report)),
    charts: chartsOf(report, course, phases),
    views: viewsOf(report, course),
    sections: sectionsOf(report, phases),
    footer: `Made by websocket-alb ${VERSION} rollout. ${settings.join('. ')}`,
  };
}

/** The report rounds to whole sockets, so less than half of one counts as none. */
function severityOf({ outcome, ordinary }: RolloutReport): PageModel['verdict']['severity'] {
  const { cut, peakReconnects, accepts } = outcome;
  if (peakReconnects > 0 && peakReconnects + ordinary > accepts) return 'error';
  return cut < 0.5 ? 'good' : 'warning';
}

function factsOf({ outcome, ordinary }: RolloutReport): Fact[] {
  const { cutAtOnce, cut, goingAway, peakReconnects, peakAtMost, accepts, seconds } = outcome;
  const isBad = peakReconnects > 0 && peakReconnects + ordinary > accepts;
  return [
    { name: 'Cut in all', value: figure(cut), isBad: cut >= 0.5 },
    { name: 'Cut at once', value: figure(cutAtOnce), isBad: cutAtOnce >= 0.5 },
    { name: 'Closed with 1001', value: figure(goingAway) },
    { name: 'Reconnects, busiest second', value: figure(peakReconnects), isBad },
    { name: 'In 99 of 100, at most', value: count(peakAtMost) },
    { name: 'The tasks take, a second', value: count(accepts) },
    { name: 'Last socket moved after', value: duration(seconds) },
  ];
}

const cardOf = (each: RolloutReport['advice'][number], { settings }: RolloutReport): Card => ({
  severity: !each.isChange ? 'good' : each.about === 'headroom' ? 'info' : 'warning',
  code: each.about,
  title: adviceWords(each),
  evidence: [capital(adviceFigure(each, settings.strategy))],
  remedies: [],
});

/** Buttons that zoom in: next to long waits, what happens at their end would be too small to see. */
function viewsOf({ outcome }: RolloutReport, { plan }: Course): NonNullable<PageModel['views']> {
  const { leaving, delay, tasks } = plan;
  const first = leaving[0]?.at ?? 0;
  const starts = Math.min(0, ...tasks.map(({ at }) => at));
  const end = Math.max((leaving.at(-1)?.at ?? 0) + delay, Math.ceil(outcome.seconds));
  return [
    ...(starts < first
      ? [{ label: plan.event === 'rolling' ? 'Start' : 'Start, shift and bake', from: starts, to: first }]
      : []),
    ...(leaving.length > 1
      ? [{ label: 'First batch', from: first, to: first + delay }]
      : [{ label: 'Delay, until all have moved', from: first, to: end }]),
    ...(delay > 0 || leaving.length > 1
      ? [{ label: 'Around the last cut', from: (leaving.at(-1)?.at ?? 0) + delay - 5, to: end + 5 }]
      : []),
  ];
}

function sectionsOf(report: RolloutReport, phases: readonly Phase[]): Section[] {
  return [
    {
      id: 'phases',
      title: 'What happens when',
      about:
        'Minutes and seconds from the first change for sockets. All of these are marked in the charts, as far as there is room.',
      tables: [
        {
          title: 'In this order',
          head: ['After', ''],
          numeric: [],
          rows: phases.map(({ at, words }) => [elapsed(at), words]),
        },
      ],
    },
    { id: 'variants', title: 'Server and clients', tables: [variantsTable(report)] },
    { id: 'others', title: 'Other events', tables: [othersTable(report)] },
    { id: 'assumed', title: 'Assumed', points: report.notes, tables: [] },
  ];
}

const NUMBERS = HEAD.map((_, column) => column);

const variantsTable = ({ variants, settings }: RolloutReport): Table => ({
  title: variantsTitle(settings.strategy),
  head: [...VARIANT_HEAD, ...HEAD, ''],
  numeric: NUMBERS.map((column) => column + VARIANT_HEAD.length),
  rows: variants.map((variant) => [
    ...variantCells(variant),
    ...cells(variant.outcome),
    variant.isAsked ? '← asked' : '',
  ]),
});

const othersTable = ({ others, settings }: RolloutReport): Table => ({
  title: OTHERS_TITLE,
  head: ['', ...HEAD, ''],
  numeric: NUMBERS.map((column) => column + 1),
  rows: others.map((outcome) => [
    EVENT_WORDS[outcome.event],
    ...cells(outcome),
    outcome.event === settings.strategy ? '← asked' : '',
  ]),
});
