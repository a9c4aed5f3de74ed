import type { Judgement } from '../judgement.ts';
import {
  handshakePage,
  handshakeRedirected,
  handshakeRefused,
  handshakeUnanswered,
  upgradeInvalid,
} from './handshake.ts';
import { floods, framesInvalid } from './frames.ts';
import { sizeRefused, socketsLost, socketsRefused, watchClosed, watchCut, watchNotBack } from './load.ts';
import { addressDead, addressesDiffer, nameNotFound, noIpv4, unreachable } from './names.ts';
import { plainRedirect, plainServes } from './plain-port.ts';
import {
  ageLimit,
  closedAtOnce,
  halfOpen,
  serverPingLate,
  serverPingTimeout,
  silentClosed,
} from './silence.ts';
import {
  certificateExpired,
  certificateName,
  certificatesDiffer,
  certificateSoon,
  certificateUntrusted,
  chainIncomplete,
  tlsFailed,
  tlsOld,
} from './tls.ts';
import {
  compressionMissing,
  cookieCrossSite,
  echoMissing,
  handshakeSlow,
  subprotocolMissing,
} from './upgraded.ts';

/** All judgements, in the order of a connection. */
export const JUDGEMENTS: readonly Judgement[] = [
  nameNotFound,
  noIpv4,
  unreachable,
  addressDead,
  addressesDiffer,
  tlsFailed,
  certificateExpired,
  certificateName,
  chainIncomplete,
  certificateUntrusted,
  certificateSoon,
  certificatesDiffer,
  tlsOld,
  plainServes,
  plainRedirect,
  handshakeRedirected,
  handshakePage,
  handshakeRefused,
  handshakeUnanswered,
  upgradeInvalid,
  subprotocolMissing,
  compressionMissing,
  handshakeSlow,
  cookieCrossSite,
  echoMissing,
  framesInvalid,
  floods,
  closedAtOnce,
  silentClosed,
  ageLimit,
  halfOpen,
  serverPingTimeout,
  serverPingLate,
  sizeRefused,
  socketsRefused,
  socketsLost,
  watchCut,
  watchClosed,
  watchNotBack,
];
