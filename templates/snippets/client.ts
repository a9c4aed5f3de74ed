// Client: a WebSocket in a browser that reconnects by itself.
//
//   const client = connectClient('wss://ws.example.com/', {
//     onOpen: () => client.send(JSON.stringify({ resume: lastId })),
//     onMessage: (message) => show(message),
//   });
//   client.send('hello');
//
// Sockets end: at each deployment, when servers are scaled in, when the network changes. If the server closes with
// 1001, it spreads its closes, and the client reconnects within a second. If a connection ends without a close frame,
// many probably ended at the same time, so the client waits a random time, and longer after each failure.
//
// A browser does not show why an upgrade was refused: a 503 from a full server and a 403 look like a network that is
// down. So every failure is treated as if servers were overloaded. Browsers answer the server's pings, which keep the
// socket open, but do not show them.
import { keepConnected, type Client, type ClientOptions } from './reconnect.ts';

/** The part of the standard WebSocket that is used. Browsers have it, and Node.js 22 and later. */
interface StandardSocket {
  binaryType: string;
  readonly readyState: number;
  readonly send: (message: string | ArrayBuffer) => void;
  readonly close: (code?: number) => void;
  readonly addEventListener: (type: string, listener: (event: SocketEvent) => void) => void;
}

/** Close events have `code`, message events have `data`. */
interface SocketEvent {
  readonly code: number;
  readonly data: string | ArrayBuffer;
}

interface Surroundings {
  readonly WebSocket: new (url: string, protocols?: string | string[]) => StandardSocket;
  readonly addEventListener?: (type: 'online', listener: () => void) => void;
  readonly removeEventListener?: (type: 'online', listener: () => void) => void;
}

/** Keeps a socket open until `close`. */
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
