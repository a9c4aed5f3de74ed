// The slow, readable reading of an access log: a string for every field, a regular expression for every check. The scanner is
// held against it. It shares no code with src/.

export interface Traffic {
  connections: number;
  received: number;
  sent: number;
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
  targets: Map<string, Traffic & { firstOpened: number | undefined; lastClosed: number }>;
  targetMinutes: Map<string, [opened: number, closed: number]>;
  clients: Map<string, Traffic & { short: number; targetChanges: number; refused: number }>;
  clientMinutes: Map<string, number>;
  paths: Map<string, Traffic>;
  userAgents: Map<string, Traffic>;
  nodes: Map<string, Traffic>;
  loadBalancers: Map<string, Traffic>;
  failed: Map<string, number>;
  /** By minute: opened, closed, failed. */
  minutes: Map<number, [opened: number, closed: number, failed: number]>;
}

/** The fields of a line; or `fields` or `quotes`, which say what is wrong with it. */
function tokenize(line: string): string[] | 'fields' | 'quotes' {
  const mayBeQuoted = (position: number): boolean =>
    [13, 14, 18, 19, 20].includes(position) ||
    (position >= 23 && position <= 29) ||
    (position >= 31 && position <= 33);
  const mustBeQuoted = (position: number): boolean =>
    mayBeQuoted(position) && position !== 19 && position !== 20;
  const fields: string[] = [];
  let rest = line;
  while (rest !== '' && fields.length < 64) {
    const position = fields.length + 1;
    if (rest.startsWith('"')) {
      const quoted = /^"((?:[^"\\]|\\[^])*)"(?: |$)/.exec(rest);
      if (!quoted || (position <= 36 && !mayBeQuoted(position))) return 'quotes';
      fields.push(quoted[1]!);
      rest = rest.slice(quoted[0].length);
    } else {
      const bare = rest.split(' ', 1)[0]!;
      const isLast = bare.length === rest.length;
      if (bare === '') return 'fields';
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
  // Date takes the 30th of February for the 2nd of March, and 24:00:00 for the next day.
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

/** Path and port of a request line. */
function requestOf(request: string): { path: string; port: string } {
  const url = request
    .replace(/^[^ ]* ?/, '')
    .replace(/ +$/, '')
    .replace(/ (-|HTTP\/[^ ]*)$/, '')
    .replace(/ +$/, '');
  const [, authority, path = ''] = /^(?:[^/?:]*(?::(?!\/\/)[^/?:]*)*:\/\/([^/?]*))?([^?]*)/.exec(url) ?? [];
  const port = /:(\d{1,5})$/.exec(authority ?? '')?.[1] ?? '0';
  const isPort = (authority ?? '').indexOf(':') >= 0 && Number(port) > 0 && Number(port) <= 65_535;
  return {
    path: authority === undefined ? (/\/[^?]*/.exec(path)?.[0] ?? '') : path,
    port: isPort ? String(Number(port)) : '-',
  };
}

const TYPES = new Set(['http', 'https', 'h2', 'grpcs', 'ws', 'wss']);
const count = <Key>(counts: Map<Key, number>, key: Key): Map<Key, number> =>
  counts.set(key, (counts.get(key) ?? 0) + 1);
export const keyOf = (...parts: readonly (string | number)[]): string => parts.join('\t');
/** Words as the result has them: 256 bytes at most, read as UTF-8. The oracle's strings have a character a byte. */
const wordOf = (text: string): string => Buffer.from(text.slice(0, 256), 'latin1').toString('utf8');

function addTraffic<Row extends Traffic>(
  rows: Map<string, Row>,
  key: string,
  received: number,
  sent: number,
  fresh: Row,
): Row {
  const row = rows.get(key) ?? fresh;
  row.connections++;
  row.received += received;
  row.sent += sent;
  rows.set(key, row);
  return row;
}

const none = (): Traffic => ({ connections: 0, received: 0, sent: 0 });

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
  clients: new Map(),
  clientMinutes: new Map(),
  paths: new Map(),
  userAgents: new Map(),
  nodes: new Map(),
  loadBalancers: new Map(),
  failed: new Map(),
  minutes: new Map(),
});

/** Reads an access log. @param text a character a byte. */
export function readLog(text: string, { since = -Infinity, until = Infinity } = {}): Summary {
  const summary = emptySummary();
  const lastTargets = new Map<string, string>();
  const refusals: { minute: number; path: string; key: string }[] = [];
  const lines = text.replace(/^\xEF\xBB\xBF/, '').split('\n');
  for (const each of lines) {
    const line = each.replace(/\r$/, '').replace(/ +$/, '');
    if (line === '') continue;
    summary.lines++;
    const outcome = readLine(summary, line, { since, until, lastTargets, refusals });
    if (outcome === 'counted' || outcome === 'outsideTime') summary[outcome]++;
    else if (isForeign(line)) summary.foreign++;
    else summary.reasons[outcome] = (summary.reasons[outcome] ?? 0) + 1;
  }
  for (const { minute, path, key } of refusals) {
    if (!summary.paths.has(path)) continue;
    count(summary.failed, key);
    minuteOf(summary, minute)[2]++;
  }
  summary.durations.sort((left, right) => left - right);
  return summary;
}

function minuteOf({ minutes }: Summary, minute: number): [number, number, number] {
  const held = minutes.get(minute) ?? [0, 0, 0];
  minutes.set(minute, held);
  return held;
}

interface Context {
  since: number;
  until: number;
  lastTargets: Map<string, string>;
  refusals: { minute: number; path: string; key: string }[];
}

function readLine(summary: Summary, line: string, { since, until, lastTargets, refusals }: Context): string {
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
  const { path, port } = requestOf(field(13));
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
      path: wordOf(path),
      time,
      minute,
      created,
      field,
      lastTargets,
      received: Number(received),
      sent: Number(sent),
    });
  } else if (type === 'http' || type === 'https') {
    if (/^[4-9]/.test(status)) {
      const row = summary.clients.get(client) ?? { ...none(), short: 0, targetChanges: 0, refused: 0 };
      row.refused++;
      summary.clients.set(client, row);
    }
    if (field(13).startsWith('GET ') && !/^(2\d\d|304|101)$/.test(status)) {
      const reason = field(25) === '' ? '-' : wordOf(field(25));
      const targetStatus = /^\d{3}$/.test(field(10)) ? field(10) : '-';
      refusals.push({ minute, path: wordOf(path), key: keyOf(wordOf(path), status, targetStatus, reason) });
    }
  }
  summary.types[type] = (summary.types[type] ?? 0) + 1;
  return 'counted';
}

interface Socket {
  type: string;
  status: string;
  port: string;
  client: string;
  path: string;
  time: number;
  minute: number;
  created: number;
  received: number;
  sent: number;
  field: (position: number) => string;
  lastTargets: Map<string, string>;
}

function addSocket(summary: Summary, socket: Socket): void {
  const { type, status, port, client, path, time, minute, created, received, sent, field } = socket;
  summary.received += received;
  summary.sent += sent;
  minuteOf(summary, minute)[1]++;
  count(summary.closed, keyOf(type, status, port, field(16), field(15)));
  const target = wordOf(field(5));
  const inTarget = addTraffic(summary.targets, keyOf(target, wordOf(field(17))), received, sent, {
    ...none(),
    firstOpened: undefined,
    lastClosed: 0,
  });
  inTarget.lastClosed = Math.max(inTarget.lastClosed, time);
  const at = (minute: number): [number, number] => {
    const held = summary.targetMinutes.get(keyOf(target, minute)) ?? [0, 0];
    summary.targetMinutes.set(keyOf(target, minute), held);
    return held;
  };
  at(minute)[1]++;
  const inClient = addTraffic(summary.clients, client, received, sent, {
    ...none(),
    short: 0,
    targetChanges: 0,
    refused: 0,
  });
  const last = socket.lastTargets.get(client);
  if (last !== undefined && last !== target) inClient.targetChanges++;
  socket.lastTargets.set(client, target);
  if (Number.isNaN(created)) summary.unknown++;
  else {
    const opened = Math.floor(created / 60e6);
    minuteOf(summary, opened)[0]++;
    at(opened)[0]++;
    count(summary.clientMinutes, keyOf(client, opened));
    inTarget.firstOpened = Math.min(inTarget.firstOpened ?? Infinity, created);
    summary.durations.push(time - created);
    if (time - created < 5e6) inClient.short++;
  }
  addTraffic(summary.paths, path, received, sent, none());
  addTraffic(summary.userAgents, wordOf(field(14)), received, sent, none());
  addTraffic(summary.nodes, wordOf(field(34)), received, sent, none());
  addTraffic(summary.loadBalancers, wordOf(field(3)), received, sent, none());
}
