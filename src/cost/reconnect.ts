// What happens when many sockets reconnect at once: after a deploy, the loss of a zone, or a restart of everything.
import { LCU_CARRIES } from '../alb/pricing.ts';

/** All sockets reconnect within a minute. */
const RECONNECT_SECONDS = 60;
const HOUR = 3600;

export interface ReconnectCase {
  readonly what: 'one target' | 'one zone' | 'everything';
  /** Number of sockets that reconnect. */
  readonly sockets: number;
  /** In that minute, in addition to the usual turnover. */
  readonly newConnectionsPerSecond: number;
  /** LCUs for the new connections in that minute: what a reservation would have to cover. */
  readonly lcusInTheMinute: number;
  /** The same averaged over the hour, which is what is billed. */
  readonly lcusOverTheHour: number;
}

/** The cases whose size is known. `targets` and `zones` are counts of 1 or more, or undefined if unknown. */
export function reconnectCases(
  connections: number,
  { targets, zones }: { readonly targets: number | undefined; readonly zones: number | undefined },
): ReconnectCase[] {
  const reconnect = (what: ReconnectCase['what'], parts: number | undefined): ReconnectCase[] => {
    if (parts === undefined || parts < 1) return [];
    const sockets = connections / parts;
    const newConnectionsPerSecond = sockets / RECONNECT_SECONDS;
    return [
      {
        what,
        sockets,
        newConnectionsPerSecond,
        lcusInTheMinute: newConnectionsPerSecond / LCU_CARRIES.newConnections,
        lcusOverTheHour: sockets / HOUR / LCU_CARRIES.newConnections,
      },
    ];
  };
  return [
    ...reconnect('one target', targets),
    ...reconnect('one zone', zones),
    ...reconnect('everything', 1),
  ];
}
