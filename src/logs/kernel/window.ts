// Lines whose time is at or after `since` and before `until` count. Microseconds since 1970.
export let since: f64 = -Infinity;
export let until: f64 = Infinity;

export function setWindow(from: f64, to: f64): void {
  since = from;
  until = to;
}

export function isWithin(time: f64): bool {
  return time >= since && time < until;
}
