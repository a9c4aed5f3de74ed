// Services of different shapes and their faults, as log lines. The same in each run.
import { accessLine, REST, type Access } from '../athena/lines.ts';
import { newRandom } from './generator/random.mjs';

const START = Date.parse('2026-07-02T06:00:00Z');
export const HOUR = 3600;
export const TARGETS = ['10.0.1.11:8080', '10.0.2.12:8080', '10.0.1.13:8080', '10.0.2.14:8080'] as const;
export const NODES = ['10.0.0.5', '10.0.64.5'] as const;
const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0.0.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148',
] as const;

const iso = (second: number): string =>
  `${new Date(START + Math.round(second * 1000)).toISOString().slice(0, -1)}000Z`;
export const get = (path: string, origin = 'https://chat.example.com:443'): string =>
  `GET ${origin}${path} HTTP/1.1`;

export interface Socket extends Access {
  readonly node?: string;
}

/** A service to which sockets and requests are added. */
export function newService(seed: number) {
  const random = newRandom(seed);
  const lines: { at: number; line: string }[] = [];
  const { next, pick, below } = random;
  const uniform = (from: number, to: number): number => from + next() * (to - from);
  const exponential = (mean: number): number => -Math.log(1 - next()) * mean;
  /** About half of the values are below the median, and nearly all within a few times `sigma` octaves. */
  const lognormal = (median: number, sigma: number): number =>
    median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
  const client = (from = 1500): string => {
    const index = below(from);
    return `198.18.${index >> 8}.${index & 255}:${10_000 + below(50_000)}`;
  };
  const add = (at: number, { node = pick(NODES), ...access }: Socket): void => {
    if (at >= 0)
      lines.push({
        at,
        line: accessLine({ time: iso(at), rest: REST[34].replace('10.0.1.9', node), ...access }),
      });
  };
  const socket = (opened: number, lasted: number, more: Socket = {}): void =>
    add(opened + lasted, {
      created: iso(opened),
      client: client(),
      target: pick(TARGETS),
      agent: pick(BROWSERS),
      request: get('/chat'),
      received: 700 + Math.floor(lasted * 20),
      sent: 300 + Math.floor(lasted * 90),
      ...more,
    });
  const request = (at: number, status: string, more: Socket = {}): void =>
    add(at, {
      type: 'https',
      created: iso(at - 0.01),
      status,
      client: client(),
      target: more.targetStatus === '-' ? '-' : pick(TARGETS),
      agent: pick(BROWSERS),
      request: get('/chat'),
      ...more,
    });
  /** Sockets spread over hours. */
  const traffic = (count: number, hours: number, lasted: () => number, more: Socket = {}): void => {
    for (let index = 0; index < count; index++) socket(uniform(-HOUR, hours * HOUR), lasted(), more);
  };
  return {
    ...random,
    uniform,
    exponential,
    lognormal,
    client,
    iso,
    socket,
    request,
    traffic,
    /** Healthy traffic: 3,000 sockets over six hours. */
    ordinary: () => traffic(3000, 6, () => lognormal(400, 1.1)),
    lines: (until = 6 * HOUR): string[] =>
      lines
        .filter(({ at }) => at < until)
        .sort((left, right) => left.at - right.at)
        .map(({ line }) => line),
  };
}

export type Service = ReturnType<typeof newService>;
