// Describes how an attempt was recognised.
import type { Evidence } from '../attempts.ts';

export const EVIDENCE_WORDS: Readonly<Record<Evidence, string>> = {
  type: 'type ws or wss',
  transport: 'transport=websocket in the query',
  path: '--path, or paths of the config',
  route: 'host and path of others that succeeded',
  status: 'a status or reason that only upgrades get',
  presumed:
    'a path that was never answered well, while no WebSocket of the load balancer closed (--path names yours)',
};
