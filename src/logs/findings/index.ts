import { clientReconnectLoop } from './client-reconnect-loop.ts';
import type { Find } from './finding.ts';
import { handshakesFailed } from './handshakes-failed.ts';
import { durationPileUp } from './duration-pile-up.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { stickinessLost } from './stickiness-lost.ts';
import { targetClosedMany } from './target-closed-many.ts';
import { targetsUneven } from './targets-uneven.ts';
import { tlsOld } from './tls-old.ts';
import { upgradesRefused } from './upgrades-refused.ts';

/** In the order of the report: what cuts sockets, what refuses them, what is uneven, what is old. */
export const FINDINGS: readonly Find[] = [
  durationPileUp,
  targetClosedMany,
  reconnectStorm,
  upgradesRefused,
  clientReconnectLoop,
  targetsUneven,
  stickinessLost,
  tlsOld,
  handshakesFailed,
];
