// How the generated client comes back; rollout counts with the same. Seconds.

/** After a connection that ended without a word: a random time up to this, doubled at each failure. */
export const FIRST_WAIT = 10;
/** It is never doubled beyond this. */
export const LONGEST_WAIT = 60;
/** After close code 1001: the server spreads its closes itself, so a short wait is enough. */
export const GOING_AWAY_WAIT = 1;
/** After 503 or 429: the servers are full or draining. At least this, and up to twice as long. */
export const BUSY_WAIT = 30;
/** For TCP, TLS and the upgrade together. */
export const CONNECT_TIMEOUT = 20;
