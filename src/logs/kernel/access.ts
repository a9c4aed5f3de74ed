// A line of the access log -> what it counts for.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
import { nextRecord, Record } from './batch.ts';
import { COLON, DASH, isDash, lastIndexOf, readDigits, readStatus } from './bytes.ts';
import {
  BAD_BYTES,
  BAD_CREATION_TIME,
  BAD_STATUS,
  BAD_TIME,
  COUNTED,
  NO_STATUS,
  OUTSIDE_TIME,
  SECONDS,
  SECONDS_CELLS,
  SERIES_CLOSED,
  SERIES_KNOWN,
  SERIES_OPENED,
  SHORT_SECONDS,
  TOTAL_RECEIVED,
  TOTAL_SENT,
  TYPES,
  VALUES_UNKNOWN,
  WORD_CAP,
} from '../layout.ts';
import { countMinute, MINUTE_MICROS } from './minutes.ts';
import { count, countValue, noteTime } from './numbers.ts';
import { pathEnd, pathStart, port, readRequest } from './request.ts';
import { ACCESS_FORMS, ACCESS_LEAST, endOf, keyEndOf, split, startOf } from './split.ts';
import { readTime } from './time.ts';
import { isWithin } from './window.ts';

// Fields, by position from 0.
const TYPE = 0;
const TIME = 1;
const ELB = 2;
const CLIENT = 3;
const TARGET = 4;
const ELB_STATUS = 8;
const TARGET_STATUS = 9;
const RECEIVED_BYTES = 10;
const SENT_BYTES = 11;
const REQUEST = 12;
const USER_AGENT = 13;
const CIPHER = 14;
const PROTOCOL = 15;
const TARGET_GROUP = 16;
const CREATION_TIME = 21;
const ERROR_REASON = 24;
const NODE = 33;

// Types, in the order of TYPES.
const HTTP = 0;
const HTTPS = 1;
const H2 = 2;
const GRPCS = 3;
const WS = 4;
const WSS = 5;
const OTHER = 6;

/** `GET ` */
const GET: u32 = 0x20544547;

/** For a field that a line does not have. */
const dashAt: usize = memory.data<u8>([DASH, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** @returns COUNTED, OUTSIDE_TIME, or why it is malformed. */
export function addAccessLine(start: usize, end: usize): i32 {
  const fields = split(start, end, ACCESS_FORMS, ACCESS_LEAST);
  if (fields < 0) return -1 - fields;
  const time = readTime(startOf(TIME), endOf(TIME));
  if (time < 0) return BAD_TIME;
  const status = readStatus(startOf(ELB_STATUS), endOf(ELB_STATUS));
  if (status < 0) return BAD_STATUS;
  if (!isWithin(time)) return OUTSIDE_TIME;
  const type = readType();
  if (type == WS || type == WSS) {
    const outcome = addSocket(fields, type == WSS, time, status);
    if (outcome != COUNTED) return outcome;
  } else if (type <= HTTPS && (status >= 300 || status < 200)) addRefusal(fields, time, status);
  count(TYPES + type);
  noteTime(time);
  return COUNTED;
}

function readType(): i32 {
  const start = startOf(TYPE);
  const length = <i32>(endOf(TYPE) - start);
  if (length > 5) return OTHER;
  const word = load<u64>(start) & (((<u64>1) << (length << 3)) - 1);
  // The letters of each, the first in the lowest byte.
  if (word == 0x737377) return WSS;
  if (word == 0x7377) return WS;
  if (word == 0x7370747468) return HTTPS;
  if (word == 0x70747468) return HTTP;
  if (word == 0x3268) return H2;
  return word == 0x7363707267 ? GRPCS : OTHER;
}

/** A WebSocket, which closed. */
function addSocket(fields: i32, isTls: bool, time: f64, status: i32): i32 {
  const received = <f64>readDigits(startOf(RECEIVED_BYTES), endOf(RECEIVED_BYTES));
  const sent = <f64>readDigits(startOf(SENT_BYTES), endOf(SENT_BYTES));
  if (received < 0 || sent < 0) return BAD_BYTES;
  let opened: f64 = -1;
  if (fields > CREATION_TIME && !isDash(startOf(CREATION_TIME), endOf(CREATION_TIME))) {
    opened = readTime(startOf(CREATION_TIME), endOf(CREATION_TIME));
    if (opened < 0) return BAD_CREATION_TIME;
    // A clock that went back: the duration is not known, and neither is when it opened.
    if (opened > time) opened = -1;
  }
  count(TOTAL_RECEIVED, received);
  count(TOTAL_SENT, sent);
  const each = nextRecord();
  each.isSocket = true;
  each.isRefused = false;
  each.isUpgrade = false;
  each.closed = time;
  each.opened = opened;
  each.received = received;
  each.sent = sent;
  each.closedMinute = <i32>(time / MINUTE_MICROS);
  countMinute(each.closedMinute, SERIES_CLOSED);
  each.isShort = false;
  if (opened < 0) count(VALUES_UNKNOWN);
  else {
    const duration = <u64>(time - opened);
    each.openedMinute = <i32>(opened / MINUTE_MICROS);
    countMinute(each.openedMinute, SERIES_OPENED);
    countMinute(each.closedMinute, SERIES_KNOWN);
    countValue(duration);
    count(SECONDS + <i32>min<u64>(SECONDS_CELLS - 1, duration / 1000000));
    each.isShort = duration < <u64>SHORT_SECONDS * 1000000;
  }
  readRequest(startOf(REQUEST), endOf(REQUEST));
  notePath(each);
  each.tag = (status * 65536 + port) * 2 + (isTls ? 1 : 0);
  each.cipherStart = startOf(CIPHER);
  each.cipherEnd = min(endOf(PROTOCOL), startOf(CIPHER) + WORD_CAP);
  noteClient(each);
  each.targetStart = startOf(TARGET);
  each.targetEnd = keyEndOf(TARGET);
  each.groupStart = startOf(TARGET_GROUP);
  each.groupEnd = keyEndOf(TARGET_GROUP);
  each.agentStart = startOf(USER_AGENT);
  each.agentEnd = keyEndOf(USER_AGENT);
  each.loadBalancerStart = startOf(ELB);
  each.loadBalancerEnd = keyEndOf(ELB);
  const hasNode = fields > NODE;
  each.nodeStart = hasNode ? startOf(NODE) : dashAt;
  each.nodeEnd = hasNode ? keyEndOf(NODE) : dashAt + 1;
  return COUNTED;
}

/**
 * A line about a request over http or https that was not answered well. It may be an upgrade that failed: whether its path is
 * one of WebSockets is known at the end.
 *
 * @param status below 200, or 300 and above.
 */
function addRefusal(fields: i32, time: f64, status: i32): void {
  const request = startOf(REQUEST);
  const requestEnd = endOf(REQUEST);
  const isRefused = status >= 400 && status < NO_STATUS;
  const isUpgrade = status != 304 && status != 101 && requestEnd - request >= 4 && load<u32>(request) == GET;
  if (!isRefused && !isUpgrade) return;
  const each = nextRecord();
  each.isSocket = false;
  each.isRefused = isRefused;
  each.isUpgrade = isUpgrade;
  noteClient(each);
  if (!isUpgrade) return;
  readRequest(request, requestEnd);
  notePath(each);
  each.closedMinute = <i32>(time / MINUTE_MICROS);
  // Nothing stands for `-`, which lines without the field do not have.
  const reason = startOf(ERROR_REASON);
  const hasReason = fields > ERROR_REASON && !isDash(reason, endOf(ERROR_REASON));
  each.reasonStart = reason;
  each.reasonEnd = hasReason ? keyEndOf(ERROR_REASON) : reason;
  // -1 when it does not read as one.
  each.tag = status * 2048 + readStatus(startOf(TARGET_STATUS), endOf(TARGET_STATUS)) + 1;
}

function notePath(each: Record): void {
  each.pathStart = pathStart;
  each.pathEnd = min(pathEnd, pathStart + WORD_CAP);
}

/** The client's address: before the last colon, which an IPv6 address without brackets has too. */
function noteClient(each: Record): void {
  const start = startOf(CLIENT);
  const colon = lastIndexOf(COLON, start, endOf(CLIENT));
  each.clientStart = start;
  each.clientEnd = colon == 0 ? keyEndOf(CLIENT) : min(colon, start + WORD_CAP);
}
