// An observed endpoint: one address, one successful handshake, and whatever a test adds.
import type { Handshake, Observations } from '../../src/verify/observations.ts';

export const open: Handshake = {
  address: '192.0.2.1',
  family: 4,
  connectMs: 10,
  tlsMs: 10,
  answerMs: 20,
  outcome: {
    kind: 'open',
    answer: { status: 101, headers: {}, cookies: [], body: '', isCut: false },
    subprotocol: '',
    compression: false,
  },
};

export const observed = (more: Partial<Observations> = {}): Observations => ({
  endpoint: {
    url: 'wss://ws.example.com/',
    isSecure: true,
    host: 'ws.example.com',
    port: 443,
    subprotocols: [],
    wantsCompression: false,
  },
  at: new Date('2026-11-25T12:00:00Z'),
  names: { kind: 'resolved', name: 'ws.example.com', addresses: [{ address: '192.0.2.1', family: 4 }] },
  handshakes: [open],
  isInterrupted: false,
  ...more,
});
