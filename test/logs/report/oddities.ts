// A file with every generation of the log and every oddity of real ones, 71 lines. The expected result is written by hand in
// report.test.ts: change both together.
import { accessLine, connectionLine, REST, type Access } from '../../athena/lines.ts';

export const [T1, T2, T6] = ['10.0.1.11:8080', '10.0.2.12:8080', '[fe80::1]:443'] as const;

const at = (minute: number, second: number) =>
  new Date(Date.parse('2026-07-02T10:00:00Z') + (minute * 60 + second) * 1000)
    .toISOString()
    .replace('.000Z', '.000000Z');
const get = (rest: string) => `GET https://chat.example.com:443${rest}`;

/** Closed 10:00:30 to 10:00:40, opened 10 s before; the first generation does not say when. */
function generations(): string[] {
  const line = (index: number, rest: string) =>
    accessLine({
      time: at(0, 30 + index),
      created: at(0, 20 + index),
      client: '198.51.100.1:40000',
      target: T1,
      received: 100,
      sent: 1000,
      rest,
    });
  const early = (index: number, fields: 18 | 24 | 25): string => {
    const full = line(index, REST[27]);
    if (fields === 18) return full.slice(0, full.indexOf(' "chat.example.com"'));
    const with25 = full.slice(0, full.lastIndexOf(` "${T1}"`));
    if (fields === 25) return with25;
    // Without quotes around domain name and certificate.
    return with25
      .slice(0, -' "-"'.length)
      .replace('"chat.example.com" "session-reused"', 'chat.example.com session-reused');
  };
  const later = [27, 29, 30, 33, 34, 35, 36, 37] as const;
  return [
    early(0, 18),
    early(1, 24),
    early(2, 25),
    ...later.map((fields, index) => line(index + 3, REST[fields])),
  ];
}

/** 30 without any data: opened 10:01:00 to 10:01:29, closed 60 s later. */
const idle = (): string[] =>
  Array.from({ length: 30 }, (_, index) =>
    accessLine({
      time: at(2, index),
      created: at(1, index),
      client: '198.51.100.2:40000',
      target: T2,
      received: 6,
      sent: 2,
      request: get('/ws HTTP/1.1'),
      rest: REST[34].replace('10.0.1.9', '10.0.2.9'),
    }),
  );

/** Each closes a second after the previous one, from 10:03:00 on, and was open for 20 s. */
const ODD: readonly Access[] = [
  { client: '2001:db8::5:52000' },
  { target: T6 },
  { target: '-', status: '460', targetStatus: '-' },
  { request: '- - - ' },
  { request: '- http://host:80- -' },
  { request: get('/a b HTTP/1.1') },
  { request: get('/ws') },
  { request: get('/ws  HTTP/1.1') },
  { agent: String.raw`A \x22B\x22` },
  { agent: String.raw`A \"B\"` },
  { agent: 'A\tB' },
  {
    type: 'ws',
    request: 'GET http://chat.example.com:80/ws HTTP/1.1',
    cipher: '-',
    protocol: '-',
    rest: `${REST[36]}\r`,
  },
  { agent: 'x'.repeat(8000) },
  { agent: 'A\0B' },
];

const odd = (): string[] =>
  ODD.map((each, index) =>
    accessLine({
      time: at(3, index),
      created: at(2, 40 + index),
      client: '198.51.100.4:40000',
      target: T1,
      received: 1,
      sent: 1,
      ...each,
    }),
  );

/** From 10:03:30 on: seven refused upgrades, then other lines. */
function requests(): string[] {
  const none = { targetStatus: '-', target: '-' };
  const all: Access[] = [
    { status: '400', ...none },
    { status: '426', targetStatus: '426', target: T1 },
    ...['464', '501', '502', '503', '504'].map((status) => ({ status, ...none })),
    { status: '200', target: T1 },
    { status: '304', target: T1 },
    { status: '502', ...none, request: get('/ws HTTP/1.1').replace('GET', 'POST') },
    { status: '502', ...none, request: get('/api HTTP/1.1') },
  ];
  return all.map((each, index) =>
    accessLine({
      type: 'https',
      time: at(3, 30 + index),
      created: at(3, 30 + index),
      client: '198.51.100.3:40000',
      ...each,
    }),
  );
}

const others = (): string[] => [
  'not a line of a log\u001B[2J',
  accessLine().replace('" "Mozilla', '""Mozilla'),
  accessLine({ time: '2026-07-02T10:00:00.000000X' }),
  connectionLine(),
  `http 2026-07-02T10:00:00.000000Z 0.004 ${T1} ab12 PASS 200 - app/chat/0123456789abcdef 10.0.1.9`,
  '',
];

export const oddities = (): string =>
  [...generations(), ...idle(), ...odd(), ...requests(), ...others()].map((line) => `${line}\n`).join('');
