// Parses the options into a plan, and reports all mistakes at once.
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { KnownError } from '../../common/known-error.ts';
import { count } from '../../common/numbers.ts';
import type { Endpoint } from '../../verify/observations.ts';
import type { ConfigOptions } from '../shared/config-options.ts';
import { QuantityReader } from '../shared/quantities.ts';
import { readAuthorities } from './authorities.ts';
import type { Plan } from './plan.ts';

export interface VerifyOptions extends ConfigOptions {
  readonly origin?: string;
  readonly header?: readonly string[];
  readonly subprotocol?: readonly string[];
  readonly message?: string;
  readonly compression?: boolean;
  readonly idle: string;
  readonly messageSize?: string;
  readonly sockets?: string;
  readonly hold: string;
  readonly watch?: string | true;
  readonly serverHeader?: string;
  readonly connectTo?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly httpPort?: string;
  readonly timeout: string;
  readonly yes?: boolean;
  readonly format: 'text' | 'json' | 'junit';
  readonly output?: string;
}

const LIMITS = { sockets: 1000, perSecond: 20 } as const;
const LIMITS_WITH_YES = { sockets: 20_000, perSecond: 200 } as const;
const WATCHED = 20;
const DEFAULT_WATCH = '10m';
/** In seconds, above ELB's longest idle timeout, 4,000. */
const LONGEST = 4 * 3600;
const SMALLEST_SIZE = 1024;
/** In bytes, half of what a socket may receive. */
const LARGEST_SIZE = 8 * 2 ** 20;
/** An HTTP token. Source: RFC 6455, section 4.1. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/i;
/** Headers that the handshake itself sets. */
const OWN_HEADERS = /^(?:sec-websocket-.*|connection|upgrade|host|content-length|transfer-encoding)$/i;

export function planOf(url: string, options: VerifyOptions, version: string): Plan {
  const reader = new QuantityReader();
  const limits = options.yes ? LIMITS_WITH_YES : LIMITS;
  const parsed = reader.other('URL', url, readUrl);
  const range = { min: 1, max: LONGEST };
  const idle = options.idle === '0' ? 0 : reader.duration('--idle', options.idle, range);
  const hold = reader.duration('--hold', options.hold, range);
  const timeout = reader.duration('--timeout', options.timeout, { min: 1, max: 120 });
  const watch = reader.duration('--watch', options.watch === true ? DEFAULT_WATCH : options.watch, range);
  const sockets = reader.number('--sockets', options.sockets, { integer: true, positive: true });
  if (sockets !== undefined && sockets > limits.sockets)
    reader.refuse({
      where: '--sockets',
      what: `${count(sockets)} sockets are more than this tool opens at an endpoint.`,
      allowed: `1–${count(limits.sockets)}`,
      ...(!options.yes && {
        remedy: `--yes allows ${count(LIMITS_WITH_YES.sockets)}; use it only on your own endpoint.`,
      }),
    });
  const plainPort = reader.number('--http-port', options.httpPort, {
    integer: true,
    positive: true,
    max: 65_535,
  });
  const headers = reader.other('--header', options.header === undefined ? undefined : '', () =>
    readHeaders(options.header ?? []),
  );
  const sizes = reader.other('--message-size', options.messageSize, readSizes);
  const subprotocols = options.subprotocol ?? [];
  for (const name of subprotocols)
    if (!TOKEN.test(name) || subprotocols.indexOf(name) !== subprotocols.lastIndexOf(name))
      reader.refuse({
        where: '--subprotocol',
        what: `${JSON.stringify(name)} cannot be asked for.`,
        allowed: 'letters, digits and - . _ + ~, each once',
      });
  reader.other('--origin', options.origin, readOrigin);
  reader.other('--connect-to', options.connectTo, readHost);
  if (options.serverHeader !== undefined && !TOKEN.test(options.serverHeader))
    reader.refuse({
      where: '--server-header',
      what: `${JSON.stringify(options.serverHeader)} is not the name of a header.`,
    });
  const ca = reader.other('--ca', options.ca, readAuthorities);
  reader.check();
  if (!parsed) throw new Error('unreachable: a URL that cannot be read was reported');
  const endpoint = endpointOf(parsed, options);
  return {
    endpoint,
    url: parsed.href,
    headers: headers ?? {},
    userAgent: `websocket-alb-verify/${version}`,
    timeoutMs: (timeout ?? 0) * 1000,
    ...(ca !== undefined && { ca }),
    isInsecure: options.insecure ?? false,
    ...(plainPort !== undefined
      ? { plainPort }
      : endpoint.isSecure && endpoint.port === 443
        ? { plainPort: 80 }
        : {}),
    idleMs: (idle ?? 0) * 1000,
    sizes: sizes ?? [],
    ...(sockets !== undefined && watch === undefined && { crowd: { sockets, holdMs: (hold ?? 0) * 1000 } }),
    ...(watch !== undefined && { watch: { sockets: sockets ?? WATCHED, watchMs: watch * 1000 } }),
    ...(options.serverHeader !== undefined && { serverHeader: options.serverHeader }),
    perSecond: limits.perSecond,
  };
}

function endpointOf(
  url: URL,
  { origin, subprotocol = [], compression, message, connectTo }: VerifyOptions,
): Endpoint {
  const isSecure = url.protocol === 'wss:';
  // Queries often contain tokens, and reports get shared.
  const shown = new URL(url);
  shown.search = '';
  return {
    url: `${shown.href}${url.search === '' ? '' : '?…'}`,
    isSecure,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
    ...(connectTo !== undefined && { connectTo: readHost(connectTo) }),
    ...(origin !== undefined && { origin }),
    subprotocols: subprotocol,
    wantsCompression: compression ?? false,
    ...(message !== undefined && { message }),
  };
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'ws:' && url.protocol !== 'wss:'))
    throw new KnownError(`${JSON.stringify(text)} is not the URL of a WebSocket.`, {
      allowed: 'wss://host/path, or ws:// without TLS',
    });
  if (url.username !== '' || url.password !== '')
    throw new KnownError('The URL contains a user name or password, which would appear in reports.', {
      remedy: "Send it as --header 'Authorization: …'.",
    });
  url.hash = '';
  return url;
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(line) ?? [];
      try {
        validateHeaderName(name);
        validateHeaderValue(name, value);
      } catch {
        throw new KnownError(`${JSON.stringify(line.slice(0, 60))} is not a header.`, {
          allowed: "'Name: value', once for each header",
        });
      }
      if (OWN_HEADERS.test(name))
        throw new KnownError(`${name} belongs to the handshake.`, {
          remedy: 'Leave it out; --subprotocol asks for a subprotocol.',
        });
      return [name, value];
    }),
  );
}

function readOrigin(text: string): string {
  if (text === 'null' || (URL.canParse(text) && new URL(text).origin === text)) return text;
  throw new KnownError(`${JSON.stringify(text)} is not an origin.`, {
    allowed: 'such as https://www.example.com, without a path',
  });
}

function readHost(text: string): string {
  const bare = text.replace(/^\[|\]$/g, '');
  const inUrl = bare.includes(':') ? `[${bare}]` : bare;
  if (
    bare !== '' &&
    !/[/@?#]/.test(bare) &&
    URL.canParse(`ws://${inUrl}/`) &&
    new URL(`ws://${inUrl}/`).port === ''
  )
    return bare;
  throw new KnownError(`${JSON.stringify(text)} is not a host.`, {
    allowed: 'a name or an address, without scheme and port',
  });
}

/** Sizes from 1 KB up to the given one, each four times the one before. */
function readSizes(text: string): readonly number[] {
  const [, digits = '', unit = ''] = /^(\d{1,9})(k|m)?$/i.exec(text) ?? [];
  const largest =
    digits === ''
      ? Number.NaN
      : Number(digits) * { '': 1, k: 1024, m: 2 ** 20 }[unit.toLowerCase() as '' | 'k' | 'm'];
  if (!(largest >= SMALLEST_SIZE && largest <= LARGEST_SIZE))
    throw new KnownError(`${JSON.stringify(text)} is not allowed.`, {
      allowed: '1k to 8m: bytes, or with k or m',
    });
  const sizes: number[] = [];
  for (let size = SMALLEST_SIZE; size < largest; size *= 4) sizes.push(size);
  return [...sizes, largest];
}
