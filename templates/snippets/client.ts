// Client: a WebSocket in a browser that comes back by itself.
//
//   const client = connectClient('wss://ws.example.com/', {
//     onOpen: () => client.send(JSON.stringify({ resume: lastId })),
//     onMessage: (message) => show(message),
//   });
//   client.send('hello');
//
// Sockets end: at each deployment, when servers are scaled in, when the network changes. The server closes with 1001 and spreads its
// closes; then the client is back within a second. A connection that ends without a word ended for many at the same time: then it
// waits a random time, and longer after each failure.
//
// A browser does not show why an upgrade was refused: 503 of a full server and 403 look like a network that is down. So every
// failure is treated as if servers were short. Browsers answer the server's pings, which keep the socket open, without showing them.
import { keepConnected, type Client, type ClientOptions } from './reconnect.ts';

/** What is used of the standard WebSocket: browsers have it, and Node.js from 22 on. */
interface StandardSocket {
  binaryType: string;
  readonly readyState: number;
  readonly send: (message: string | ArrayBuffer) => void;
  readonly close: (code?: number) => void;
  readonly addEventListener: (type: string, listener: (event: SocketEvent) => void) => void;
}

/** `code` of a close, `data` of a message. */
interface SocketEvent {
  readonly code: number;
  readonly data: string | ArrayBuffer;
}

interface Surroundings {
  readonly WebSocket: new (url: string, protocols?: string | string[]) => StandardSocket;
  readonly addEventListener?: (type: 'online', listener: () => void) => void;
  readonly removeEventListener?: (type: 'online', listener: () => void) => void;
}

/** Opens a socket and keeps one open until `close`. */
export function connectClient(url: string, options: ClientOptions, protocols?: string | string[]): Client {
  const { WebSocket, addEventListener, removeEventListener } = globalThis as unknown as Surroundings;
  const client = keepConnected(
    ({ opened, message, ended }) => {
      const socket = new WebSocket(url, protocols);
      socket.binaryType = 'arraybuffer';
      socket.addEventListener('open', opened);
      socket.addEventListener('message', ({ data }) => message(data));
      socket.addEventListener('close', ({ code }) => ended({ code }));
      return {
        send: (data) => socket.send(data),
        close: (code) => socket.close(code),
        drop: () => socket.close(),
      };
    },
    {
      ...options,
      onEnd: (ending) => {
        removeEventListener?.('online', client.hurry);
        options.onEnd?.(ending);
      },
    },
    false,
  );
  addEventListener?.('online', client.hurry);
  return client;
}
