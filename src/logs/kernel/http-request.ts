// Reads a line of type http, https, h2 or grpcs: a request, which may be a failed upgrade.
import {
  ACTIONS,
  addLoadBalancer,
  addPeers,
  addRoute,
  CLASSIFICATION,
  CLASSIFICATION_REASON,
  CREATION_TIME,
  dashAt,
  ERROR_REASON,
  HTTPS,
  REQUEST,
  TARGET_STATUS,
} from './access-fields.ts';
import { nextRecord, Record } from './batch.ts';
import { COMMA, isDash, lastIndexOf, readStatus } from './bytes.ts';
import {
  BY_POLLING,
  BY_WEBSOCKET,
  NO_STATUS,
  TAG_GET,
  TAG_TARGET_STATUS,
  TAG_TRANSPORT,
  TAG_TYPE,
  WORD_CAP,
} from '../layout.ts';
import { MINUTE_MICROS } from './minutes.ts';
import { readRequest, readTransport } from './request.ts';
import { allFields, endOf, keyEndOf, startOf } from './split.ts';
import { readTime } from './time.ts';

/** `GET ` */
const GET: u32 = 0x20544547;
/** `forw`, of `forward` */
const FORW: u32 = 0x77726f66;

/**
 * A failed upgrade is a GET over http or https without a successful response. Whether its route is used by WebSockets
 * is known only at the end. There are no upgrades over HTTP/2, but there is polling.
 */
export function addRequest(fields: i32, type: i32, time: f64, status: i32): void {
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
  if (each.isRefused || each.isFailed || transport == BY_POLLING) addPeers(each);
  if (each.isRefused) addLoadBalancer(each);
  if (!each.isFailed) return;
  each.closedMinute = <i32>(time / MINUTE_MICROS);
  addReason(each, fields);
  // Only for 504: tells a failed connect from a wait for the response.
  each.seconds = -1;
  if (status != 504 || fields <= CREATION_TIME) return;
  const created = readTime(startOf(CREATION_TIME), endOf(CREATION_TIME));
  if (created >= 0 && created <= time) each.seconds = <i32>min<f64>(86400, (time - created) / 1000000);
}

/**
 * error_reason; else why the request is severe or ambiguous; else the action that answered it. Empty if there is none.
 */
function addReason(each: Record, fields: i32): void {
  if (fields > ERROR_REASON && !isDash(startOf(ERROR_REASON), endOf(ERROR_REASON))) {
    each.reasonStart = startOf(ERROR_REASON);
    each.reasonEnd = keyEndOf(ERROR_REASON);
    return;
  }
  if (allFields(fields) > CLASSIFICATION_REASON) {
    const word = startOf(CLASSIFICATION);
    const length = endOf(CLASSIFICATION) - word;
    // `Severe` or `Ambiguous`; `Acceptable` is not a reason.
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
