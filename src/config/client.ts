// How the generated client reconnects; rollout calculates with the same values. All in seconds.

/** Wait after a connection that ended without a close frame: a random time up to this, doubled after each failure. */
export const FIRST_WAIT = 10;
/** Upper bound for the doubled wait. */
export const LONGEST_WAIT = 60;
/** Wait after close code 1001: the server spreads its closes itself, so a short wait is enough. */
export const GOING_AWAY_WAIT = 1;
/** Wait after 503 or 429, when the servers are full or draining: at least this, and up to twice as long. */
export const BUSY_WAIT = 30;
/** Covers TCP, TLS and the upgrade together. */
export const CONNECT_TIMEOUT = 20;
