// Reads a line of type ws or wss: a WebSocket that closed.
import {
  addLoadBalancer,
  addPeers,
  addRoute,
  CIPHER,
  CREATION_TIME,
  dashAt,
  NODE,
  PROTOCOL,
  RECEIVED_BYTES,
  REQUEST,
  SENT_BYTES,
  TARGET_GROUP,
} from './access-fields.ts';
import { nextRecord } from './batch.ts';
import { isDash, readDigits } from './bytes.ts';
import {
  BAD_BYTES,
  BAD_CREATION_TIME,
  COUNTED,
  FIRST_OCTAVE,
  NO_TRANSPORT,
  OCTAVES,
  SECONDS,
  SECONDS_CELLS,
  SERIES_CLOSED,
  SERIES_KNOWN,
  SERIES_OPENED,
  SHORT_SECONDS,
  TENTHS_CAP,
  TOTAL_RECEIVED,
  TOTAL_SENT,
  VALUES_UNKNOWN,
  WORD_CAP,
} from '../layout.ts';
import { countMinute, MINUTE_MICROS } from './minutes.ts';
import { count, countBytes, countValue } from './numbers.ts';
import { port, readRequest } from './request.ts';
import { endOf, keyEndOf, startOf } from './split.ts';
import { readTime } from './time.ts';

/** @returns COUNTED, or why it is malformed. */
export function addSocket(fields: i32, isTls: bool, time: f64, status: i32): i32 {
  const received = <f64>readDigits(startOf(RECEIVED_BYTES), endOf(RECEIVED_BYTES));
  const sent = <f64>readDigits(startOf(SENT_BYTES), endOf(SENT_BYTES));
  if (received < 0 || sent < 0) return BAD_BYTES;
  let opened: f64 = -1;
  if (fields > CREATION_TIME && !isDash(startOf(CREATION_TIME), endOf(CREATION_TIME))) {
    opened = readTime(startOf(CREATION_TIME), endOf(CREATION_TIME));
    if (opened < 0) return BAD_CREATION_TIME;
    // The clock went back: neither the duration nor the opening time is known.
    if (opened > time) opened = -1;
  }
  count(TOTAL_RECEIVED, received);
  count(TOTAL_SENT, sent);
  const each = nextRecord();
  each.isSocket = true;
  each.isRefused = false;
  each.isFailed = false;
  each.transport = NO_TRANSPORT;
  each.closed = time;
  each.opened = opened;
  each.received = received;
  each.sent = sent;
  each.closedMinute = <i32>(time / MINUTE_MICROS);
  countMinute(each.closedMinute, SERIES_CLOSED);
  each.isShort = false;
  each.octave = -1;
  each.tenths = -1;
  if (opened < 0) count(VALUES_UNKNOWN);
  else {
    const duration = <u64>(time - opened);
    each.openedMinute = <i32>(opened / MINUTE_MICROS);
    countMinute(each.openedMinute, SERIES_OPENED);
    countMinute(each.closedMinute, SERIES_KNOWN);
    countBytes(countValue(duration), received, sent);
    count(SECONDS + <i32>min<u64>(SECONDS_CELLS - 1, duration / 1000000));
    each.isShort = duration < <u64>SHORT_SECONDS * 1000000;
    each.octave = max(0, min(OCTAVES - 1, 63 - <i32>clz(duration | 1) - FIRST_OCTAVE));
    each.tenths = <f64>min<u64>(TENTHS_CAP, duration / 100000);
  }
  readRequest(startOf(REQUEST), endOf(REQUEST));
  addRoute(each);
  each.tag = (status * 65536 + port) * 2 + (isTls ? 1 : 0);
  each.cipherStart = startOf(CIPHER);
  each.cipherEnd = min(endOf(PROTOCOL), startOf(CIPHER) + WORD_CAP);
  addPeers(each);
  each.groupStart = startOf(TARGET_GROUP);
  each.groupEnd = keyEndOf(TARGET_GROUP);
  addLoadBalancer(each);
  const hasNode = fields > NODE;
  each.nodeStart = hasNode ? startOf(NODE) : dashAt;
  each.nodeEnd = hasNode ? keyEndOf(NODE) : dashAt + 1;
  return COUNTED;
}
