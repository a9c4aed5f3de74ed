// The fields of the access log, by position from 0.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
import { COLON, lastIndexOfByte } from './bytes.ts';
import { BARE, EITHER, QUOTED } from './split.ts';
import { formsOf } from './workspace.ts';

/** Early lines have no quotes around domain name and certificate; the first generation ends with trace_id. */
export const ACCESS_FORMS = formsOf(
  0,
  [
    [BARE, 12],
    [QUOTED, 2],
    [BARE, 3],
    [QUOTED, 1],
    [EITHER, 2],
    [BARE, 2],
    [QUOTED, 7],
    [BARE, 1],
    [QUOTED, 3],
    [BARE, 3],
  ].flatMap(([form = BARE, times]) => Array<number>(times ?? 0).fill(form)),
  18,
);

export const TYPE = 0;
export const TIME = 1;
export const ELB = 2;
export const CLIENT = 3;
export const TARGET = 4;
export const ELB_STATUS = 8;
export const TARGET_STATUS = 9;
export const RECEIVED = 10;
export const SENT = 11;
export const REQUEST = 12;
export const USER_AGENT = 13;
export const CIPHER = 14;
export const PROTOCOL = 15;
export const TARGET_GROUP = 16;
export const CREATION_TIME = 21;
export const ERROR_REASON = 24;
export const NODE = 33;

/** Bytes of a word that make a key. */
export const WORD_CAP = 256;

export const startOf = (fields: Int32Array, field: number): number => fields[field * 2] ?? 0;
export const endOf = (fields: Int32Array, field: number): number => fields[field * 2 + 1] ?? 0;
/** The end of what of it makes a key. */
export const keyEnd = (fields: Int32Array, field: number): number =>
  Math.min(endOf(fields, field), startOf(fields, field) + WORD_CAP);

/** The end of the client's address: before the last colon, which an IPv6 address without brackets has too. */
export const clientEndOf = (bytes: Uint8Array, fields: Int32Array): number => {
  const colon = lastIndexOfByte(bytes, COLON, startOf(fields, CLIENT), endOf(fields, CLIENT));
  return colon < 0 ? keyEnd(fields, CLIENT) : Math.min(colon, startOf(fields, CLIENT) + WORD_CAP);
};
