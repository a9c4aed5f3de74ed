// What changed against an earlier time, for a person.
import { count, many, percent } from '../../common/numbers.ts';
import type { Change } from '../compare/compare.ts';
import type { Page } from './page.ts';
import { duration, wordTime } from './quantities.ts';
import type { BaselineReport } from './types.ts';

export function baselineText(baseline: BaselineReport | null, page: Page): string[] {
  if (!baseline) return [];
  const { since, until, changes, tried, chance, connections, failed } = baseline;
  const time = `${wordTime(since)} to ${wordTime(until)} UTC`;
  const of = `${many(connections, 'WebSocket')} and ${many(failed, 'failed upgrade')}`;
  if (tried === 0) return page.paragraph('', `Against ${time} (${of}): too little to compare.`);
  return [
    ...page.paragraph(
      '',
      `Against ${time} (${of}): ${changes.length === 0 ? 'no change beyond noise' : `${many(changes.length, 'change')} beyond noise`}`,
    ),
    ...changes.flatMap((change) => page.paragraph('  - ', words(change))),
    ...page.paragraph(
      '  ',
      `${count(tried)} comparisons; a chance of at most ${percent(chance)} that any is called a change where nothing changed, if the hours are alike.`,
    ),
  ];
}

const NAMES: Readonly<Record<Change['what'], (of: string) => string>> = {
  rate: () => 'WebSockets closed a minute',
  failed: () => 'upgrades that failed',
  status: (of) => `upgrades answered ${of}`,
  young: () => 'WebSockets that ended within 5 s',
  duration: () => 'durations, median',
  'target-share': (of) => `share of ${of}`,
  'target-young': (of) => `ended within 5 s on ${of}`,
};

function words({ what, of, before, after, p }: Change): string {
  const value = (number: number): string =>
    what === 'rate'
      ? number.toPrecision(3)
      : what === 'duration'
        ? duration(Number(number.toPrecision(3)))
        : percent(number);
  return `${NAMES[what](of ?? '')}: ${value(before)} before, ${value(after)} now (p ${p < 1e-6 ? 'below 0.000001' : p.toPrecision(2)})`;
}
