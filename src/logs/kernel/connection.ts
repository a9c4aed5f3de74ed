// Adds a line of the connection log to the tables.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html
import { isDash, readDigits, readMillionths } from './bytes.ts';
import {
  BAD_FIELDS,
  BAD_TIME,
  CONNECTIONS,
  COUNTED,
  HANDSHAKE_CLIENTS,
  HANDSHAKES,
  HANDSHAKES_FAILED,
  OTHER_LOAD_BALANCER,
  OUTSIDE_TIME,
  SERIES_OPENED,
  SERIES_REFUSED,
  VALUES_UNKNOWN,
  WORD_CAP,
} from '../layout.ts';
import { countMinute, MINUTE_MICROS } from './minutes.ts';
import { count, countValue, noteTime } from './numbers.ts';
import {
  CONNECTION_FORMS,
  CONNECTION_LEAST,
  CONNECTION_MOST,
  CONNECTION_STRICT,
  endOf,
  keyEndOf,
  split,
  startOf,
} from './split.ts';
import { add, find } from './table.ts';
import { table } from './tables.ts';
import { readTime } from './time.ts';
import { isOfLoadBalancer, isWithin } from './window.ts';

// Field positions, from 0.
const TIME = 0;
const CLIENT = 1;
const PORT = 3;
const TLS_PROTOCOL = 4;
const TLS_CIPHER = 5;
const LATENCY = 6;
const VERIFY_STATUS = 10;
const ELB = 13;

/** `Fail` */
const FAIL: u32 = 0x6c696146;

/** @returns COUNTED, OUTSIDE_TIME, or why it is malformed. */
export function addConnectionLine(start: usize, end: usize): i32 {
  const fields = split(start, end, CONNECTION_FORMS, CONNECTION_LEAST, CONNECTION_STRICT, CONNECTION_MOST);
  if (fields < 0) return -1 - fields;
  const time = readTime(startOf(TIME), endOf(TIME));
  if (time < 0) return BAD_TIME;
  const port = readDigits(startOf(PORT), endOf(PORT));
  // A line of another kind has something else here.
  if (port < 0 && !isDash(startOf(PORT), endOf(PORT))) return BAD_FIELDS;
  if (!isWithin(time)) return OUTSIDE_TIME;
  const elb = fields > ELB ? startOf(ELB) : 0;
  if (!isOfLoadBalancer(elb, fields > ELB ? endOf(ELB) : 0)) return OTHER_LOAD_BALANCER;

  const status = startOf(VERIFY_STATUS);
  // `Failed:CODE`
  const isFailed =
    endOf(VERIFY_STATUS) - status >= 6 && load<u32>(status) == FAIL && load<u16>(status, 4) == 0x6465;
  const minute = <i32>(time / MINUTE_MICROS);
  countMinute(minute, SERIES_OPENED);
  if (isFailed) countMinute(minute, SERIES_REFUSED);
  const latency = readMillionths(startOf(LATENCY), endOf(LATENCY));
  if (latency < 0) count(VALUES_UNKNOWN);
  else countValue(latency);

  const handshake = find(
    table(HANDSHAKES),
    startOf(TLS_PROTOCOL),
    min(endOf(TLS_CIPHER), startOf(TLS_PROTOCOL) + WORD_CAP),
    status,
    keyEndOf(VERIFY_STATUS),
    <u32>min<i64>(port, 65535) + 1,
  );
  add(handshake, CONNECTIONS, 1);
  const client = find(table(HANDSHAKE_CLIENTS), startOf(CLIENT), keyEndOf(CLIENT), 0, 0, 0);
  add(client, CONNECTIONS, 1);
  if (isFailed) add(client, HANDSHAKES_FAILED, 1);
  noteTime(time);
  return COUNTED;
}
