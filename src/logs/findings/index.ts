import { clientReconnectLoop } from './client-reconnect-loop.ts';
import type { Find } from './finding.ts';
import { handshakesFailed } from './handshakes-failed.ts';
import { durationPileUp } from './duration-pile-up.ts';
import { pathAlwaysFails } from './path-always-fails.ts';
import { reconnectStorm } from './reconnect-storm.ts';
import { socketsDieYoung } from './sockets-die-young.ts';
import { stickinessLost } from './stickiness-lost.ts';
import { targetClosedMany } from './target-closed-many.ts';
import { targetsUneven } from './targets-uneven.ts';
import { tlsOld } from './tls-old.ts';
import { tooFew } from './too-few.ts';
import { upgradesRefused } from './upgrades-refused.ts';

interface Check {
  readonly log: 'access' | 'connection' | 'both';
  /** What it looks for, as the report names it. */
  readonly name: string;
  readonly find: Find;
}

/** In the order of the report: causes before their effects; then refused sockets, cut sockets, imbalance, old TLS. */
export const CHECKS: readonly Check[] = [
  { log: 'access', name: 'lost stickiness', find: stickinessLost },
  { log: 'access', name: 'failed upgrades', find: upgradesRefused },
  { log: 'access', name: 'paths that always fail', find: pathAlwaysFails },
  { log: 'access', name: 'sockets that die young', find: socketsDieYoung },
  { log: 'access', name: 'durations that pile up', find: durationPileUp },
  { log: 'access', name: 'targets and nodes that close many at once', find: targetClosedMany },
  { log: 'access', name: 'reconnect storms', find: reconnectStorm },
  { log: 'access', name: 'clients in a loop', find: clientReconnectLoop },
  { log: 'access', name: 'uneven targets', find: targetsUneven },
  { log: 'both', name: 'old TLS', find: tlsOld },
  { log: 'connection', name: 'failed TLS handshakes', find: handshakesFailed },
  { log: 'access', name: 'too few connections', find: tooFew },
];
