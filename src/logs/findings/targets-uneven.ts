// Sockets spread unevenly over the targets of a group. A target is chosen only when a connection is opened, so a target
// that is added later starts empty, and only new connections fill it.
import { count, many, percent } from '../../common/numbers.ts';
import { wordTime, isoTime } from '../report/quantities.ts';
import type { Finding } from '../report/types.ts';
import type { ScanResult, TargetRow } from '../types.ts';
import { evidence, inAccess } from './finding.ts';

/** Minimum mean of connections per target: fewer say nothing. */
const LEAST_MEAN = 30;
/** Ratio of a target's connections to the mean. */
const FULL = 1.75;
const EMPTY = 0.5;
/** Standard deviations that chance does not explain. */
const DEVIATIONS = 4;
/**
 * A target that appeared this much later than the first, or left this much earlier than the last, was not there all the
 * time.
 */
const LATE_SHARE = 0.05;
const LATE_MICROS = 300e6;

export const targetsUneven = inAccess(({ access: { targets }, result }) => {
  const groups = new Map<string, TargetRow[]>();
  for (const row of targets.rows)
    if (row.target !== '-') groups.set(row.group, [...(groups.get(row.group) ?? []), row]);
  return [...groups].flatMap(([group, rows]) => {
    const found = inGroup(group, rows, result);
    return found ? [found] : [];
  });
});

function inGroup(group: string, rows: readonly TargetRow[], result: ScanResult): Finding | undefined {
  const first = Math.min(...rows.map(({ firstOpened }) => firstOpened ?? Infinity));
  const last = Math.max(...rows.map(({ lastClosed }) => lastClosed));
  const margin = Math.max(LATE_MICROS, (last - first) * LATE_SHARE);
  // A target that left early, as in a deploy, has fewer because it was gone.
  const staying = rows.filter(({ lastClosed }) => lastClosed >= last - margin);
  const mean = staying.reduce((sum, { connections }) => sum + connections, 0) / staying.length;
  if (staying.length < 2 || mean < LEAST_MEAN) return undefined;
  const isOff = ({ connections }: TargetRow): boolean =>
    (connections >= mean * FULL || connections <= mean * EMPTY) &&
    Math.abs(connections - mean) >= DEVIATIONS * Math.sqrt(mean);
  if (!staying.some(isOff)) return undefined;
  const isLate = ({ firstOpened }: TargetRow): boolean => (firstOpened ?? 0) > first + margin;
  const sorted = staying.toSorted((left, right) => right.connections - left.connections);
  const late = sorted.filter((row) => isLate(row) && row.connections < mean);
  const word = (row: TargetRow): string =>
    `${row.target}: ${many(row.connections, 'connection')}, ${percent(row.connections / (mean * staying.length))}${isLate(row) ? `, since ${wordTime(isoTime(row.firstOpened) ?? '')}` : ''}`;
  return {
    code: late.length > 0 ? 'targets-uneven-after-scale-out' : 'targets-uneven',
    severity: 'warning',
    what:
      late.length > 0
        ? `${many(late.length, 'target')} came later and ${late.length === 1 ? 'has' : 'have'} fewer connections: open sockets stay where they are.`
        : 'Connections are spread unevenly over the targets.',
    brief: `${count(staying.length)} targets are filled unevenly`,
    evidence: [
      `${count(staying.length)} targets of ${group}, ${count(mean)} connections each in the mean`,
      ...evidence(
        late.length > 0
          ? [...sorted.slice(0, 2), ...late.slice(-3)].filter((row, at, all) => all.indexOf(row) === at)
          : sorted,
        word,
      ),
      ...(result.isComplete ? [] : ['the logs were not read to their end']),
    ],
    remedy:
      late.length > 0
        ? 'Let servers close their oldest sockets now and then (code 1001, a few a second) so that clients come back to the emptier targets; target.algorithm least_outstanding_requests prefers these. Scale on connections a target, not on requests.'
        : 'Use target.algorithm least_outstanding_requests, and no sticky cookie unless clients need it: one cookie behind one address ties many sockets to one target.',
    values: {
      group,
      targets: staying.length,
      mean,
      most: sorted[0]?.connections ?? 0,
      least: sorted.at(-1)?.connections ?? 0,
      late: late.length,
    },
  };
}
