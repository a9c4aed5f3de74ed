// Converts entries of tables to rows.
import {
  AGENT_OCTAVES,
  BALANCER_REFUSED,
  BY_KINDS,
  BY_SECONDS,
  BY_WEBSOCKET,
  CLIENT_CHANGES,
  CLIENT_FIRST_OPENED,
  CLIENT_LAST_CLOSED,
  CLIENT_POLLED,
  CLIENT_POLLS_FAILED,
  CLIENT_REFUSED,
  CLIENT_SQUARES,
  CLIENT_TENTHS,
  CONNECTIONS,
  FAILED_ID_HIGH,
  FAILED_ID_LOW,
  NO_STATUS,
  NO_TRANSPORT,
  OCTAVES,
  RECEIVED,
  REQUEST_FIRST,
  REQUEST_LAST,
  SENT,
  SHORT,
  TAG_GET,
  TAG_TARGET_STATUS,
  TAG_TRANSPORT,
  TAG_TYPE,
  TARGET_FIRST_OPENED,
  TARGET_LAST_CLOSED,
  TARGET_OCTAVES,
} from '../layout.ts';
import type {
  AgentRow,
  BalancerRow,
  ClientRow,
  FailedByRow,
  FailedRow,
  RequestRow,
  TargetRow,
  TrafficRow,
  WordRow,
} from '../types.ts';
import { type Entry, idOf } from './entries.ts';
import { FAILED_BY_KINDS, LINE_TYPES } from './words.ts';

const trafficOf = (entry: Entry): TrafficRow => ({
  connections: entry.value(CONNECTIONS),
  received: entry.value(RECEIVED),
  sent: entry.value(SENT),
  short: entry.value(SHORT),
});

const octavesOf = (entry: Entry, first: number): number[] =>
  Array.from({ length: OCTAVES }, (_, index) => entry.value(first + index));

export const wordRow = (entry: Entry): WordRow => ({ word: entry.first, ...trafficOf(entry) });

export const agentRow = (entry: Entry): AgentRow => ({
  ...wordRow(entry),
  octaves: octavesOf(entry, AGENT_OCTAVES),
});

export const balancerRow = (entry: Entry): BalancerRow => ({
  ...wordRow(entry),
  refused: entry.value(BALANCER_REFUSED),
});

/** Three digits; `-` for none. */
export const statusOf = (status: number): string =>
  status < 0 || status >= NO_STATUS ? '-' : String(status).padStart(3, '0');

export const targetRow = (entry: Entry): TargetRow => ({
  target: entry.first,
  group: entry.second,
  ...trafficOf(entry),
  firstOpened: entry.value(TARGET_FIRST_OPENED) || undefined,
  lastClosed: entry.value(TARGET_LAST_CLOSED),
  octaves: octavesOf(entry, TARGET_OCTAVES),
});

export const clientRow = (entry: Entry): ClientRow => ({
  client: entry.first,
  ...trafficOf(entry),
  targetChanges: entry.value(CLIENT_CHANGES),
  refused: entry.value(CLIENT_REFUSED),
  polled: entry.value(CLIENT_POLLED),
  pollsFailed: entry.value(CLIENT_POLLS_FAILED),
  firstOpened: entry.value(CLIENT_FIRST_OPENED) || undefined,
  lastClosed: entry.value(CLIENT_LAST_CLOSED),
  tenths: entry.value(CLIENT_TENTHS),
  squares: entry.value(CLIENT_SQUARES),
});

/** The part of a tag between `unit` and `next`. */
const part = (tag: number, unit: number, next: number): number => Math.floor((tag % next) / unit);

export function requestRow(entry: Entry): RequestRow {
  const { tag } = entry;
  const transport = part(tag, TAG_TRANSPORT, TAG_GET);
  return {
    route: entry.first,
    type: LINE_TYPES[part(tag, TAG_TYPE, TAG_TRANSPORT)] ?? 'other',
    isGet: tag >= TAG_GET,
    transport: transport === NO_TRANSPORT ? undefined : transport === BY_WEBSOCKET ? 'websocket' : 'polling',
    status: statusOf(tag % TAG_TARGET_STATUS),
    targetStatus: statusOf(part(tag, TAG_TARGET_STATUS, TAG_TYPE) - 1),
    count: entry.value(CONNECTIONS),
    firstTime: entry.value(REQUEST_FIRST),
    lastTime: entry.value(REQUEST_LAST),
  };
}

export const failedRow = (entry: Entry): FailedRow => ({
  ...requestRow(entry),
  reason: entry.second === '' ? '-' : entry.second,
  id: idOf(entry.value(FAILED_ID_LOW), entry.value(FAILED_ID_HIGH)),
});

export function failedByRow(entry: Entry): FailedByRow {
  const { tag } = entry;
  const kind = tag % BY_KINDS;
  return {
    id: entry.id,
    by: FAILED_BY_KINDS[kind] ?? 'client',
    word: kind === BY_SECONDS ? String(Math.floor(tag / BY_KINDS)) : entry.second,
    count: entry.value(CONNECTIONS),
  };
}
