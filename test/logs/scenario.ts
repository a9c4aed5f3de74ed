// Six hours of a chat service, the same in each run: a third target appears at 09:30, at 10:30 one target is deployed and its
// sockets reconnect at once, and throughout there are idle sockets, a client that reconnects in a loop, and old TLS.
import { accessLine, REST, type Access } from '../athena/lines.ts';

const START = Date.parse('2026-07-02T06:00:00Z');
const END = Date.parse('2026-07-02T12:00:00Z');
const DEPLOY = Date.parse('2026-07-02T10:30:00Z');
const SCALE_OUT = Date.parse('2026-07-02T09:30:00Z');
const MINUTE = 60_000;
const TARGETS = ['10.0.1.11:8080', '10.0.2.12:8080', '10.0.3.13:8080'] as const;
const LOOP = '203.0.113.50';
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  'chat-desktop/4.2',
  'okhttp/4.12.0',
] as const;

const get = (path: string) => `GET https://chat.example.com:443${path} HTTP/1.1`;
/** ELB writes microseconds; the odd digits reveal a truncated time. */
const iso = (millis: number) =>
  `${new Date(millis).toISOString().slice(0, -1)}${String(Math.floor(millis) % 997).padStart(3, '0')}Z`;

/** The lines in chronological order. */
export function scenario(): string[] {
  let state = 7;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)]!;
  const lines: { readonly at: number; readonly line: string }[] = [];
  const address = () => `198.51.${100 + Math.floor(random() * 3)}.${Math.floor(random() * 200)}`;
  const add = (at: number, access: Access) => {
    if (at >= START && at < END)
      lines.push({
        at,
        line: accessLine({
          time: iso(at),
          agent: pick(AGENTS),
          rest: REST[34].replace('10.0.1.9', pick(['10.0.1.9', '10.0.2.9'])),
          ...access,
        }),
      });
  };
  const socket = (opened: number, millis: number, access: Access = {}) =>
    add(opened + millis, {
      created: iso(opened),
      client: `${address()}:${40_000 + Math.floor(random() * 20_000)}`,
      target: pick(opened < SCALE_OUT ? TARGETS.slice(0, 2) : TARGETS),
      received: Math.floor(millis / 10),
      sent: Math.floor(millis / 2),
      request: get(random() < 0.9 ? `/ws?room=${Math.floor(random() * 99)}` : '/presence'),
      ...(random() < 0.6 && { cipher: 'TLS_AES_128_GCM_SHA256', protocol: 'TLSv1.3' }),
      ...access,
    });

  for (let minute = START - 30 * MINUTE; minute < END; minute += MINUTE)
    for (let each = 0; each < 6; each++) {
      const opened = minute + random() * MINUTE;
      // Idle sockets have a handshake, and nothing else.
      if (random() < 0.12) socket(opened, 60_002 + random() * 300, { received: 700, sent: 300 });
      else socket(opened, 1000 * 10 ** (0.5 + random() * 3));
      if (random() < 0.3)
        add(opened, {
          type: 'https',
          status: '200',
          target: pick(TARGETS),
          request: get('/api/rooms'),
          created: iso(opened),
        });
    }
  for (let each = 0; each < 260; each++) {
    const client = `${address()}:50000`;
    const closed = DEPLOY + 5000 + random() * 40_000;
    const opened = closed - 60_000 - random() * 5_000_000;
    add(closed, {
      created: iso(opened),
      client,
      target: TARGETS[0],
      request: get('/ws'),
      received: 900,
      sent: 40_000,
    });
    socket(closed + 10_000 + random() * 40_000, 1000 * 10 ** (1 + random() * 2.5), { client });
  }
  for (let each = 0; each < 44; each++) {
    const at = DEPLOY + 20_000 + random() * 60_000;
    add(at, {
      type: 'https',
      status: '502',
      targetStatus: '-',
      target: TARGETS[0],
      client: '198.51.100.7:1',
      request: get('/ws'),
      created: iso(at),
    });
  }
  for (let each = 0; each < 12; each++) {
    const at = START + random() * (END - START);
    add(at, {
      type: 'https',
      status: '426',
      target: pick(TARGETS),
      client: '198.51.100.8:1',
      request: get('/ws?room=1'),
      created: iso(at),
    });
  }
  for (let each = 0; each < 80; each++)
    socket(START + 2 * 3600_000 + each * 8000, 1500 + random() * 900, {
      client: `${LOOP}:50000`,
      agent: 'okhttp/3.9.1',
      protocol: 'TLSv1',
      cipher: 'ECDHE-RSA-AES128-SHA',
    });
  socket(START, 120_000, { created: '-', client: '2001:db8::7:50000' });
  return lines.toSorted((left, right) => left.at - right.at).map(({ line }) => line);
}
