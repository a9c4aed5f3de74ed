// The text on failed attempts, polling, and other requests.
import { count, many, percent } from '../../common/numbers.ts';
import { EVIDENCE_WORDS } from './evidence-words.ts';
import type { Page } from './page.ts';
import { wordTime } from './quantities.ts';
import { more, title } from './text-parts.ts';
import type { AccessReport } from './types.ts';

export function failedText(report: AccessReport, page: Page): string[] {
  const { failed: rows, failedUpgrades, connections, attempts } = report;
  const by = attempts.recognisedBy.map((each) => `${EVIDENCE_WORDS[each.by]} (${count(each.attempts)})`);
  const recognised = page.paragraph('  ', `Attempts are recognised by ${by.join('; ')}.`);
  if (failedUpgrades === 0) return connections === 0 ? [] : ['Failed upgrades: none', ...recognised];
  return [
    `Failed upgrades: ${count(failedUpgrades)}, ${percent(failedUpgrades / (failedUpgrades + connections))} of all attempts; logged as http or https`,
    ...recognised,
    ...(attempts.error > 0 ? [`  Counts are at most ${count(attempts.error)} too low.`] : []),
    ...page.table(
      [
        ['count', 'status', 'answered by', 'reason', 'fullest minute', 'target', 'host and path'],
        ...rows.rows.map((row) => [
          count(row.count),
          row.status,
          answeredBy(row),
          row.reason,
          `${wordTime(row.peakMinute).slice(5)} (${count(row.peak)})`,
          mostly(row.targets, row.count),
          urlWords(row),
        ]),
      ],
      { left: [1, 2, 3, 4, 5, 6], wide: 6, drop: [4, 5, 3] },
    ),
    ...more(rows),
  ];
}

type Shown = Pick<
  AccessReport['others']['rows'][number],
  'scheme' | 'host' | 'port' | 'path' | 'answeredBy' | 'status' | 'targetStatus'
>;

/**
 * Omits the usual scheme and port, but no others, so that different URLs look different: `http://chat.example.com/ws`,
 * `chat.example.com:8443/ws`.
 */
function urlWords({ scheme, host, port, path }: Shown): string {
  const isUsual = port === '' || port === (scheme === 'http' ? '80' : '443');
  return `${scheme === 'http' ? 'http://' : ''}${host}${isUsual ? '' : `:${port}`}${path}`;
}

/** With the target's status, if the client got a different one. */
const answeredBy = ({ answeredBy: who, status, targetStatus }: Shown): string =>
  targetStatus === '-' || targetStatus === status ? who : `${who} (${targetStatus})`;

/** The one that has nearly all, or `several`. */
function mostly(named: readonly { readonly word: string; readonly count: number }[], all: number): string {
  const [first] = named;
  if (!first) return '-';
  return first.count >= all * 0.8 ? first.word : 'several';
}

export const pollingText = ({ polling: its }: AccessReport): string[] =>
  its
    ? [
        `Polling (Socket.IO, SignalR): ${many(its.requests, 'request')}, ${percent(its.failed / its.requests)} refused`,
        `  ${count(its.stuck)} of ${many(its.clients, 'client')} that poll (${percent(its.stuckShare)}) have no WebSocket in these lines.`,
      ]
    : [];

export const othersText = ({ others: rows }: AccessReport, page: Page): string[] =>
  rows.rows.length === 0
    ? []
    : [
        title('Other requests', rows),
        ...page.table(
          [
            ['count', 'type', 'method', 'status', 'answered by', 'reason', 'host and path'],
            ...rows.rows.map((row) => [
              count(row.count),
              row.type,
              row.method,
              row.status,
              answeredBy(row),
              row.reason,
              `${urlWords(row)}${row.transport === null ? '' : `?transport=${row.transport}`}`,
            ]),
          ],
          { left: [1, 2, 3, 4, 5, 6], wide: 6, drop: [5, 1] },
        ),
      ];
