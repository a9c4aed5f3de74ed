// A complete WebSocket server for this load balancer: health check, heartbeat, drain and metrics together.
// Replace `onMessage` and `onRequest` with your application.
import { readFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { createHealthCheck } from './health-check.ts';
import { startHeartbeat } from './heartbeat.ts';
import { startMetrics } from './metrics.ts';
import { healthCheckSettings, serverSettings } from './settings.ts';
import { drainBeforeStop } from './stopping.ts';
import { refuseUpgrade } from './upgrade.ts';

const { maxPayload, webSocketPath } = serverSettings;
// Maximum bytes waiting for one client. A client that reads too slowly would fill the memory.
const maxWaiting = 16 * maxPayload;
// Origins of other sites that may open a WebSocket: ALLOWED_ORIGINS=https://www.example.com,https://example.com
const allowedOrigins = new Set(
  (process.env['ALLOWED_ORIGINS'] ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== ''),
);

const server = listen(serverSettings.port, serverSettings.tls, (request, response) => {
  if (!health.handle(request, response)) onRequest(request, response);
});
// Compression costs memory and time for every socket: turn perMessageDeflate on only if you have measured that it pays
// off.
const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
const health = createHealthCheck(server, sockets);
// With metrics off in the config the role of the task may not publish them.
const metrics = serverSettings.publishMetrics ? startMetrics(sockets) : undefined;
if (healthCheckSettings.separatePort)
  listen(healthCheckSettings.port, healthCheckSettings.tls, (request, response) => {
    if (!health.handle(request, response)) response.writeHead(404).end();
  });

server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
  const refusal = refusalOf(request);
  if (refusal !== undefined) {
    refuseUpgrade(socket, refusal);
    return;
  }
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    sockets.emit('connection', webSocket, request);
  });
});
sockets.on('connection', (socket) => {
  // Without a listener, an error on one socket would crash the process. The socket closes by itself.
  socket.on('error', (error) => console.error('WebSocket:', error.message));
  socket.on('message', (data, isBinary) => onMessage(socket, data, isBinary));
});
startHeartbeat(sockets);
drainBeforeStop(server, sockets, {
  onStart: () => health.startDraining(),
  onEnd: async () => metrics?.stop(),
});

/** Your application: here every message goes back to its sender. */
function onMessage(socket: WebSocket, data: RawData, isBinary: boolean): void {
  send(socket, data, isBinary);
}

/** Sends a message, or cuts off a client that has too many unread ones. */
function send(socket: WebSocket, data: RawData, isBinary: boolean): void {
  if (socket.bufferedAmount > maxWaiting) {
    socket.terminate();
    return;
  }
  socket.send(data, { binary: isBinary });
  metrics?.countMessages();
}

/** Your application: plain HTTP requests. */
function onRequest(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404).end();
}

/** The status to refuse an upgrade with; undefined to accept it. Check tokens and cookies here too. */
function refusalOf(request: IncomingMessage): number | undefined {
  if (webSocketPath !== '' && request.url?.split('?', 1)[0] !== webSocketPath) return 404;
  if (!isAllowedOrigin(request)) return 403;
  return health.status() === 'ok' ? undefined : 503;
}

/**
 * Browsers send cookies along with a WebSocket to any site, whichever page opened it: the Origin header is the only
 * protection. Other clients send no Origin, or anything they like: they need a token.
 */
function isAllowedOrigin({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined || allowedOrigins.has(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** An HTTP server whose timeouts fit the load balancer. */
function listen(port: number, tls: boolean, onRequest: RequestListener): Server | TlsServer {
  const web = tls ? createTlsServer(certificate(), onRequest) : createServer(onRequest);
  web.keepAliveTimeout = serverSettings.keepAliveTimeout * 1000;
  web.headersTimeout = serverSettings.headersTimeout * 1000;
  web.requestTimeout = serverSettings.requestTimeout * 1000;
  return web.listen(port, () => console.error(`Listening on port ${port}`));
}

/** The load balancer encrypts traffic to its targets, but does not check the certificate: a self-signed one will do. */
function certificate(): { key: Buffer; cert: Buffer } {
  const { TLS_KEY_FILE: key, TLS_CERT_FILE: cert } = process.env;
  if (key === undefined || cert === undefined)
    throw new Error('Set TLS_KEY_FILE and TLS_CERT_FILE to the paths of the key and the certificate.');
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
