// Clients that reconnect in a loop: most of their connections end within seconds.
import { count, many, percent } from '../../common/numbers.ts';
import type { ClientRow } from '../types.ts';
import { SHORT_SECONDS } from '../types.ts';
import { evidence, inAccess } from './finding.ts';

const LEAST_SHORT = 20;
/** Of the client's connections. */
const SHORT_SHARE = 0.5;

export const clientReconnectLoop = inAccess(({ clients, clientMinutes, total }) => {
  const loops = clients.rows
    .filter(({ short, connections }) => short >= LEAST_SHORT && short >= connections * SHORT_SHARE)
    .toSorted((left, right) => right.short - left.short);
  if (loops.length === 0) return [];
  const busiest = new Map<string, number>();
  for (const { client, opened } of clientMinutes.rows)
    busiest.set(client, Math.max(busiest.get(client) ?? 0, opened));
  const connections = loops.reduce((sum, row) => sum + row.connections, 0);
  const word = ({ client, connections: its, short, refused }: ClientRow): string =>
    `${client}: ${count(short)} of ${many(its, 'connection')} ended within ${SHORT_SECONDS} s${busiest.has(client) ? `, at most ${count(busiest.get(client) ?? 0)} opened in a minute` : ''}${refused > 0 ? `; ${many(refused, 'request')} refused` : ''}`;
  return [
    {
      code: 'client-reconnect-loop',
      severity: 'warning',
      what: `${loops.length === 1 ? 'A client reconnects' : `${count(loops.length)} clients reconnect`} in a loop: most connections end within ${SHORT_SECONDS} s.`,
      evidence: [
        `${count(connections)} of ${many(total.connections, 'connection')} (${percent(connections / total.connections)})`,
        ...evidence(loops, word),
      ],
      remedy:
        'See in the log of the server why it closes them (a token that has expired, a version that it does not know), and let clients wait longer after each attempt. An address may stand for many people behind it, and a page that is left at once looks the same.',
      values: { clients: loops.length, connections },
    },
  ];
});
