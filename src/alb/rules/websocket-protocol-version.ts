import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const VERSION = 'ProtocolVersion';

export const webSocketProtocolVersion: Rule = {
  code: 'websocket-protocol-version',
  title: 'WebSockets to an HTTP2 or gRPC target group',
  severity: 'error',
  subject: 'target-group',
  reads: [VERSION],
  why: 'A WebSocket upgrade is an HTTP/1.1 request; ELB answers it with 464 when the target group speaks HTTP2 or gRPC.',
  source: userGuide('load-balancer-target-groups'),
  judge: (values) => (values[VERSION] === 'HTTP1' ? 'met' : 'violated'),
  words: (values, name) => ({
    what: `${name(VERSION)} is ${values[VERSION]}: ELB answers every WebSocket upgrade with 464 (protocol version mismatch).`,
    allowed: 'HTTP1',
    remedy: `Set ${name(VERSION)} to HTTP1; changing it replaces the target group.`,
  }),
};
