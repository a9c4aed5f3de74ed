// A line of the access log -> what it counts for.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
import { foldRoomOf, nextRecord, Record } from './batch.ts';
import { COLON, COMMA, DASH, isDash, lastIndexOf, readDigits, readStatus } from './bytes.ts';
import {
  BAD_BYTES,
  BAD_CREATION_TIME,
  BAD_STATUS,
  BAD_TIME,
  BY_POLLING,
  BY_WEBSOCKET,
  COUNTED,
  FIRST_OCTAVE,
  NO_STATUS,
  NO_TRANSPORT,
  OCTAVES,
  OTHER_LOAD_BALANCER,
  OUTSIDE_TIME,
  SECONDS,
  SECONDS_CELLS,
  SERIES_CLOSED,
  SERIES_KNOWN,
  SERIES_OPENED,
  SHORT_SECONDS,
  TAG_GET,
  TAG_TARGET_STATUS,
  TAG_TRANSPORT,
  TAG_TYPE,
  TENTHS_CAP,
  TOTAL_RECEIVED,
  TOTAL_SENT,
  TYPES,
  VALUES_UNKNOWN,
  WORD_CAP,
} from '../layout.ts';
import { countMinute, MINUTE_MICROS } from './minutes.ts';
import { count, countBytes, countValue, noteTime } from './numbers.ts';
import { port, readRequest, readTransport } from './request.ts';
import { noteRoute, routeEnd, routeStart } from './route.ts';
import {
  ACCESS_FORMS,
  ACCESS_LEAST,
  ACCESS_MOST,
  ACCESS_STRICT,
  endOf,
  keyEndOf,
  split,
  startOf,
} from './split.ts';
import { readTime } from './time.ts';
import { isOfLoadBalancer, isWithin } from './window.ts';

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
const ACTIONS = 22;
const ERROR_REASON = 24;
const CLASSIFICATION = 27;
const CLASSIFICATION_REASON = 28;
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
/** `forw`, of `forward` */
const FORW: u32 = 0x77726f66;

/** For a field that a line does not have. */
const dashAt: usize = memory.data<u8>([DASH, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** @returns COUNTED, OUTSIDE_TIME, or why it is malformed. */
export function addAccessLine(start: usize, end: usize): i32 {
  const fields = split(start, end, ACCESS_FORMS, ACCESS_LEAST, ACCESS_STRICT, ACCESS_MOST);
  if (fields < 0) return -1 - fields;
  const time = readTime(startOf(TIME), endOf(TIME));
  if (time < 0) return BAD_TIME;
  const status = readStatus(startOf(ELB_STATUS), endOf(ELB_STATUS));
  if (status < 0) return BAD_STATUS;
  if (!isWithin(time)) return OUTSIDE_TIME;
  if (!isOfLoadBalancer(startOf(ELB), endOf(ELB))) return OTHER_LOAD_BALANCER;
  const type = readType();
  if (type == WS || type == WSS) {
    const outcome = addSocket(fields, type == WSS, time, status);
    if (outcome != COUNTED) return outcome;
  } else if (type != OTHER) addRequest(fields, type, time, status);
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
  each.loadBalancerStart = startOf(ELB);
  each.loadBalancerEnd = keyEndOf(ELB);
  const hasNode = fields > NODE;
  each.nodeStart = hasNode ? startOf(NODE) : dashAt;
  each.nodeEnd = hasNode ? keyEndOf(NODE) : dashAt + 1;
  return COUNTED;
}

/**
 * A request. It may be an upgrade that failed: a GET over http or https that was not answered well. Whether its route is one
 * of WebSockets is known at the end. Over HTTP/2 there are no upgrades, but there is polling.
 */
function addRequest(fields: i32, type: i32, time: f64, status: i32): void {
  const request = startOf(REQUEST);
  const requestEnd = endOf(REQUEST);
  readRequest(request, requestEnd);
  const transport = readTransport();
  const isHttp = type <= HTTPS;
  const isGet = requestEnd - request >= 4 && load<u32>(request) == GET;
  const isWell = (status >= 200 && status < 300) || status == 304;
  const targetStatus = readStatus(startOf(TARGET_STATUS), endOf(TARGET_STATUS));
  const each = nextRecord();
  each.isSocket = false;
  each.isRefused = status >= 400 && status < NO_STATUS && (isHttp || transport == BY_POLLING);
  each.transport = transport;
  each.isFailed = isHttp && isGet && transport != BY_POLLING && (!isWell || transport == BY_WEBSOCKET);
  each.closed = time;
  each.tag =
    status +
    (targetStatus + 1) * TAG_TARGET_STATUS +
    type * TAG_TYPE +
    transport * TAG_TRANSPORT +
    (isGet ? TAG_GET : 0);
  addRoute(each);
  each.reasonStart = dashAt;
  each.reasonEnd = dashAt;
  addPeers(each);
  if (!each.isFailed) return;
  each.closedMinute = <i32>(time / MINUTE_MICROS);
  addReason(each, fields);
  // Only of 504: whether the load balancer could not connect, or waited for an answer.
  each.seconds = -1;
  if (status != 504 || fields <= CREATION_TIME) return;
  const created = readTime(startOf(CREATION_TIME), endOf(CREATION_TIME));
  if (created >= 0 && created <= time) each.seconds = <i32>min<f64>(86400, (time - created) / 1000000);
}

/** error_reason; else what is severe or ambiguous about the request; else the rule that answered. Nothing stands for none. */
function addReason(each: Record, fields: i32): void {
  if (fields > ERROR_REASON && !isDash(startOf(ERROR_REASON), endOf(ERROR_REASON))) {
    each.reasonStart = startOf(ERROR_REASON);
    each.reasonEnd = keyEndOf(ERROR_REASON);
    return;
  }
  if (fields > CLASSIFICATION_REASON) {
    const word = startOf(CLASSIFICATION);
    const length = endOf(CLASSIFICATION) - word;
    // `Severe`, `Ambiguous`; what is `Acceptable` is no reason.
    if ((length == 6 && load<u8>(word) == 83) || (length == 9 && load<u8>(word) == 65)) {
      each.reasonStart = startOf(CLASSIFICATION_REASON);
      each.reasonEnd = keyEndOf(CLASSIFICATION_REASON);
      return;
    }
  }
  if (fields <= ACTIONS) return;
  const end = endOf(ACTIONS);
  const comma = lastIndexOf(COMMA, startOf(ACTIONS), end);
  const action = comma == 0 ? startOf(ACTIONS) : comma + 1;
  const isForward = end - action == 7 && load<u32>(action) == FORW && load<u32>(action, 3) == 0x64726177;
  if (isForward || isDash(action, end)) return;
  each.reasonStart = action;
  each.reasonEnd = min(end, action + WORD_CAP);
}

function addRoute(each: Record): void {
  noteRoute(foldRoomOf(each));
  each.routeStart = routeStart;
  each.routeEnd = routeEnd;
}

/** Target and user agent; and the client's address: before the last colon, which an IPv6 address without brackets has too. */
function addPeers(each: Record): void {
  each.targetStart = startOf(TARGET);
  each.targetEnd = keyEndOf(TARGET);
  each.agentStart = startOf(USER_AGENT);
  each.agentEnd = keyEndOf(USER_AGENT);
  const start = startOf(CLIENT);
  const colon = lastIndexOf(COLON, start, endOf(CLIENT));
  each.clientStart = start;
  each.clientEnd = colon == 0 ? keyEndOf(CLIENT) : min(colon, start + WORD_CAP);
}
