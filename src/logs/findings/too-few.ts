// Too few connections to judge; still mentions what they have in common.
import { count, many } from '../../common/numbers.ts';
import { duration } from '../report/quantities.ts';
import { inAccess } from './finding.ts';
import { histogramOf, pileAt, roundValueIn } from './piles.ts';

/** Fewer connections than this do not show a pattern. */
const FEW = 20;
/** Share of connections with a similar duration. */
const ALIKE = 0.8;

export const tooFew = inAccess(({ access, attempts }) => {
  const { connections } = access.total;
  if (connections >= FEW || attempts.failed >= FEW) return [];
  const known = access.durations.count;
  const histogram = histogramOf(access);
  const common = [1, 2, 5, 10, 30, 60, 120, 300, 350, 600, 900, 1800, 3600, 4000, 7200]
    .map((seconds) => ({ seconds, pile: pileAt(histogram, seconds) }))
    .find(({ pile }) => pile.near >= Math.max(3, known * ALIKE));
  const alike = common
    ? `; ${count(common.pile.near)} of ${count(known)} lasted about ${duration(roundValueIn({ ...common.pile, from: common.seconds - 0.5 }))}`
    : '';
  return [
    {
      code: 'too-few',
      severity: 'info',
      what: `${many(connections, 'WebSocket')} closed in these logs: too few to judge${alike}.`,
      brief: `${many(connections, 'WebSocket')}: too few to judge${alike}`,
      evidence: [],
      remedy: 'Read the logs of a longer time.',
      values: { connections, known },
    },
  ];
});
