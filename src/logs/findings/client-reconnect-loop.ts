// Clients that reconnect in a loop: their connections end within seconds, and are opened again at once.
import { count, many, percent } from '../../common/numbers.ts';
import { duration } from '../report/quantities.ts';
import type { ClientRow } from '../types.ts';
import { SHORT_SECONDS } from '../types.ts';
import { durationsOf, loopsOf, rateOf } from './clients.ts';
import { evidence, inAccess } from './finding.ts';

export const clientReconnectLoop = inAccess(({ access }) => {
  const { clientMinutes, total } = access;
  const loops = loopsOf(access);
  if (loops.length === 0) return [];
  const busiest = new Map<string, number>();
  for (const { client, opened } of clientMinutes.rows)
    busiest.set(client, Math.max(busiest.get(client) ?? 0, opened));
  const connections = loops.reduce((sum, row) => sum + row.connections, 0);
  const word = (row: ClientRow): string => {
    const { client, connections: its, short, refused } = row;
    return `${client}: ${many(its, 'connection')} of ${duration(Number(durationsOf(row).mean.toPrecision(2)))} in the mean, ${Number(rateOf(row).toPrecision(2))} a minute${busiest.has(client) ? ` (at most ${count(busiest.get(client) ?? 0)})` : ''}; ${count(short)} ended within ${SHORT_SECONDS} s${refused > 0 ? `; ${many(refused, 'request')} refused` : ''}`;
  };
  const who = loops.length === 1 ? 'A client reconnects' : `${count(loops.length)} clients reconnect`;
  return [
    {
      code: 'client-reconnect-loop',
      severity: 'warning',
      what: `${who} in a loop: connections end within seconds and are opened again at once.`,
      brief: `${loops[0]?.client ?? ''}${loops.length > 1 ? ` and ${loops.length - 1} more` : ''} reconnected in a loop, ${many(connections, 'connection')}`,
      evidence: [
        `${count(connections)} of ${many(total.connections, 'connection')} (${percent(connections / total.connections)})`,
        ...evidence(loops, word),
      ],
      remedy:
        'Look in the server logs for why it closes them (an expired token, a version that it does not know), and let clients wait longer after each attempt. A monitor that probes every few seconds looks the same, and an address may stand for many people.',
      values: { clients: loops.length, connections },
    },
  ];
});
