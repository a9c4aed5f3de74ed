// Client for Node.js: a WebSocket that reconnects by itself.
//
//   const client = connectClient('wss://ws.example.com/', {
//     onOpen: () => client.send(JSON.stringify({ resume: lastId })),
//     onMessage: (message) => handle(message),
//   });
//
// After 1001 it reconnects within a second, since the server spreads its closes. After a connection that ended without
// a close frame it waits a random time, and longer after each failure; after 503 longer still, since the servers are
// full or draining. It sees the server's pings, and ends a connection on which they stop.
import { WebSocket, type ClientOptions as SocketOptions, type RawData } from 'ws';
import { ABNORMAL, keepConnected, type Client, type ClientOptions } from './reconnect.ts';

/** Keeps a socket open until `close`. `socketOptions` are passed to `ws`: headers, `ca`, and so on. */
export function connectClient(
  url: string,
  options: ClientOptions,
  socketOptions: SocketOptions = {},
): Client {
  return keepConnected(
    ({ opened, message, alive, ended }) => {
      const socket = new WebSocket(url, { perMessageDeflate: false, ...socketOptions });
      let status: number | undefined;
      socket.on('open', opened);
      socket.on('ping', alive);
      socket.on('message', (data, isBinary) => message(isBinary ? bytesOf(data) : textOf(data)));
      socket.on('unexpected-response', (request, response) => {
        status = response.statusCode;
        request.destroy();
        ended({ code: ABNORMAL, ...(status !== undefined && { status }) });
      });
      // `close` follows every error, except when the upgrade was refused.
      socket.on('error', () => undefined);
      socket.on('close', (code) => ended({ code }));
      return {
        send: (data) => socket.send(data),
        close: (code) => socket.close(code),
        drop: () => socket.terminate(),
      };
    },
    options,
    true,
  );
}

const textOf = (data: RawData): string =>
  Buffer.isBuffer(data) ? data.toString() : Buffer.from(bytesOf(data)).toString();

function bytesOf(data: RawData): ArrayBuffer {
  if (data instanceof ArrayBuffer) return data;
  const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
  return new Uint8Array(bytes).buffer;
}
