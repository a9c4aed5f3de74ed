// The report for people.
import { columns } from '../common/columns.ts';
import type { RolloutReport } from './report.ts';
import {
  ADVICE_TITLE,
  adviceFigure,
  adviceWords,
  cells,
  HEAD,
  heading,
  OTHERS_TITLE,
  VARIANT_HEAD,
  variantCells,
  variantsTitle,
  verdict,
} from './report-words.ts';
import { EVENT_WORDS } from './words.ts';

export function reportText(report: RolloutReport): string {
  const sections = [
    heading(report),
    verdict(report),
    variants(report),
    others(report),
    advice(report),
    notes(report),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const variants = (report: RolloutReport): string[] => [
  variantsTitle(report.settings.strategy),
  ...columns(
    [
      [...VARIANT_HEAD, ...HEAD, ''],
      ...report.variants.map((variant) => [
        ...variantCells(variant),
        ...cells(variant.outcome),
        variant.isAsked ? '← asked' : '',
      ]),
    ],
    [0, 1, 8],
  ),
];

const others = ({ others: outcomes, settings }: RolloutReport): string[] => [
  OTHERS_TITLE,
  ...columns(
    [
      ['', ...HEAD, ''],
      ...outcomes.map((outcome) => [
        EVENT_WORDS[outcome.event],
        ...cells(outcome),
        outcome.event === settings.strategy ? '← asked' : '',
      ]),
    ],
    [0, 7],
  ),
];

const advice = (report: RolloutReport): string[] => [
  ADVICE_TITLE,
  ...report.advice.flatMap((each) => [
    `  ${adviceWords(each)}`,
    `    ${adviceFigure(each, report.settings.strategy)}`,
  ]),
];

const notes = ({ notes: all }: RolloutReport): string[] => ['Assumed', ...all.map((note) => `  - ${note}`)];
