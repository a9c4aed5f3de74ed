import type { Judgement } from '../judgement.ts';
import type { Observations } from '../observations.ts';
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

/** Judgements about one thing, which was looked at or was not. */
interface Group {
  readonly isSeen: (observed: Observations) => boolean;
  readonly judgements: readonly Judgement[];
}

const isOpened = ({ handshakes }: Observations): boolean =>
  handshakes.some(({ outcome }) => outcome.kind === 'open');

/** In the order in which a connection is made. */
const GROUPS: readonly Group[] = [
  { isSeen: () => true, judgements: [nameNotFound, noIpv4, unreachable, addressDead, addressesDiffer] },
  {
    isSeen: ({ endpoint }) => endpoint.isSecure,
    judgements: [
      tlsFailed,
      certificateExpired,
      certificateName,
      chainIncomplete,
      certificateUntrusted,
      certificateSoon,
      certificatesDiffer,
      tlsOld,
    ],
  },
  { isSeen: ({ plain }) => plain !== undefined, judgements: [plainServes, plainRedirect] },
  {
    isSeen: ({ handshakes }) => handshakes.length > 0,
    judgements: [handshakeRedirected, handshakePage, handshakeRefused, handshakeUnanswered, upgradeInvalid],
  },
  {
    isSeen: isOpened,
    judgements: [subprotocolMissing, compressionMissing, handshakeSlow, cookieCrossSite],
  },
  { isSeen: ({ echo }) => echo !== undefined, judgements: [echoMissing] },
  { isSeen: isOpened, judgements: [framesInvalid, floods, closedAtOnce] },
  {
    isSeen: (observed) => isOpened(observed) && observed.idle !== undefined,
    judgements: [silentClosed, ageLimit, halfOpen, serverPingTimeout, serverPingLate],
  },
  { isSeen: ({ sizes }) => sizes !== undefined, judgements: [sizeRefused] },
  { isSeen: ({ crowd }) => crowd !== undefined, judgements: [socketsRefused, socketsLost] },
  { isSeen: ({ watch }) => watch !== undefined, judgements: [watchCut, watchClosed, watchNotBack] },
];

/** All of them, in the order in which a connection is made. */
export const JUDGEMENTS: readonly Judgement[] = GROUPS.flatMap(({ judgements }) => judgements);

/** Whether what a judgement is about was looked at. */
export const isSeen = (judgement: Judgement, observed: Observations): boolean =>
  GROUPS.some((group) => group.judgements.includes(judgement) && group.isSeen(observed));
