// Connections to AWS: kept open between calls, with the proxy and certificate authorities that the AWS CLI would use.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { AwsFailed } from './failed.ts';

/** Enough for each reading thread to fetch several S3 objects at once. */
const MOST_SOCKETS = 128;

/** @throws {AwsFailed} if AWS_CA_BUNDLE cannot be read, or HTTPS_PROXY is not a URL. */
export function requestHandler(connectionTimeout: number): NodeHttpHandler {
  const ca = certificates(process.env['AWS_CA_BUNDLE']);
  const proxy = proxyOf(process.env);
  const options = { keepAlive: true, maxSockets: MOST_SOCKETS, ...(ca !== undefined && { ca }) };
  return new NodeHttpHandler({
    connectionTimeout,
    httpAgent: new http.Agent({ keepAlive: true, maxSockets: MOST_SOCKETS }),
    httpsAgent: proxy ? new TunnelAgent(proxy, options) : new https.Agent(options),
    // The only warning it gives is about sockets that wait for their turn, which is normal here.
    socketAcquisitionWarningTimeout: 3_600_000,
  });
}

function certificates(file: string | undefined): Buffer | undefined {
  if (!file) return undefined;
  try {
    return readFileSync(file);
  } catch (error) {
    throw unusable(`The file in AWS_CA_BUNDLE cannot be read: ${file}`, error);
  }
}

interface Proxy {
  readonly url: URL;
  /** Hosts that are called without the proxy: `example.com`, `.example.com`, `*`. */
  readonly not: readonly string[];
}

function proxyOf(env: Readonly<Record<string, string | undefined>>): Proxy | undefined {
  const text = env['HTTPS_PROXY'] || env['https_proxy'];
  if (!text) return undefined;
  const not = (env['NO_PROXY'] || env['no_proxy'] || '').split(/[\s,]+/).filter((host) => host !== '');
  try {
    return { url: new URL(text.includes('://') ? text : `http://${text}`), not };
  } catch (error) {
    throw unusable('HTTPS_PROXY is not the URL of a proxy.', error);
  }
}

const unusable = (message: string, cause: unknown): AwsFailed =>
  new AwsFailed(
    { kind: 'unreachable', code: undefined, message, remedy: 'Correct the variable, or unset it.' },
    undefined,
    cause,
  );

/** Whether NO_PROXY lists the host, or a domain that contains it. */
export const isExempt = (host: string, not: readonly string[]): boolean =>
  not.some((each) => {
    const name = each.replace(/^\*?\./, '').replace(/:\d+$/, '');
    return each === '*' || host === name || host.endsWith(`.${name}`);
  });

type Connected = (error: Error | null, socket?: Duplex) => void;
type ConnectionOptions = tls.ConnectionOptions & { readonly host: string; readonly port: number };

/** Opens a tunnel to the host through an HTTP proxy (CONNECT), and speaks TLS through it. */
class TunnelAgent extends https.Agent {
  readonly #proxy: Proxy;

  constructor(proxy: Proxy, options: https.AgentOptions) {
    super(options);
    this.#proxy = proxy;
  }

  override createConnection(options: ConnectionOptions, connected: Connected): Duplex | undefined {
    const { host, port } = options;
    const { url, not } = this.#proxy;
    if (isExempt(host, not)) return tls.connect({ servername: host, ...options });
    const { request } = url.protocol === 'https:' ? https : http;
    const user = decodeURIComponent(`${url.username}:${url.password}`);
    request({
      host: url.hostname,
      port: url.port || (url.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: `${host}:${port}`,
      headers: {
        host: `${host}:${port}`,
        ...(url.username !== '' && {
          'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}`,
        }),
      },
    })
      .once('connect', ({ statusCode }, socket) => {
        if (statusCode === 200) connected(null, tls.connect({ servername: host, ...options, socket }));
        else {
          socket.destroy();
          connected(
            Object.assign(
              new Error(`The proxy ${url.host} refused the connection to ${host}: status ${statusCode}`),
              {
                code: 'ECONNREFUSED',
                hostname: `proxy ${url.hostname}`,
              },
            ),
          );
        }
      })
      .once('error', (error) => connected(Object.assign(error, { hostname: `proxy ${url.hostname}` })))
      .end();
    return undefined;
  }
}
