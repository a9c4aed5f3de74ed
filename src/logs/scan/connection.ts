// A line of the connection log -> the tally.
// Fields: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html
import { WORD_CAP } from './access-fields.ts';
import { isDash, readDigits, readMillionths, startsWith } from './bytes.ts';
import { addValue } from './distribution.ts';
import { addMinute, MINUTE_MICROS, OPENED, REFUSED } from './minutes.ts';
import { BAD, COUNTED, OUTSIDE_TIME, type Window } from './outcome.ts';
import { BAD_FIELDS, BAD_QUOTES, BARE, QUOTED } from './split.ts';
import { addTo } from './table.ts';
import type { Tally } from './tally.ts';
import { readTime } from './time.ts';
import { formsOf, type Workspace } from './workspace.ts';

/** The first generation ends with conn_trace_id. */
export const CONNECTION_FORMS = formsOf(
  1,
  Array.from({ length: 15 }, (_, field) => (field === 7 ? QUOTED : BARE)),
  12,
);

const TIME = 0;
const CLIENT = 1;
const PORT = 3;
const TLS_PROTOCOL = 4;
const TLS_CIPHER = 5;
const LATENCY = 6;
const VERIFY_STATUS = 10;

const FAILED = Buffer.from('Failed');

/** @returns {@link COUNTED}, {@link OUTSIDE_TIME}, or why it is malformed: an index of REASONS. */
export function addConnectionLine(
  tally: Tally,
  { bytes, fields, split, find }: Workspace,
  start: number,
  end: number,
  { since, until }: Window,
): number {
  const startOf = (field: number): number => fields[field * 2] ?? 0;
  const endOf = (field: number): number => fields[field * 2 + 1] ?? 0;
  const keyEnd = (field: number): number => Math.min(endOf(field), startOf(field) + WORD_CAP);
  const count = split(start, end, CONNECTION_FORMS);
  if (count === BAD_FIELDS) return BAD.fields;
  if (count === BAD_QUOTES) return BAD.quotes;
  const time = readTime(bytes, startOf(TIME), endOf(TIME));
  const port = readDigits(bytes, startOf(PORT), endOf(PORT));
  if (time < 0) return BAD.time;
  // What stands there in a line of another kind.
  if (port < 0 && !isDash(bytes, startOf(PORT), endOf(PORT))) return BAD.fields;
  if (time < since || time >= until) return OUTSIDE_TIME;

  const isFailed = startsWith(bytes, startOf(VERIFY_STATUS), endOf(VERIFY_STATUS), FAILED);
  const minute = Math.floor(time / MINUTE_MICROS);
  addMinute(tally.minutes, minute, OPENED);
  if (isFailed) addMinute(tally.minutes, minute, REFUSED);
  const latency = readMillionths(bytes, startOf(LATENCY), endOf(LATENCY));
  if (latency < 0) tally.values.unknown++;
  else addValue(tally.values, latency);

  const { handshakes, clients } = tally.connection;
  const tag = Math.min(Math.max(port, -1), 65_535) + 1;
  const cipherEnd = Math.min(endOf(TLS_CIPHER), startOf(TLS_PROTOCOL) + WORD_CAP);
  const handshake = find(
    handshakes,
    startOf(TLS_PROTOCOL),
    cipherEnd,
    startOf(VERIFY_STATUS),
    keyEnd(VERIFY_STATUS),
    tag,
  );
  addTo(handshakes, handshake, 0, 1);
  const client = find(clients, startOf(CLIENT), keyEnd(CLIENT), 0, 0, 0);
  addTo(clients, client, 0, 1);
  if (isFailed) addTo(clients, client, 1, 1);
  if (time < tally.firstTime) tally.firstTime = time;
  if (time > tally.lastTime) tally.lastTime = time;
  return COUNTED;
}
