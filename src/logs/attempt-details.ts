// Who, where and when of the failures in a row; and which of them are plain requests of monitors and scanners.
import type { AccessResult, FailedBy, FailedByRow, FailedId, FailedRow } from './types.ts';

export interface Details {
  /** Without those of monitors and scanners. */
  readonly count: number;
  readonly targets: ReadonlyMap<string, number>;
  readonly clients: ReadonlyMap<string, number>;
  readonly agents: ReadonlyMap<string, number>;
  /** Of 504: how long they took, in whole seconds. */
  readonly seconds: ReadonlyMap<string, number>;
  /** By minutes since 1970. */
  readonly minutes: ReadonlyMap<number, number>;
  /**
   * One address that never opened a WebSocket, with user agents that never did, is refused by targets as a plain GET would be:
   * a monitor of whatever name.
   */
  readonly isMonitor: boolean;
}

/** What a server answers to a plain GET where it expects an upgrade. */
const PLAIN_STATUSES = new Set(['400', '404', '405', '426']);
/** Of the failures, from one address. */
const ONE_CLIENT = 0.9;
const LEAST_OF_MONITOR = 10;

/**
 * User agents that send plain requests to any path. When none of them ever opened a WebSocket in these logs, what a server or a
 * rule refused them (a status below 500) is no upgrade.
 */
const PLAIN_AGENTS =
  /bot\b|crawl|spider|scan|zgrab|masscan|nmap|nuclei|nikto|censys|shodan|curl\/|wget\/|python-requests|health|check|monitor|probe|uptime|pingdom|blackbox|prometheus|statuscake|site24x7|datadog|synthetic/i;

/** A row's details; for many rows, the tables are read once. */
export function collectDetails({
  failedBy,
  failedClients,
  failedMinutes,
  userAgents,
  clients: connected,
}: AccessResult): (row: FailedRow) => Details {
  const byRow = new Map<FailedId, Map<FailedBy, Map<string, number>>>();
  const note = ({ id, by, word, count }: FailedByRow): void => {
    let kinds = byRow.get(id);
    if (!kinds) byRow.set(id, (kinds = new Map()));
    const words = kinds.get(by);
    if (words) words.set(word, count);
    else kinds.set(by, new Map([[word, count]]));
  };
  failedBy.rows.forEach(note);
  failedClients.rows.forEach(note);
  const minutesOf = new Map<FailedId, Map<number, number>>();
  for (const { id, minute, count } of failedMinutes.rows) {
    const minutes = minutesOf.get(id);
    if (minutes) minutes.set(minute, count);
    else minutesOf.set(id, new Map([[minute, count]]));
  }
  const opened = new Set(userAgents.rows.map(({ word }) => word));
  const known = new Set(
    connected.rows.filter(({ connections }) => connections > 0).map(({ client }) => client),
  );
  const arePlain = new Map<string, boolean>();
  const isPlain = (agent: string): boolean => {
    const held = arePlain.get(agent) ?? (PLAIN_AGENTS.test(agent) && !opened.has(agent));
    arePlain.set(agent, held);
    return held;
  };
  return (row) => {
    const words = (by: FailedBy): ReadonlyMap<string, number> => byRow.get(row.id)?.get(by) ?? new Map();
    const agents = words('agent');
    const isServerError = row.status >= '500';
    const others = new Map<string, number>();
    let plain = 0;
    for (const [agent, count] of agents)
      if (!isServerError && isPlain(agent)) plain += count;
      else others.set(agent, count);
    const clients = words('client');
    const isByMonitor = () =>
      [...clients].some(([client, count]) => count >= row.count * ONE_CLIENT && !known.has(client));
    return {
      isMonitor:
        PLAIN_STATUSES.has(row.status) &&
        row.targetStatus === row.status &&
        row.count >= LEAST_OF_MONITOR &&
        isByMonitor() &&
        [...agents].every(([agent]) => !opened.has(agent)),
      count: row.count - plain,
      targets: words('target'),
      clients,
      agents: others,
      seconds: words('seconds'),
      minutes: minutesOf.get(row.id) ?? new Map(),
    };
  };
}
