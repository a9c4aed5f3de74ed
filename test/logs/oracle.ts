// The slow, readable reading of an access log: a string for every field, a regular expression for every check. The scanner is
// compared with it. It shares no code with src/.

export interface Traffic {
  connections: number;
  received: number;
  sent: number;
  short: number;
}

type Octaves = { octaves: number[] };

export interface Client extends Traffic {
  targetChanges: number;
  refused: number;
  polled: number;
  pollsFailed: number;
  firstOpened: number | undefined;
  lastClosed: number;
  tenths: number;
  squares: number;
}

export interface Summary {
  lines: number;
  counted: number;
  outsideTime: number;
  foreign: number;
  reasons: Record<string, number>;
  types: Record<string, number>;
  received: number;
  sent: number;
  unknown: number;
  /** Microseconds, ascending. */
  durations: number[];
  closed: Map<string, number>;
  targets: Map<string, Traffic & Octaves & { firstOpened: number | undefined; lastClosed: number }>;
  targetMinutes: Map<string, [opened: number, closed: number]>;
  /** Closed. */
  nodeMinutes: Map<string, number>;
  clients: Map<string, Client>;
  clientMinutes: Map<string, number>;
  routes: Map<string, Traffic>;
  userAgents: Map<string, Traffic & Octaves>;
  nodes: Map<string, Traffic>;
  loadBalancers: Map<string, Traffic & { refused: number }>;
  /** By everything that distinguishes a row: count, first and last time. */
  requests: Map<string, [count: number, first: number, last: number]>;
  failed: Map<string, [count: number, first: number, last: number]>;
  /** By the row's key, what, and which. */
  failedBy: Map<string, number>;
  failedMinutes: Map<string, number>;
  /** By minute: opened, closed. */
  minutes: Map<number, [opened: number, closed: number]>;
}

/** The fields of a line, at most 34; or `fields` or `quotes`, which say what is wrong with it. */
function tokenize(line: string): string[] | 'fields' | 'quotes' {
  const mayBeQuoted = (position: number): boolean =>
    [13, 14, 18, 19, 20, 23, 24, 25].includes(position) || position > 25;
  const mustBeQuoted = (position: number): boolean => [13, 14, 18, 23, 24, 25].includes(position);
  const fields: string[] = [];
  let rest = line;
  while (rest !== '' && fields.length < 34) {
    const position = fields.length + 1;
    // After the 25th field nothing is an error: an odd field only ends the reading.
    const isStrict = position <= 25;
    if (rest.startsWith('"')) {
      const quoted = /^"((?:[^"\\]|\\[^])*)"(?: |$)/.exec(rest);
      if (!quoted || !mayBeQuoted(position)) {
        if (isStrict) return 'quotes';
        break;
      }
      fields.push(quoted[1]!);
      rest = rest.slice(quoted[0].length);
    } else {
      const bare = rest.split(' ', 1)[0]!;
      const isLast = bare.length === rest.length;
      if (bare === '') {
        if (isStrict) return 'fields';
        break;
      }
      if (mustBeQuoted(position) && !(isLast && bare === '-' && position > 18)) return 'quotes';
      fields.push(bare);
      rest = rest.slice(bare.length + 1);
    }
  }
  return fields.length < 18 ? 'fields' : fields;
}

/** @returns microseconds, or NaN. */
function microsOf(time: string): number {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(time);
  if (!parts) return NaN;
  const date = new Date(`${parts[1]}Z`);
  // Date turns the 30th of February into the 2nd of March, and 24:00:00 into the next day.
  if (Number.isNaN(date.getTime()) || !date.toISOString().startsWith(parts[1]!)) return NaN;
  if (date.getUTCFullYear() < 1970 || date.getUTCFullYear() > 2199) return NaN;
  return date.getTime() * 1000 + Number((parts[2] ?? '').padEnd(6, '0').slice(0, 6));
}

function isForeign(line: string): boolean {
  const [first = '', second = '', third = '', fourth = ''] = line.slice(0, 512).split(' ');
  if (!Number.isNaN(microsOf(first))) return /^(\d+|-)$/.test(fourth);
  if (!Number.isNaN(microsOf(second))) return !third.includes('/') && /^(\d+(\.\d+)?|-)$/.test(third);
  return /^Enable \w*Log for ELB/.test(line);
}

/** The parts of a request line. */
function requestOf(request: string): { route: string; port: string; transport: string } {
  const url = request
    .replace(/^[^ ]* ?/, '')
    .replace(/ +$/, '')
    .replace(/ (-|HTTP\/[^ ]*)$/, '')
    .replace(/ +$/, '');
  const [, before = '', authority, path = ''] =
    /^([^/?:]*(?::(?!\/\/)[^/?:]*)*:\/\/([^/?]*))?([^?]*)/.exec(url) ?? [];
  const port = /:(\d{1,5})$/.exec(authority ?? '')?.[1] ?? '0';
  const isPort = (authority ?? '').indexOf(':') >= 0 && Number(port) > 0 && Number(port) <= 65_535;
  const whole = authority === undefined ? (/\/[^?]*/.exec(path)?.[0] ?? '') : before + path;
  const capped = whole.slice(0, 320);
  const start = authority === undefined ? 0 : Math.min(before.length, capped.length);
  const query = /^[^?]*\?([^]*)$/.exec(url)?.[1] ?? '';
  const transport = /^(?:[^]*?&)?transport=([^&])/.exec(query)?.[1];
  return {
    route: capped.slice(0, start) + folded(capped.slice(start)),
    port: isPort ? String(Number(port)) : '-',
    transport: transport === undefined ? '' : /w/i.test(transport) ? 'websocket' : 'polling',
  };
}

/** A path without its ids. */
const folded = (path: string): string =>
  /\d/.test(path)
    ? path
        .split('/')
        .map((segment) =>
          /^\d+$|^[^]*\d[^]*\d[^]*\d[^]*\d|^[\da-fA-F-]{8,}$|^[^]{20,}$|^[^]*[-_:]\d+$/.test(segment)
            ? ':id'
            : segment,
        )
        .join('/')
    : path;

const TYPES = new Set(['http', 'https', 'h2', 'grpcs', 'ws', 'wss']);
const count = <Key>(counts: Map<Key, number>, key: Key): Map<Key, number> =>
  counts.set(key, (counts.get(key) ?? 0) + 1);
export const keyOf = (...parts: readonly (string | number)[]): string => parts.join('\t');
/** Strings as in the result: at most 256 bytes, read as UTF-8. The oracle's strings have one character per byte. */
const wordOf = (text: string): string => Buffer.from(text.slice(0, 256), 'latin1').toString('utf8');

function addTraffic<Row extends Traffic>(
  rows: Map<string, Row>,
  key: string,
  { received, sent, time, created }: Socket,
  fresh: Row,
): Row {
  const row = rows.get(key) ?? fresh;
  row.connections++;
  row.received += received;
  row.sent += sent;
  if (time - created < 5e6) row.short++;
  rows.set(key, row);
  return row;
}

const none = (): Traffic => ({ connections: 0, received: 0, sent: 0, short: 0 });
const noOctaves = (): number[] => Array.from({ length: 21 }, () => 0);
const nobody = (): Client => ({
  ...none(),
  targetChanges: 0,
  refused: 0,
  polled: 0,
  pollsFailed: 0,
  firstOpened: undefined,
  lastClosed: 0,
  tenths: 0,
  squares: 0,
});

/** Octaves above 2^16 µs; shorter values are in the first, longer ones in the last. */
function addOctave(octaves: number[], micros: number): void {
  if (Number.isNaN(micros)) return;
  const octave = Math.min(20, Math.max(0, Math.floor(Math.log2(Math.max(1, micros))) - 16));
  octaves[octave]!++;
}

const emptySummary = (): Summary => ({
  lines: 0,
  counted: 0,
  outsideTime: 0,
  foreign: 0,
  reasons: {},
  types: {},
  received: 0,
  sent: 0,
  unknown: 0,
  durations: [],
  closed: new Map(),
  targets: new Map(),
  targetMinutes: new Map(),
  nodeMinutes: new Map(),
  clients: new Map(),
  clientMinutes: new Map(),
  routes: new Map(),
  userAgents: new Map(),
  nodes: new Map(),
  loadBalancers: new Map(),
  requests: new Map(),
  failed: new Map(),
  failedBy: new Map(),
  failedMinutes: new Map(),
  minutes: new Map(),
});

/** Reads an access log. @param text with one character per byte. */
export function readLog(text: string, { since = -Infinity, until = Infinity } = {}): Summary {
  const summary = emptySummary();
  const lastTargets = new Map<string, [target: string, group: string]>();
  const lines = text.replace(/^\xEF\xBB\xBF/, '').split('\n');
  for (const each of lines) {
    const line = each.replace(/\r$/, '').replace(/ +$/, '');
    if (line === '') continue;
    summary.lines++;
    const outcome = readLine(summary, line, { since, until, lastTargets });
    if (outcome === 'counted' || outcome === 'outsideTime') summary[outcome]++;
    else if (isForeign(line)) summary.foreign++;
    else summary.reasons[outcome] = (summary.reasons[outcome] ?? 0) + 1;
  }
  summary.durations.sort((left, right) => left - right);
  return summary;
}

function minuteOf({ minutes }: Summary, minute: number): [number, number] {
  const held: [number, number] = minutes.get(minute) ?? [0, 0];
  minutes.set(minute, held);
  return held;
}

interface Context {
  since: number;
  until: number;
  lastTargets: Map<string, [target: string, group: string]>;
}

function readLine(summary: Summary, line: string, { since, until, lastTargets }: Context): string {
  const fields = tokenize(line);
  if (typeof fields === 'string') return fields;
  const field = (position: number): string => fields[position - 1] ?? '-';
  const time = microsOf(field(2));
  if (Number.isNaN(time)) return 'time';
  const status = field(9);
  if (!/^(\d{3}|-)$/.test(status)) return 'status';
  if (time < since || time >= until) return 'outsideTime';
  const type = TYPES.has(field(1)) ? field(1) : 'other';
  const client = wordOf(field(4).replace(/:[^:]*$/, ''));
  const { route, port, transport } = requestOf(field(13));
  const minute = Math.floor(time / 60e6);
  if (type === 'ws' || type === 'wss') {
    const [received, sent] = [field(11), field(12)];
    if (!/^\d{1,15}$/.test(received) || !/^\d{1,15}$/.test(sent)) return 'bytes';
    const isDashed = field(22) === '-';
    const logged = isDashed ? NaN : microsOf(field(22));
    if (!isDashed && Number.isNaN(logged)) return 'creation-time';
    const created = logged > time ? NaN : logged;
    addSocket(summary, {
      type,
      status,
      port,
      client,
      route: utf8(route),
      time,
      minute,
      created,
      field,
      lastTargets,
      received: Number(received),
      sent: Number(sent),
    });
  } else if (type !== 'other') {
    addRequest(summary, { type, status, client, route: utf8(route), transport, time, minute, field });
  }
  summary.types[type] = (summary.types[type] ?? 0) + 1;
  return 'counted';
}

const utf8 = (text: string): string => Buffer.from(text, 'latin1').toString('utf8');

interface Request {
  type: string;
  status: string;
  client: string;
  route: string;
  transport: string;
  time: number;
  minute: number;
  field: (position: number) => string;
}

function addRequest(summary: Summary, request: Request): void {
  const { type, status, client, route, transport, time, minute, field } = request;
  const isHttp = type === 'http' || type === 'https';
  const isPolling = transport === 'polling';
  const isRefused = /^[4-9]/.test(status) && (isHttp || isPolling);
  if (isRefused) {
    const balancer = wordOf(field(3));
    const row = summary.loadBalancers.get(balancer) ?? { ...none(), refused: 0 };
    row.refused++;
    summary.loadBalancers.set(balancer, row);
  }
  if (isRefused || isPolling) {
    const row = summary.clients.get(client) ?? nobody();
    if (isRefused) row.refused++;
    if (isPolling) row.polled++;
    if (isPolling && isRefused) row.pollsFailed++;
    summary.clients.set(client, row);
  }
  const isGet = field(13).startsWith('GET ');
  const isWell = /^(2\d\d|304)$/.test(status);
  const isFailed = isHttp && isGet && !isPolling && (!isWell || transport === 'websocket');
  const targetStatus = /^\d{3}$/.test(field(10)) ? field(10) : '-';
  const parts = [route, type, isGet ? 'GET' : '', transport, status, targetStatus];
  const note = (rows: Summary['requests'], key: string) => {
    const [times, first, last] = rows.get(key) ?? [0, time, time];
    rows.set(key, [times + 1, Math.min(first, time), Math.max(last, time)]);
  };
  if (!isFailed) return note(summary.requests, keyOf(...parts));
  const key = keyOf(...parts, reasonOf(field));
  note(summary.failed, key);
  count(summary.failedMinutes, keyOf(key, minute));
  const by = (what: string, word: string) => count(summary.failedBy, keyOf(key, what, word));
  if (field(5) !== '-') by('target', wordOf(field(5)));
  by('client', client);
  by('agent', wordOf(field(14)));
  const created = microsOf(field(22));
  if (status === '504' && created <= time)
    by('seconds', String(Math.min(86_400, Math.floor((time - created) / 1e6))));
}

function reasonOf(field: (position: number) => string): string {
  if (field(25) !== '-') return field(25) === '' ? '-' : wordOf(field(25));
  // By length and first letter, as the scanner distinguishes them: Severe and Ambiguous.
  if (/^(S[^]{5}|A[^]{8})$/.test(field(28)) && field(28) !== 'Acceptabl')
    return field(29) === '' ? '-' : wordOf(field(29));
  const action = /[^,]*$/.exec(field(23))?.[0] ?? '';
  return action === '' || action === 'forward' ? '-' : wordOf(action);
}

interface Socket {
  type: string;
  status: string;
  port: string;
  client: string;
  route: string;
  time: number;
  minute: number;
  created: number;
  received: number;
  sent: number;
  field: (position: number) => string;
  lastTargets: Map<string, [target: string, group: string]>;
}

function addSocket(summary: Summary, socket: Socket): void {
  const { type, status, port, client, route, time, minute, created, field } = socket;
  summary.received += socket.received;
  summary.sent += socket.sent;
  minuteOf(summary, minute)[1]++;
  count(summary.closed, keyOf(type, status, port, field(16), field(15)));
  const target = wordOf(field(5));
  const group = wordOf(field(17));
  const node = wordOf(field(34));
  const inTarget = addTraffic(summary.targets, keyOf(target, group), socket, {
    ...none(),
    octaves: noOctaves(),
    firstOpened: undefined,
    lastClosed: 0,
  });
  addOctave(inTarget.octaves, time - created);
  inTarget.lastClosed = Math.max(inTarget.lastClosed, time);
  const at = (rows: Map<string, [number, number]>, word: string, minute: number): [number, number] => {
    const held: [number, number] = rows.get(keyOf(word, minute)) ?? [0, 0];
    rows.set(keyOf(word, minute), held);
    return held;
  };
  at(summary.targetMinutes, target, minute)[1]++;
  count(summary.nodeMinutes, keyOf(node, minute));
  const inClient = addTraffic(summary.clients, client, socket, nobody());
  inClient.lastClosed = Math.max(inClient.lastClosed, time);
  const [lastTarget, lastGroup] = socket.lastTargets.get(client) ?? [target, group];
  if (lastTarget !== target && lastGroup === group) inClient.targetChanges++;
  socket.lastTargets.set(client, [target, group]);
  if (Number.isNaN(created)) summary.unknown++;
  else {
    const opened = Math.floor(created / 60e6);
    minuteOf(summary, opened)[0]++;
    at(summary.targetMinutes, target, opened)[0]++;
    count(summary.clientMinutes, keyOf(client, opened));
    inTarget.firstOpened = Math.min(inTarget.firstOpened ?? Infinity, created);
    inClient.firstOpened = Math.min(inClient.firstOpened ?? Infinity, created);
    const tenths = Math.min(100_000, Math.floor((time - created) / 1e5));
    inClient.tenths += tenths;
    inClient.squares += tenths * tenths;
    summary.durations.push(time - created);
  }
  addTraffic(summary.routes, route, socket, none());
  const inAgent = addTraffic(summary.userAgents, wordOf(field(14)), socket, {
    ...none(),
    octaves: noOctaves(),
  });
  addOctave(inAgent.octaves, time - created);
  addTraffic(summary.nodes, node, socket, none());
  addTraffic(summary.loadBalancers, wordOf(field(3)), socket, { ...none(), refused: 0 });
}
