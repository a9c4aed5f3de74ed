// The connection log's part of the text.
import { count, many, percent } from '../../common/numbers.ts';
import type { Page } from './page.ts';
import { span, wordTime } from './quantities.ts';
import { quantiles, title } from './text-parts.ts';
import { timeline } from './timeline.ts';
import type { ConnectionReport } from './types.ts';

export function connectionText(
  { connections, handshakes, minutes, latency, clients }: ConnectionReport,
  page: Page,
): string[][] {
  if (connections === 0) return [['No connection in these lines.']];
  const line = timeline(minutes, page.width - 24);
  return [
    [
      `Opened: ${many(connections, 'connection')}, of HTTP and WebSockets alike`,
      ...page.table(
        [
          ['connections', '', 'port', 'TLS', 'verification', 'cipher'],
          ...handshakes.rows.map((row) => [
            count(row.connections),
            percent(row.share),
            row.port,
            row.isFailed && row.protocol === '-' ? 'failed' : row.protocol,
            row.verification,
            row.cipher,
          ]),
        ],
        { left: [2, 3, 4, 5], wide: 5, drop: [5, 1] },
      ),
    ],
    line
      ? [
          `By minute, UTC; a column is ${span(line.step * 60)}, from ${wordTime(line.from).slice(0, 16)}`,
          ...page.table(
            [
              ['opened', page.sparkline(line.opened)],
              ...(line.failed.some((value) => value > 0) ? [['failed', page.sparkline(line.failed)]] : []),
            ],
            { left: [0, 1], wide: 1 },
          ),
        ]
      : [],
    [`TLS handshakes: ${quantiles(latency)}`],
    [
      title('Busiest clients', clients),
      ...page.table(
        [
          ['client', 'connections', 'failed'],
          ...clients.rows.map((row) => [row.client, count(row.connections), count(row.failed)]),
        ],
        { left: [0], wide: 0 },
      ),
    ],
  ];
}
