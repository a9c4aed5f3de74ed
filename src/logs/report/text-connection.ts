// The connection log's part of the text.
import { count, many, percent } from '../../common/numbers.ts';
import { sparkline, table } from './columns.ts';
import { span, wordTime } from './quantities.ts';
import { quantiles, title } from './text-parts.ts';
import { timeline } from './timeline.ts';
import type { ConnectionReport } from './types.ts';

const SPARKLINE = 72;

export function connectionText({
  connections,
  handshakes,
  minutes,
  latency,
  clients,
}: ConnectionReport): string[][] {
  if (connections === 0) return [['No connection in these lines.']];
  const line = timeline(minutes, SPARKLINE);
  return [
    [
      `Opened: ${many(connections, 'connection')}, of HTTP and WebSockets alike`,
      ...table(
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
        [2, 3, 4, 5],
        5,
      ),
    ],
    line
      ? [
          `By minute, UTC; a column is ${span(line.step * 60)}, from ${wordTime(line.from).slice(0, 16)}`,
          ...table(
            [
              ['opened', sparkline(line.opened)],
              ...(line.failed.some((value) => value > 0) ? [['failed', sparkline(line.failed)]] : []),
            ],
            [0, 1],
            1,
          ),
        ]
      : [],
    [`TLS handshakes: ${quantiles(latency)}`],
    [
      title('Busiest clients', clients),
      ...table(
        [
          ['client', 'connections', 'failed'],
          ...clients.rows.map((row) => [row.client, count(row.connections), count(row.failed)]),
        ],
        [0],
      ),
    ],
  ];
}
