// Positions of the access log's fields, the request types, and what WebSockets and requests have in common.
import { foldRoomOf, Record } from './record.ts';
import { COLON, DASH, lastIndexOf } from './bytes.ts';
import { WORD_CAP } from '../layout.ts';
import { noteRoute, routeEnd, routeStart } from './route.ts';
import { endOf, keyEndOf, startOf } from './split.ts';

// Field positions, from 0.
export const TYPE = 0;
export const TIME = 1;
export const ELB = 2;
export const CLIENT = 3;
export const TARGET = 4;
export const ELB_STATUS = 8;
export const TARGET_STATUS = 9;
export const RECEIVED_BYTES = 10;
export const SENT_BYTES = 11;
export const REQUEST = 12;
export const USER_AGENT = 13;
export const CIPHER = 14;
export const PROTOCOL = 15;
export const TARGET_GROUP = 16;
export const CREATION_TIME = 21;
export const ACTIONS = 22;
export const ERROR_REASON = 24;
export const CLASSIFICATION = 27;
export const CLASSIFICATION_REASON = 28;
export const NODE = 33;

// Types, in the order of TYPES.
export const HTTP = 0;
export const HTTPS = 1;
export const H2 = 2;
export const GRPCS = 3;
export const WS = 4;
export const WSS = 5;
export const OTHER = 6;

/** The value of a field that a line does not have. */
export const dashAt: usize = memory.data<u8>([DASH, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Sets the route of the last request line read. */
export function addRoute(each: Record): void {
  noteRoute(foldRoomOf(each));
  each.routeStart = routeStart;
  each.routeEnd = routeEnd;
}

export function addLoadBalancer(each: Record): void {
  each.loadBalancerStart = startOf(ELB);
  each.loadBalancerEnd = keyEndOf(ELB);
}

/**
 * Sets target, user agent and the client's address: the part before the last colon, also for IPv6 addresses without
 * brackets.
 */
export function addPeers(each: Record): void {
  each.targetStart = startOf(TARGET);
  each.targetEnd = keyEndOf(TARGET);
  each.agentStart = startOf(USER_AGENT);
  each.agentEnd = keyEndOf(USER_AGENT);
  const start = startOf(CLIENT);
  const colon = lastIndexOf(COLON, start, endOf(CLIENT));
  each.clientStart = start;
  each.clientEnd = colon == 0 ? keyEndOf(CLIENT) : min(colon, start + WORD_CAP);
}
