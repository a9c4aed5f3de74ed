// Texts through the scanner, with its result in the oracle's terms.
import { COUNTED_LINES, FOREIGN_LINES, LINES, MALFORMED, OUTSIDE_TIME_LINES } from '../../src/logs/layout.ts';
import { newKernel } from '../../src/logs/scan/kernel.ts';
import { addChunk, endText, newLineScan } from '../../src/logs/scan/lines.ts';
import { accessResult } from '../../src/logs/scan/result.ts';
import { addTally, takeTally, type Sample, type Tally } from '../../src/logs/scan/tally.ts';
import { REASONS } from '../../src/logs/scan/words.ts';
import type { AccessResult, FailedId, RequestRow, ScanOptions, TrafficRow } from '../../src/logs/types.ts';
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

/** The sum of several tallies. */
export function sumOf(tallies: readonly Tally[]): Tally {
  SUM.exports.begin();
  for (const tally of tallies) addTally(SUM, tally);
  return takeTally(SUM, []);
}

const trafficOf = ({ connections, received, sent, short }: TrafficRow): Traffic => ({
  connections,
  received,
  sent,
  short,
});

export function summaryOf(tally: Tally): Summary {
  const { types, total, ...result } = accessResult(tally, 100_000);
  const get = (which: number): number => tally.numbers[which] ?? 0;
  const { minute, opened, closed } = result.minutes;
  const failed = new Map(result.failed.rows.map((row) => [row.id, keyOf(...requestKey(row), row.reason)]));
  const failedKey = (id: FailedId): string => failed.get(id) ?? `no row ${id}`;
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
        {
          ...trafficOf(row),
          octaves: [...row.octaves],
          firstOpened: row.firstOpened,
          lastClosed: row.lastClosed,
        },
      ]),
    ),
    targetMinutes: wordMinutes(result.targetMinutes),
    nodeMinutes: new Map(result.nodeMinutes.rows.map((row) => [keyOf(row.word, row.minute), row.closed])),
    clients: new Map(result.clients.rows.map(({ client, ...row }) => [client, row])),
    clientMinutes: new Map(
      result.clientMinutes.rows.map((row) => [keyOf(row.client, row.minute), row.opened]),
    ),
    ...words(result),
    requests: new Map(result.requests.rows.map((row) => [keyOf(...requestKey(row)), timesOf(row)])),
    failed: new Map(result.failed.rows.map((row) => [failedKey(row.id), timesOf(row)])),
    failedBy: new Map(
      [...result.failedBy.rows, ...result.failedClients.rows].map(({ id, by, word, count }) => [
        keyOf(failedKey(id), by, word),
        count,
      ]),
    ),
    failedMinutes: new Map(
      result.failedMinutes.rows.map(({ id, minute: at, count }) => [keyOf(failedKey(id), at), count]),
    ),
    minutes: new Map(
      [...minute].map((each, at) => [each, [opened[at] ?? 0, closed[at] ?? 0]] as const),
    ) as Summary['minutes'],
  };
}

const requestKey = ({ route, type, isGet, transport, status, targetStatus }: RequestRow): string[] => [
  route,
  type,
  isGet ? 'GET' : '',
  transport ?? '',
  status,
  targetStatus,
];
const timesOf = ({ count, firstTime, lastTime }: RequestRow): [number, number, number] => [
  count,
  firstTime,
  lastTime,
];
const wordMinutes = ({ rows }: AccessResult['targetMinutes']): Summary['targetMinutes'] =>
  new Map(rows.map((row) => [keyOf(row.word, row.minute), [row.opened, row.closed]]));

function words(result: Pick<AccessResult, 'routes' | 'userAgents' | 'nodes' | 'loadBalancers'>) {
  const mapOf = ({ rows }: AccessResult['routes']): Map<string, Traffic> =>
    new Map(rows.map((row) => [row.word, trafficOf(row)]));
  return {
    routes: mapOf(result.routes),
    userAgents: new Map(
      result.userAgents.rows.map((row) => [row.word, { ...trafficOf(row), octaves: [...row.octaves] }]),
    ),
    nodes: mapOf(result.nodes),
    loadBalancers: new Map(
      result.loadBalancers.rows.map((row) => [row.word, { ...trafficOf(row), refused: row.refused }]),
    ),
  };
}
