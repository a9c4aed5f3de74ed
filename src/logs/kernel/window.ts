// Which lines count: those at or after `since` and before `until` (microseconds since 1970), and if one is given, those
// of one load balancer.
import { copy, isEqual, lastIndexOf, SLASH } from './bytes.ts';
import { WORD_CAP } from '../layout.ts';

export let since: f64 = -Infinity;
export let until: f64 = Infinity;

/** The requested load balancer: `app/name/id`, or a name. */
const wantedAt: usize = memory.data(WORD_CAP + 32);
let wantedLength: i32 = 0;

export function setWindow(from: f64, to: f64): void {
  since = from;
  until = to;
}

/** @param length 0 for all load balancers; at most WORD_CAP. */
export function setLoadBalancer(at: usize, length: i32): void {
  copy(wantedAt, at, length);
  wantedLength = length;
}

export function isWithin(time: f64): bool {
  return time >= since && time < until;
}

/** @param start of `app/name/id`. */
export function isOfLoadBalancer(start: usize, end: usize): bool {
  if (wantedLength == 0) return true;
  if (<i32>(end - start) == wantedLength && isEqual(start, wantedAt, wantedLength)) return true;
  const last = lastIndexOf(SLASH, start, end);
  const first: usize = last == 0 ? 0 : lastIndexOf(SLASH, start, last);
  return first != 0 && <i32>(last - first) - 1 == wantedLength && isEqual(first + 1, wantedAt, wantedLength);
}
