// Counts a line of the access log: by type here, the rest in closed-socket.ts and http-request.ts.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
import { ELB, ELB_STATUS, GRPCS, H2, HTTP, HTTPS, OTHER, TIME, TYPE, WS, WSS } from './access-fields.ts';
import { readStatus } from './bytes.ts';
import { addSocket } from './closed-socket.ts';
import { addRequest } from './http-request.ts';
import {
  BAD_STATUS,
  BAD_TIME,
  COUNTED,
  NOT_ASKED_FOR,
  OTHER_LOAD_BALANCER,
  OUTSIDE_TIME,
  TYPES,
} from '../layout.ts';
import { count, noteTime } from './numbers.ts';
import { ACCESS_FORMS, ACCESS_LEAST, ACCESS_STRICT, allFields, endOf, split, startOf } from './split.ts';
import { addRequestHour, isPictured } from './pictures.ts';
import { readTime } from './time.ts';
import { isAskedFor } from './where.ts';
import { isOfLoadBalancer, isWithin } from './window.ts';

/** @returns COUNTED, OUTSIDE_TIME, or why it is malformed. */
export function addAccessLine(start: usize, end: usize): i32 {
  const fields = split(start, end, ACCESS_FORMS, ACCESS_LEAST, ACCESS_STRICT, ACCESS_STRICT);
  if (fields < 0) return -1 - fields;
  const time = readTime(startOf(TIME), endOf(TIME));
  if (time < 0) return BAD_TIME;
  const status = readStatus(startOf(ELB_STATUS), endOf(ELB_STATUS));
  if (status < 0) return BAD_STATUS;
  if (!isWithin(time)) return OUTSIDE_TIME;
  if (!isOfLoadBalancer(startOf(ELB), endOf(ELB))) return OTHER_LOAD_BALANCER;
  if (!isAskedFor(fields)) return NOT_ASKED_FOR;
  const type = readType();
  if (type == WS || type == WSS) {
    const outcome = addSocket(allFields(fields), type == WSS, time, status);
    if (outcome != COUNTED) return outcome;
  } else if (type != OTHER) addRequest(fields, type, time, status);
  if (isPictured && type != WS && type != WSS) addRequestHour(time);
  count(TYPES + type);
  noteTime(time);
  return COUNTED;
}

function readType(): i32 {
  const start = startOf(TYPE);
  const length = <i32>(endOf(TYPE) - start);
  if (length > 5) return OTHER;
  const word = load<u64>(start) & (((<u64>1) << (length << 3)) - 1);
  // The letters of each type, the first one in the lowest byte.
  if (word == 0x737377) return WSS;
  if (word == 0x7377) return WS;
  if (word == 0x7370747468) return HTTPS;
  if (word == 0x70747468) return HTTP;
  if (word == 0x3268) return H2;
  return word == 0x7363707267 ? GRPCS : OTHER;
}
