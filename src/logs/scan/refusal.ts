// A line about a request over http or https that was not answered well -> the tally. It may be an upgrade that failed: whether
// its path is one of WebSockets is known at the end.
import {
  CLIENT,
  clientEndOf,
  endOf,
  ERROR_REASON,
  keyEnd,
  REQUEST,
  startOf,
  TARGET_STATUS,
  WORD_CAP,
} from './access-fields.ts';
import { isDash, NO_STATUS, readStatus, startsWith } from './bytes.ts';
import { MINUTE_MICROS } from './minutes.ts';
import { pathOf, urlOf } from './request.ts';
import { REFUSED_REQUESTS } from './socket.ts';
import { addTo } from './table.ts';
import type { Tally } from './tally.ts';
import type { Workspace } from './workspace.ts';

const GET = Buffer.from('GET ');
/** Room for one line at a time. */
const url = new Int32Array(2);
const path = new Int32Array(2);

/** @param status below 200, or 300 and above. */
export function addRefusal(tally: Tally, work: Workspace, count: number, time: number, status: number): void {
  const { bytes, fields, find } = work;
  const { clients, failed, failedMinutes } = tally.access;
  if (status >= 400 && status < NO_STATUS) {
    const at = find(clients, startOf(fields, CLIENT), clientEndOf(bytes, fields), 0, 0, 0);
    addTo(clients, at, REFUSED_REQUESTS, 1);
  }
  const request = startOf(fields, REQUEST);
  const requestEnd = endOf(fields, REQUEST);
  if (status === 304 || status === 101 || !startsWith(bytes, request, requestEnd, GET)) return;
  urlOf(bytes, request, requestEnd, url);
  pathOf(bytes, url[0] ?? 0, url[1] ?? 0, path);
  const start = path[0] ?? 0;
  const end = Math.min(path[1] ?? 0, start + WORD_CAP);
  addTo(failedMinutes, find(failedMinutes, start, end, 0, 0, Math.floor(time / MINUTE_MICROS)), 0, 1);
  const targetStatus = readStatus(bytes, startOf(fields, TARGET_STATUS), endOf(fields, TARGET_STATUS));
  // Nothing stands for `-`, which lines without the field do not have.
  const reason = startOf(fields, ERROR_REASON);
  const hasReason = count > ERROR_REASON && !isDash(bytes, reason, endOf(fields, ERROR_REASON));
  const reasonEnd = hasReason ? keyEnd(fields, ERROR_REASON) : reason;
  addTo(failed, find(failed, start, end, reason, reasonEnd, failedTag(status, targetStatus)), 0, 1);
}

/** @param targetStatus -1 when it does not read as one. */
const failedTag = (status: number, targetStatus: number): number => status * 2048 + targetStatus + 1;
