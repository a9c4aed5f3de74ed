// The access log's part of the text.
import { count, many, percent } from '../../common/numbers.ts';
import type { Page } from './page.ts';
import { size, span, wordTime } from './quantities.ts';
import { failedText, othersText, pollingText } from './text-attempts.ts';
import { more, quantiles, title } from './text-parts.ts';
import { timeline } from './timeline.ts';
import type { AccessReport, BalanceReport, DistributionReport, RangeReport, Report } from './types.ts';

export function accessText(access: AccessReport, source: Report['source'], page: Page): string[][] {
  const requests = [failedText(access, page), pollingText(access), othersText(access, page)];
  if (access.connections === 0)
    return [
      [
        'No WebSocket closed in these lines.',
        '  An entry is written when a connection closes: those still open are in no log.',
      ],
      ...requests,
      balancers(access, page),
    ];
  return [
    closed(access, page),
    perMinute(access, page),
    durations(access.durations, access.histogram, page),
    targets(access, page),
    nodes(access, page),
    clients(access, page),
    words('Paths, ids folded', 'path, without query', access.paths, page),
    access.hosts.keys > 1 ? words('Hosts', 'host', access.hosts, page) : [],
    agents(access.userAgents, page),
    balancers(access, page),
    ...(source === 'files' || access.failedUpgrades > 0 || access.others.keys > 0 ? requests : []),
  ];
}

const closed = (
  { connections, receivedBytes, sentBytes, closed: rows }: AccessReport,
  page: Page,
): string[] => [
  `Closed: ${many(connections, 'WebSocket')}; ${size(receivedBytes)} from clients, ${size(sentBytes)} to them`,
  ...page.table(
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
    { left: [2, 3, 4, 5, 6], wide: 6, drop: [6, 1] },
  ),
  ...more(rows),
];

function perMinute({ minutes, eventsOutsideMinutes }: AccessReport, page: Page): string[] {
  // Leaves space for a name and the fullest minute.
  const line = timeline(minutes, page.width - 40);
  if (!line) return [];
  const { step, from, columns } = line;
  const row = (name: string, values: readonly number[], most: string) => [name, page.sparkline(values), most];
  const isOneDay = minutes[0]?.minute.slice(0, 10) === minutes.at(-1)?.minute.slice(0, 10);
  const peak = (key: 'opened' | 'closed' | 'open' | 'failed') => {
    const top = minutes.reduce((best, each) => ((each[key] ?? 0) > (best[key] ?? 0) ? each : best));
    const value = top[key] ?? 0;
    return value === 0 ? '0' : `${count(value)} at ${wordTime(top.minute).slice(isOneDay ? 11 : 0)}`;
  };
  const last = new Date(Date.parse(from) + (columns - 1) * step * 60_000).toISOString();
  return [
    `By minute, UTC; a column is ${span(step * 60)}: ${wordTime(from).slice(0, 16)} to ${wordTime(last).slice(0, 16)}`,
    ...page.table(
      [
        row('opened', line.opened, peak('opened')),
        row('closed', line.closed, peak('closed')),
        row('open ≥', line.open, peak('open')),
        ...(line.failed.some((value) => value > 0) ? [row('failed', line.failed, peak('failed'))] : []),
      ],
      { left: [0, 1], wide: 1 },
    ),
    '  On the right the fullest minute. open: of those that have closed since, so a lower bound.',
    ...(eventsOutsideMinutes > 0
      ? [`  ${count(eventsOutsideMinutes)} events of earlier days are not shown.`]
      : []),
  ];
}

function durations(distribution: DistributionReport, ranges: readonly RangeReport[], page: Page): string[] {
  const most = Math.max(0, ...ranges.map(({ connections }) => connections));
  const last = ranges.findLastIndex(({ connections }) => connections > 0);
  return [
    'Durations',
    ...page.paragraph('  ', quantiles(distribution)),
    ...page.table(
      ranges
        .slice(0, last + 1)
        .map(({ fromSeconds, toSeconds, connections }) => [
          toSeconds === null
            ? `from ${count(fromSeconds)} s`
            : `${count(fromSeconds)} to ${count(toSeconds)} s`,
          count(connections),
          percent(connections / distribution.known),
          page.bar(connections, most, Math.min(60, page.width - 40)),
        ]),
      { left: [0, 3], wide: 3 },
    ),
  ];
}

/** A separate line below the title. */
const evenness = (balance: BalanceReport | null): string[] =>
  balance
    ? [
        `  The fullest has ${balance.mostOverMean.toFixed(2)} times the mean of ${count(balance.members)}, the emptiest ${balance.leastOverMean.toFixed(2)}.`,
      ]
    : [];

function targets({ targets: rows, targetBalance }: AccessReport, page: Page): string[] {
  return [
    title('Targets', rows),
    ...evenness(targetBalance),
    ...page.table(
      [
        [
          'target',
          'connections',
          '',
          'under 5 s',
          'median',
          'received',
          'sent',
          'first opened',
          'last closed',
        ],
        ...rows.rows.map((row) => [
          row.target,
          count(row.connections),
          percent(row.share),
          percent(row.short / row.connections),
          median(row.medianDuration),
          size(row.receivedBytes),
          size(row.sentBytes),
          row.firstOpened === null ? '-' : wordTime(row.firstOpened),
          wordTime(row.lastClosed),
        ]),
      ],
      { left: [0], wide: 0, drop: [5, 6, 7, 8, 2] },
    ),
  ];
}

const median = (seconds: number | null): string => (seconds === null ? '-' : `~${span(seconds)}`);

const nodes = ({ nodes: rows, nodeBalance }: AccessReport, page: Page): string[] =>
  rows.rows.every(({ word }) => word === '-')
    ? []
    : words('Nodes of the load balancer, each in one zone', 'node', rows, page, evenness(nodeBalance));

const clients = ({ clients: rows }: AccessReport, page: Page): string[] => [
  title('Busiest clients', rows),
  ...page.table(
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
    { left: [0], wide: 0, drop: [6, 7, 2, 4] },
  ),
];

const words = (
  name: string,
  header: string,
  rows: AccessReport['paths'],
  page: Page,
  note: readonly string[] = [],
): string[] => [
  title(name, rows),
  ...note,
  ...page.table(
    [
      ['connections', '', 'under 5 s', 'received', 'sent', header],
      ...rows.rows.map((row) => [
        count(row.connections),
        percent(row.share),
        percent(row.short / row.connections),
        size(row.receivedBytes),
        size(row.sentBytes),
        row.word === '' ? '(none)' : row.word,
      ]),
    ],
    { left: [5], wide: 5, drop: [3, 4] },
  ),
];

/** Includes those that have no WebSocket, only refused requests. */
const balancers = ({ loadBalancers: rows }: AccessReport, page: Page): string[] =>
  rows.keys < 2
    ? []
    : [
        title('Load balancers; --load-balancer chooses one', rows),
        ...page.table(
          [
            ['connections', '', 'under 5 s', 'refused', 'received', 'sent', 'load balancer'],
            ...rows.rows.map((row) => [
              count(row.connections),
              percent(row.share),
              row.connections === 0 ? '-' : percent(row.short / row.connections),
              count(row.refused),
              size(row.receivedBytes),
              size(row.sentBytes),
              row.word,
            ]),
          ],
          { left: [6], wide: 6, drop: [4, 5] },
        ),
      ];

/** Without bytes, as user agents are long. */
const agents = (rows: AccessReport['userAgents'], page: Page): string[] => [
  title('User agents', rows),
  ...page.table(
    [
      ['connections', '', 'under 5 s', 'median', 'user agent'],
      ...rows.rows.map((row) => [
        count(row.connections),
        percent(row.share),
        percent(row.short / row.connections),
        median(row.medianDuration),
        row.word,
      ]),
    ],
    { left: [4], wide: 4, drop: [3] },
  ),
];
