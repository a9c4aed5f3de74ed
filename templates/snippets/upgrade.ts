// Answers an upgrade request with an HTTP error.
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Answers with `status` instead of 101, and closes the connection. */
export function refuseUpgrade(socket: Duplex, status: number): void {
  // The client may already be gone, and an error without a listener would crash the process.
  socket.on('error', () => socket.destroy());
  // Do not let a client that leaves its side open keep the connection: no server timeout covers an upgrade.
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
