// Formats times since an event, for axes in seconds; used in the page and in its script.

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** `−1:00`, `12:30`, `1:02:30`: minutes and seconds, with hours if there are any. */
export function elapsed(at: number): string {
  const seconds = Math.abs(Math.round(at));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const sign = at < 0 && seconds > 0 ? '−' : '';
  const rest = twoDigits(seconds % 60);
  return hours > 0 ? `${sign}${hours}:${twoDigits(minutes)}:${rest}` : `${sign}${minutes}:${rest}`;
}
