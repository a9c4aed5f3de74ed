// Texts through the scanner, and its result in the oracle's words.
import { COUNTED_LINES, FOREIGN_LINES, LINES, MALFORMED, OUTSIDE_TIME_LINES } from '../../src/logs/layout.ts';
import { newKernel } from '../../src/logs/scan/kernel.ts';
import { addChunk, endText, newLineScan } from '../../src/logs/scan/lines.ts';
import { accessResult } from '../../src/logs/scan/result.ts';
import { addTally, takeTally, type Sample, type Tally } from '../../src/logs/scan/tally.ts';
import { REASONS } from '../../src/logs/scan/words.ts';
import type { AccessResult, ScanOptions, TrafficRow } from '../../src/logs/types.ts';
import { keyOf, type Summary, type Traffic } from './oracle.ts';

const KERNEL = newKernel();
const SUM = newKernel();

/** As it becomes a result: scanned, and added to an empty tally.
 *
 * @param splits offsets at which one chunk ends and the next begins. */
export function scanText(
  text: string,
  options: Partial<ScanOptions> & { splits?: readonly number[] } = {},
): Tally {
  const bytes = Buffer.from(text, 'latin1');
  const { splits = [], ...rest } = options;
  KERNEL.exports.begin();
  const samples: Sample[] = [];
  const scan = newLineScan(KERNEL, samples, { kind: 'access', ...rest }, 0);
  const ends = [...splits, bytes.length];
  let start = 0;
  for (const end of ends) {
    if (end > start) addChunk(scan, bytes.subarray(start, end));
    start = Math.max(start, end);
  }
  endText(scan, false);
  return { ...sumOf([takeTally(KERNEL, samples)]), samples };
}

/** Several tallies added up. */
export function sumOf(tallies: readonly Tally[]): Tally {
  SUM.exports.begin();
  for (const tally of tallies) addTally(SUM, tally);
  return takeTally(SUM, []);
}

const trafficOf = ({ connections, received, sent }: TrafficRow): Traffic => ({ connections, received, sent });

export function summaryOf(tally: Tally): Summary {
  const { types, total, seconds, ...result } = accessResult(tally, 100_000);
  void seconds;
  const get = (which: number): number => tally.numbers[which] ?? 0;
  const { minute, opened, closed, failed } = result.minutes;
  return {
    lines: get(LINES),
    counted: get(COUNTED_LINES),
    outsideTime: get(OUTSIDE_TIME_LINES),
    foreign: get(FOREIGN_LINES),
    reasons: Object.fromEntries(
      REASONS.map((reason, index) => [reason, get(MALFORMED + index)] as const).filter(
        ([, count]) => count > 0,
      ),
    ),
    types: Object.fromEntries(Object.entries(types).filter(([, count]) => count > 0)),
    received: total.received,
    sent: total.sent,
    unknown: result.durations.unknown,
    durations: [],
    closed: new Map(
      result.closed.rows.map(({ type, status, port, protocol, cipher, connections }) => [
        keyOf(type, status, port, protocol, cipher),
        connections,
      ]),
    ),
    targets: new Map(
      result.targets.rows.map((row) => [
        keyOf(row.target, row.group),
        { ...trafficOf(row), firstOpened: row.firstOpened, lastClosed: row.lastClosed },
      ]),
    ),
    targetMinutes: new Map(
      result.targetMinutes.rows.map((row) => [keyOf(row.target, row.minute), [row.opened, row.closed]]),
    ),
    clients: new Map(
      result.clients.rows.map((row) => [
        row.client,
        { ...trafficOf(row), short: row.short, targetChanges: row.targetChanges, refused: row.refused },
      ]),
    ),
    clientMinutes: new Map(
      result.clientMinutes.rows.map((row) => [keyOf(row.client, row.minute), row.opened]),
    ),
    ...words(result),
    failed: new Map(
      result.failed.rows.map(({ path, status, targetStatus, reason, count }) => [
        keyOf(path, status, targetStatus, reason),
        count,
      ]),
    ),
    minutes: new Map(
      [...minute].map((each, at) => [each, [opened[at] ?? 0, closed[at] ?? 0, failed[at] ?? 0]] as const),
    ) as Summary['minutes'],
  };
}

function words(result: Pick<AccessResult, 'paths' | 'userAgents' | 'nodes' | 'loadBalancers'>) {
  const mapOf = ({ rows }: AccessResult['paths']): Map<string, Traffic> =>
    new Map(rows.map((row) => [row.word, trafficOf(row)]));
  return {
    paths: mapOf(result.paths),
    userAgents: mapOf(result.userAgents),
    nodes: mapOf(result.nodes),
    loadBalancers: mapOf(result.loadBalancers),
  };
}
