// The access log's part of the text.
import { count, many, percent } from '../../common/numbers.ts';
import { bar, paragraph, sparkline, table } from './columns.ts';
import { size, span, wordTime } from './quantities.ts';
import { more, quantiles, title } from './text-parts.ts';
import { timeline } from './timeline.ts';
import type { AccessReport, BalanceReport, DistributionReport, RangeReport, Report } from './types.ts';

const SPARKLINE = 56;
const BAR = 40;

export function accessText(access: AccessReport, source: Report['source']): string[][] {
  if (access.connections === 0)
    return [
      [
        'No WebSocket closed in these lines.',
        '  An entry is written when a connection closes: those still open are in no log.',
        ...(access.lines.http + access.lines.https > 0
          ? [
              '  An upgrade that failed is logged as http or https, and told by the path of another that did not:',
              '  here none did, so those that failed are among the requests above.',
            ]
          : []),
      ],
      failed(access),
    ];
  return [
    closed(access),
    perMinute(access),
    durations(access.durations, access.histogram),
    targets(access),
    nodes(access),
    clients(access),
    words('URLs', 'path, without query', access.paths),
    agents(access.userAgents),
    access.loadBalancers.keys > 1 ? words('Load balancers', 'load balancer', access.loadBalancers) : [],
    failed(access, source),
  ];
}

const closed = ({ connections, receivedBytes, sentBytes, closed: rows }: AccessReport): string[] => [
  `Closed: ${many(connections, 'WebSocket')}; ${size(receivedBytes)} from clients, ${size(sentBytes)} to them`,
  ...table(
    [
      ['connections', '', 'type', 'status', 'port', 'TLS', 'cipher'],
      ...rows.rows.map((row) => [
        count(row.connections),
        percent(row.share),
        row.type,
        row.status,
        row.port,
        row.protocol,
        row.cipher,
      ]),
    ],
    [2, 3, 4, 5, 6],
    6,
  ),
  ...more(rows),
];

function perMinute({ minutes, eventsOutsideMinutes }: AccessReport): string[] {
  const line = timeline(minutes, SPARKLINE);
  if (!line) return [];
  const { step, from, columns } = line;
  const row = (name: string, values: readonly number[], most: string) => [name, sparkline(values), most];
  const isOneDay = minutes[0]?.minute.slice(0, 10) === minutes.at(-1)?.minute.slice(0, 10);
  const peak = (key: 'opened' | 'closed' | 'open' | 'failed') => {
    const top = minutes.reduce((best, each) => ((each[key] ?? 0) > (best[key] ?? 0) ? each : best));
    const value = top[key] ?? 0;
    return value === 0 ? '0' : `${count(value)} at ${wordTime(top.minute).slice(isOneDay ? 11 : 0)}`;
  };
  const last = new Date(Date.parse(from) + (columns - 1) * step * 60_000).toISOString();
  return [
    `By minute, UTC; a column is ${span(step * 60)}: ${wordTime(from).slice(0, 16)} to ${wordTime(last).slice(0, 16)}`,
    ...table(
      [
        row('opened', line.opened, peak('opened')),
        row('closed', line.closed, peak('closed')),
        row('open ≥', line.open, peak('open')),
        ...(line.failed.some((value) => value > 0) ? [row('failed', line.failed, peak('failed'))] : []),
      ],
      [0, 1],
      1,
    ),
    '  On the right the fullest minute. open: of those that have closed since, so a lower bound.',
    ...(eventsOutsideMinutes > 0
      ? [`  ${count(eventsOutsideMinutes)} events of earlier days are not shown.`]
      : []),
  ];
}

function durations(distribution: DistributionReport, ranges: readonly RangeReport[]): string[] {
  const most = Math.max(0, ...ranges.map(({ connections }) => connections));
  const last = ranges.findLastIndex(({ connections }) => connections > 0);
  return [
    'Durations',
    ...paragraph('  ', quantiles(distribution)),
    ...table(
      ranges
        .slice(0, last + 1)
        .map(({ fromSeconds, toSeconds, connections }) => [
          toSeconds === null
            ? `from ${count(fromSeconds)} s`
            : `${count(fromSeconds)} to ${count(toSeconds)} s`,
          count(connections),
          percent(connections / distribution.known),
          bar(connections, most, BAR),
        ]),
      [0, 3],
    ),
  ];
}

/** A line of its own, below the title. */
const evenness = (balance: BalanceReport | null): string[] =>
  balance
    ? [
        `  The fullest has ${balance.mostOverMean.toFixed(2)} times the mean of ${count(balance.members)}, the emptiest ${balance.leastOverMean.toFixed(2)}.`,
      ]
    : [];

function targets({ targets: rows, targetBalance }: AccessReport): string[] {
  return [
    title('Targets', rows),
    ...evenness(targetBalance),
    ...table(
      [
        ['target', 'connections', '', 'received', 'sent', 'first opened', 'last closed'],
        ...rows.rows.map((row) => [
          row.target,
          count(row.connections),
          percent(row.share),
          size(row.receivedBytes),
          size(row.sentBytes),
          row.firstOpened === null ? '-' : wordTime(row.firstOpened),
          wordTime(row.lastClosed),
        ]),
      ],
      [0],
      0,
    ),
  ];
}

const nodes = ({ nodes: rows, nodeBalance }: AccessReport): string[] =>
  rows.rows.every(({ word }) => word === '-')
    ? []
    : words('Nodes of the load balancer, each in one zone', 'node', rows, evenness(nodeBalance));

const clients = ({ clients: rows }: AccessReport): string[] => [
  title('Busiest clients', rows),
  ...table(
    [
      ['client', 'connections', '', 'under 5 s', 'other target', 'refused', 'received', 'sent'],
      ...rows.rows.map((row) => [
        row.client,
        count(row.connections),
        percent(row.share),
        count(row.short),
        count(row.targetChanges),
        count(row.refused),
        size(row.receivedBytes),
        size(row.sentBytes),
      ]),
    ],
    [0],
    0,
  ),
];

const words = (
  name: string,
  header: string,
  rows: AccessReport['paths'],
  note: readonly string[] = [],
): string[] => [
  title(name, rows),
  ...note,
  ...table(
    [
      ['connections', '', 'received', 'sent', header],
      ...rows.rows.map((row) => [
        count(row.connections),
        percent(row.share),
        size(row.receivedBytes),
        size(row.sentBytes),
        row.word === '' ? '(none)' : row.word,
      ]),
    ],
    [4],
    4,
  ),
];

/** Without bytes: their words are long. */
const agents = (rows: AccessReport['userAgents']): string[] => [
  title('User agents', rows),
  ...table(
    [
      ['connections', '', 'user agent'],
      ...rows.rows.map((row) => [count(row.connections), percent(row.share), row.word]),
    ],
    [2],
    2,
  ),
];

function failed(
  { failed: rows, failedUpgrades, connections }: AccessReport,
  source?: Report['source'],
): string[] {
  if (failedUpgrades === 0)
    return source ? ['Failed upgrades: none on the paths on which WebSockets were open'] : [];
  return [
    `Failed upgrades: ${count(failedUpgrades)}, ${percent(failedUpgrades / (failedUpgrades + connections))} of all attempts; logged as http or https`,
    ...table(
      [
        ['count', 'status', 'target', 'error reason', 'path'],
        ...rows.rows.map((row) => [count(row.count), row.status, row.targetStatus, row.reason, row.path]),
      ],
      [1, 2, 3, 4],
      4,
    ),
    ...more(rows),
  ];
}
