// Constants shared by the kernel and the TypeScript around it. Two compilers read this file, so it has only numbers.

/** Bytes. The load balancer allows 64 KiB of headers, which take four times as much when escaped as \xNN. */
export const LINE_CAP = 262144;
/** Bytes of text at a time. Each piece costs some calls, and zlib copies its window of 32 KiB. */
export const TEXT_CHUNK = 1048576;
/** Maximum bytes of a word in a key; the rest is cut. */
export const WORD_CAP = 256;
/** Seconds. A connection shorter than this is short: a client that reconnects in a loop has many. */
export const SHORT_SECONDS = 5;
/** Maximum days with events in a series by minute. */
export const DAYS_CAP = 400;

/** Maximum bytes of a URL without its query (scheme, host, port and path) in a key. */
export const ROUTE_CAP = 320;

// A condition of --where, for the kernel: a key, flags, the length of the value to compare with (two bytes), and the
// value. With WHERE_OR, the next condition is an alternative to it.
export const WHERE_HEAD = 4;
export const WHERE_CAP = 8192;
export const WHERE_CLIENT = 0;
export const WHERE_TARGET = 1;
export const WHERE_NODE = 2;
export const WHERE_HOST = 3;
export const WHERE_PATH = 4;
export const WHERE_STATUS = 5;
export const WHERE_AGENT = 6;
export const WHERE_TYPE = 7;
export const WHERE_LOAD_BALANCER = 8;
export const WHERE_IS_NOT = 1;
export const WHERE_IS_FOLDED = 2;
export const WHERE_OR = 4;
/** The value is the sixteen bytes of an address, and its prefix length. */
export const WHERE_IS_ADDRESS = 8;

// The outcome of a line. From 0 on, the reason why it is malformed; scan/words.ts has the texts.
export const NOT_ASKED_FOR = -4;
export const OTHER_LOAD_BALANCER = -3;
export const OUTSIDE_TIME = -2;
export const COUNTED = -1;
export const BAD_FIELDS = 0;
export const BAD_QUOTES = 1;
export const BAD_TIME = 2;
export const BAD_STATUS = 3;
export const BAD_BYTES = 4;
export const BAD_CREATION_TIME = 5;
export const TOO_LONG = 6;
export const CUT = 7;

/** Represents `-` among status codes. */
export const NO_STATUS = 1000;

// Tables, see kernel/tables.ts.
export const CLOSED = 0;
export const TARGETS = 1;
export const TARGET_MINUTES = 2;
export const CLIENTS = 3;
export const CLIENT_MINUTES = 4;
export const ROUTES = 5;
export const USER_AGENTS = 6;
export const NODES = 7;
export const LOAD_BALANCERS = 8;
export const FAILED = 9;
export const FAILED_MINUTES = 10;
export const HANDSHAKES = 11;
export const HANDSHAKE_CLIENTS = 12;
export const REQUESTS = 13;
export const FAILED_BY = 14;
export const NODE_MINUTES = 15;
export const FAILED_CLIENTS = 16;
// Counted only for pictures, see kernel/pictures.ts.
export const DURATION_MINUTES = 17;
export const DURATION_SPANS = 18;
export const TARGET_SPANS = 19;
export const TARGET_LONG_SPANS = 20;
export const HOURS = 21;
export const TABLES = 22;

// An entry of a table: its hash, its tag, the lengths of its two ranges of bytes (16 bits each), its weight, its
// columns, and the bytes of its key. Offsets in bytes.
export const ENTRY_TAG = 4;
export const ENTRY_LENGTH = 8;
export const ENTRY_LENGTH_2 = 10;
export const ENTRY_WEIGHT = 16;
export const ENTRY_COLUMNS = 24;

// Columns. The first four of every table that counts traffic are the same. Sums are whole numbers, so the order of
// additions does not matter.
export const CONNECTIONS = 0;
export const RECEIVED = 1;
export const SENT = 2;
/** Connections shorter than SHORT_SECONDS. */
export const SHORT = 3;
/** In LOAD_BALANCERS: refused requests, like CLIENT_REFUSED. */
export const BALANCER_REFUSED = 4;
export const TARGET_FIRST_OPENED = 4;
export const TARGET_LAST_CLOSED = 5;
/** The first of OCTAVES columns. */
export const TARGET_OCTAVES = 6;
export const AGENT_OCTAVES = 4;
export const CLIENT_CHANGES = 4;
export const CLIENT_REFUSED = 5;
export const CLIENT_POLLED = 6;
export const CLIENT_POLLS_FAILED = 7;
export const CLIENT_FIRST_OPENED = 8;
export const CLIENT_LAST_CLOSED = 9;
/** Sum of durations in tenths of a second, at most TENTHS_CAP each, and sum of their squares. */
export const CLIENT_TENTHS = 10;
export const CLIENT_SQUARES = 11;
export const CLIENT_MERGED = 12;
/** Hashes of the client's first and last target and of their groups; 0 if none. They are joined, not merged. */
export const CLIENT_FIRST_TARGET = 12;
export const CLIENT_FIRST_GROUP = 13;
export const CLIENT_LAST_TARGET = 14;
export const CLIENT_LAST_GROUP = 15;
export const TENTHS_CAP = 100000;
export const MINUTE_OPENED = 0;
export const MINUTE_CLOSED = 1;
export const HANDSHAKES_FAILED = 1;
/**
 * In FAILED and REQUESTS: when the first and the last were logged. In FAILED also: the two halves of the ID that
 * FAILED_BY uses.
 */
export const REQUEST_FIRST = 1;
export const REQUEST_LAST = 2;
export const FAILED_ID_LOW = 3;
export const FAILED_ID_HIGH = 4;

// For pictures: the span of each table in minutes.
export const DURATION_SPAN = 32;
export const TARGET_SPAN = 16;
export const TARGET_LONG_SPAN = 128;
/** Quarters of octaves of microseconds, from 2^17 (0.13 s) to 2^37 (38 h); one more column is for unknown durations. */
export const DURATION_FIRST_OCTAVE = 17;
export const DURATION_CELLS = 80;
/** WebSockets by opening time, and by closing time those with an unknown opening time. */
export const HOUR_OPENED = 0;
export const HOUR_CLOSED = 1;
/**
 * Microseconds that sockets were open in their first and last hour; sockets that were open for the whole hour, as
 * differences from the previous hour.
 */
export const HOUR_MICROS = 2;
export const HOUR_FULL = 3;
/** Bytes in the same way: sums, and bytes per hour as differences. */
export const HOUR_BYTES = 4;
export const HOUR_RATE = 5;
export const HOUR_REQUESTS = 6;
export const HOUR_COLUMNS = 7;

// The tag of a request: status, target status + 1 (0 if malformed), type, transport, method.
export const TAG_TARGET_STATUS = 1024;
export const TAG_TYPE = 1048576;
export const TAG_TRANSPORT = 8388608;
export const TAG_GET = 33554432;
/** `transport=` in the query, as Socket.IO and SignalR send it. */
export const NO_TRANSPORT = 0;
export const BY_WEBSOCKET = 1;
export const BY_POLLING = 2;

// What FAILED_BY and FAILED_CLIENTS count failures by, in the lower bits of the tag. For BY_SECONDS, the other bits are
// whole seconds.
export const BY_TARGET = 0;
export const BY_CLIENT = 1;
export const BY_AGENT = 2;
export const BY_SECONDS = 3;
export const BY_KINDS = 4;

// Octaves of microseconds: the first column also holds everything shorter (0.13 s), the last everything longer (19 h).
export const FIRST_OCTAVE = 16;
export const OCTAVES = 21;

// Series of a page of minutes. `SERIES_KNOWN`: sockets closed whose opening time is known.
export const SERIES_OPENED = 0;
export const SERIES_CLOSED = 1;
export const SERIES_KNOWN = 2;
/** Handshakes whose verification failed, in the connection log. */
export const SERIES_REFUSED = 3;
export const SERIES = 4;
export const DAY_MINUTES = 1440;

// A log-linear histogram: each octave has 128 cells, so a cell gives its values to within 0.4 %, and counts of two
// histograms add up exactly. 2^43 µs are 101 days: anything longer is in the last cell.
export const OCTAVE_BITS = 7;
export const OCTAVE_CELLS = 128;
export const LAST_EXPONENT = 42;
export const CELLS = 4736;

/** Durations in whole seconds; the last cell holds everything longer. */
export const SECONDS_CELLS = 4101;
/** Bytes by duration, as pairs of received and sent; this many cells of the histogram share a pair. */
export const BYTES_PER_PAIR = 4;
export const BYTES_CELLS = 2368;

// Counted numbers, by position; all are doubles.
export const LINES = 0;
export const COUNTED_LINES = 1;
export const OUTSIDE_TIME_LINES = 2;
export const FOREIGN_LINES = 3;
export const FIRST_TIME = 4;
export const LAST_TIME = 5;
export const TOTAL_RECEIVED = 6;
export const TOTAL_SENT = 7;
export const VALUES = 8;
export const VALUES_UNKNOWN = 9;
export const VALUES_MIN = 10;
export const VALUES_MAX = 11;
/** Their sum in two parts, so that it stays exact beyond 2^53 µs. */
export const VALUES_SECONDS = 12;
export const VALUES_MICROS = 13;
/** Events on days that are not held, by series. */
export const OUTSIDE_DAYS = 14;
export const MALFORMED = 18;
export const TYPES = 26;
/** Lines of load balancers that were not asked for. */
export const OTHER_LOAD_BALANCER_LINES = 33;
export const SECONDS = 34;
export const DURATIONS = 4135;
export const BYTES = 8871;
/** Lines that --where leaves out. */
export const NOT_ASKED_FOR_LINES = 11239;
export const NUMBERS = 11240;
