// Hand-written log lines for the queries.
import type { LoggedLine } from './duckdb.ts';
import { accessLine, connectionLine, REST, type Access } from './lines.ts';

export const TODAY = '2026-07-02';
const BEFORE = '2026/06/30';
export const YESTERDAY = '2026/07/01';
export const NOW = '2026/07/02';
const TOMORROW = '2026/07/03';

export const at = (day: string, time: string) => `${day.replaceAll('/', '-')}T${time}Z`;

/** A WebSocket that was open from `from` to `to`; the date may be omitted. */
const webSocket = (
  from: string,
  to: string,
  client: string,
  target: string,
  more: Access = {},
  day: string = NOW,
) => ({
  day,
  line: accessLine({
    created: from.includes('T') || from === '-' ? from : at(day, from),
    time: at(day, to),
    client: `${client}:40000`,
    target: `${target}:8080`,
    ...more,
  }),
});

export const [A, B, C, D, E, SIX, LOOP] = [
  '198.51.100.1',
  '198.51.100.2',
  '198.51.100.3',
  '198.51.100.4',
  '198.51.100.5',
  '2001:db8::7',
  '203.0.113.50',
] as const;
export const [T1, T2, T3] = ['10.0.0.1', '10.0.0.2', '10.0.0.3'] as const;

export const WEB_SOCKETS: LoggedLine[] = [
  webSocket('09:59:30.000000', '10:00:30.000000', A, T1, { received: 100, sent: 1000 }, YESTERDAY), // 60 s
  webSocket(
    '10:00:40.000000',
    '10:00:45.000000',
    A,
    T1,
    { received: 10, sent: 20, rest: REST[29] },
    YESTERDAY,
  ), // 5 s
  webSocket('08:53:20.000000', '10:00:00.000000', B, T2), // 4000 s
  webSocket('08:53:20.000000', '10:00:04.500000', C, T2, { rest: REST[30] }), // 4004.5 s
  webSocket('08:53:20.000000', '10:00:05.001000', C, T2, { rest: REST[33] }), // 4005.001 s
  webSocket('08:53:20.000000', '09:59:55.000000', B, T1, { rest: REST[34] }), // 3995 s
  webSocket('09:00:00.000000', '09:00:55.000000', SIX, T1, {
    type: 'ws',
    request: 'GET http://chat.example.com:80/socket HTTP/1.1',
  }), // 55 s
  webSocket('09:00:00.000000', '09:00:54.999000', D, T1), // 54.999 s
  webSocket('09:00:00.000000', '09:00:00.500000', D, T2, { rest: REST[37] }), // 0.5 s
  webSocket('-', '09:30:00.000000', D, T2, { rest: REST[27] }), // unknown duration
  webSocket('2026-06-30T00:00:00.000000Z', '07:33:20.000000', E, T1, { received: 5000, sent: 70_000 }), // 200000 s
  // A client that reconnects in a loop, 2 s each.
  ...Array.from({ length: 10 }, (_, second) =>
    webSocket(`11:00:0${second}.000000`, `11:00:${String(second + 2).padStart(2, '0')}.000000`, LOOP, T3, {
      received: 1,
      sent: 2,
    }),
  ),
];

/** A request that was answered without an upgrade. */
const request = (time: string, status: string, more: Access = {}, day: string = NOW): LoggedLine => ({
  day,
  line: accessLine({
    type: 'https',
    time: at(day, time),
    created: at(day, time),
    status,
    targetStatus: '-',
    target: '-',
    ...more,
  }),
});
const get = (path: string) => `GET https://chat.example.com:443${path} HTTP/1.1`;

export const FAILED_UPGRADES: LoggedLine[] = [
  request('12:00:00.000000', '502', { client: `${A}:1` }),
  request('12:00:01.000000', '502', { client: `${A}:2`, request: get('/ws?room=2&token=a/b') }),
  request('12:00:02.000000', '502', { client: `${B}:3`, request: get('/ws') }),
  request('12:00:03.000000', '502', { client: `${D}:4`, target: `${T1}:8080`, targetStatus: '502' }),
  request('12:00:04.000000', '400', { type: 'http', reason: 'LambdaWebsocketNotSupported' }),
  request('12:00:05.000000', '503', { request: get('/socket?x') }, YESTERDAY),
];

export const OTHERS: LoggedLine[] = [
  // Other days.
  webSocket('23:00:00.000000', '23:01:00.000000', A, T1, { request: get('/old') }, BEFORE),
  webSocket('00:00:00.000000', '00:01:00.000000', A, T1, {}, TOMORROW),
  request('12:00:00.000000', '502', {}, BEFORE),
  request('12:00:00.000000', '502', {}, TOMORROW),
  // Neither an open WebSocket nor a failed upgrade.
  request('12:00:00.000000', '200', { target: `${T1}:8080`, targetStatus: '200' }),
  request('12:00:00.000000', '101', { target: `${T1}:8080`, targetStatus: '101' }),
  request('12:00:00.000000', '460', { type: 'wss', request: get('/api') }),
  request('12:00:00.000000', '403'),
  request('12:00:00.000000', '502', { type: 'h2' }),
  request('12:00:00.000000', '502', { request: 'POST https://chat.example.com:443/ws HTTP/1.1' }),
  request('12:00:00.000000', '502', { request: get('/api') }),
  request('12:00:00.000000', '504', { request: get('/ws/more') }),
  // A path that had WebSockets on another day only.
  request('12:00:00.000000', '502', { request: get('/old') }),
  // Malformed.
  request('12:00:00.000000', '400', { type: 'http', request: '- http://chat.example.com:80- -' }),
  { day: NOW, line: 'Enable AccessLog for ELB: app/chat/0123456789abcdef' },
];

export const UNTRUSTED = { status: 'Failed:ClientCertUntrusted', latency: '-' };
export const UNMAPPED = {
  status: 'Failed:UnmappedConnectionError',
  protocol: '-',
  cipher: '-',
  latency: '-',
};
const connection = (time: string, more: Parameters<typeof connectionLine>[0] = {}, day: string = NOW) => ({
  day,
  line: connectionLine({ time: at(day, time), ...more }),
});
export const CONNECTIONS: LoggedLine[] = [
  connection('09:00:00.000000', { ...UNTRUSTED, client: A }, YESTERDAY),
  connection('09:00:01.000000', { ...UNTRUSTED, client: A, rest: '' }),
  connection('09:00:02.000000', { ...UNTRUSTED, client: SIX, rest: ' x25519' }),
  connection('09:00:03.000000', { ...UNTRUSTED, protocol: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-SHA256' }),
  connection('09:00:04.000000', UNMAPPED),
  // Success, no TLS, another day.
  connection('09:00:05.000000'),
  connection('09:00:05.000000', { port: '80', protocol: '-', cipher: '-', latency: '-', status: '-' }),
  connection('09:00:05.000000', UNTRUSTED, BEFORE),
  connection('09:00:05.000000', UNMAPPED, TOMORROW),
];
