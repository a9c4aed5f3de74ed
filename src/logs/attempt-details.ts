// Who caused the failures in a row, where and when, and which of them are plain requests by monitors and scanners.
import type { AccessResult, FailedBy, FailedByRow, FailedId, FailedRow } from './types.ts';

export interface Details {
  /** Excludes monitors and scanners. */
  readonly count: number;
  readonly targets: ReadonlyMap<string, number>;
  readonly clients: ReadonlyMap<string, number>;
  readonly agents: ReadonlyMap<string, number>;
  /** For 504: how long they took, in whole seconds. */
  readonly seconds: ReadonlyMap<string, number>;
  /** By minute since 1970. */
  readonly minutes: ReadonlyMap<number, number>;
  /**
   * A single address that never opened a WebSocket, with user agents that never did, is refused by targets like a plain
   * GET: a monitor, whatever its name.
   */
  readonly isMonitor: boolean;
}

/** How servers that expect an upgrade answer a plain GET. */
const PLAIN_STATUSES = new Set(['400', '404', '405', '426']);
/** The share of failures from one address. */
const ONE_CLIENT = 0.9;
const LEAST_OF_MONITOR = 10;

/**
 * User agents that send plain requests to any path. If one never opened a WebSocket in these logs, its requests refused
 * by a server or a rule (status below 500) were not upgrades.
 */
const PLAIN_AGENTS =
  /bot\b|crawl|spider|scan|zgrab|masscan|nmap|nuclei|nikto|censys|shodan|curl\/|wget\/|python-requests|health|check|monitor|probe|uptime|pingdom|blackbox|prometheus|statuscake|site24x7|datadog|synthetic/i;

/** Reads the tables once, and returns a function from a row to its details. */
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
