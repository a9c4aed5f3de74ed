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

/** Judgements that need the same observation. */
interface Group {
  readonly wasObserved: (observed: Observations) => boolean;
  readonly judgements: readonly Judgement[];
}

const isOpened = ({ handshakes }: Observations): boolean =>
  handshakes.some(({ outcome }) => outcome.kind === 'open');

/** In the order in which a connection is established. */
const GROUPS: readonly Group[] = [
  { wasObserved: () => true, judgements: [nameNotFound, noIpv4, unreachable, addressDead, addressesDiffer] },
  {
    wasObserved: ({ endpoint }) => endpoint.isSecure,
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
  { wasObserved: ({ plain }) => plain !== undefined, judgements: [plainServes, plainRedirect] },
  {
    wasObserved: ({ handshakes }) => handshakes.length > 0,
    judgements: [handshakeRedirected, handshakePage, handshakeRefused, handshakeUnanswered, upgradeInvalid],
  },
  {
    wasObserved: isOpened,
    judgements: [subprotocolMissing, compressionMissing, handshakeSlow, cookieCrossSite],
  },
  { wasObserved: ({ echo }) => echo !== undefined, judgements: [echoMissing] },
  { wasObserved: isOpened, judgements: [framesInvalid, floods, closedAtOnce] },
  {
    wasObserved: (observed) => isOpened(observed) && observed.idle !== undefined,
    judgements: [silentClosed, ageLimit, halfOpen, serverPingTimeout, serverPingLate],
  },
  { wasObserved: ({ sizes }) => sizes !== undefined, judgements: [sizeRefused] },
  { wasObserved: ({ crowd }) => crowd !== undefined, judgements: [socketsRefused, socketsLost] },
  { wasObserved: ({ watch }) => watch !== undefined, judgements: [watchCut, watchClosed, watchNotBack] },
];

/** All judgements, in the order in which a connection is established. */
export const JUDGEMENTS: readonly Judgement[] = GROUPS.flatMap(({ judgements }) => judgements);

/** Whether a judgement could be made, because what it needs was observed. */
export const wasObserved = (judgement: Judgement, observed: Observations): boolean =>
  GROUPS.some((group) => group.judgements.includes(judgement) && group.wasObserved(observed));
