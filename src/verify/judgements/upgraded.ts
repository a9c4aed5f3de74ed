// Problems of sockets that did open: subprotocol, compression, cookies, latency, the first message.
import type { Answer, Handshake, Observations } from '../observations.ts';
import type { Judgement } from '../judgement.ts';
import { duration, endingWords } from '../words.ts';

/** Slower handshakes are noticeable; far above any round-trip time. */
const SLOW_MS = 2000;

const answers = ({ handshakes }: Observations): readonly Answer[] =>
  handshakes.flatMap(({ outcome }) =>
    outcome.kind === 'open' || outcome.kind === 'invalid' ? [outcome.answer] : [],
  );

export const subprotocolMissing: Judgement = {
  code: 'subprotocol-not-confirmed',
  severity: 'error',
  title: 'The subprotocol is not confirmed',
  reasoning:
    'Subprotocols were offered, but the 101 selects none, or one that was not offered. Chrome, Firefox and the ws library close such a socket. A load balancer passes the header on unchanged.',
  judge: (observed) => {
    const { subprotocols } = observed.endpoint;
    const first = answers(observed).find(({ headers }) => {
      const chosen = headers['sec-websocket-protocol'];
      return chosen === undefined ? subprotocols.length > 0 : !subprotocols.includes(chosen);
    });
    if (!first) return [];
    const chosen = first.headers['sec-websocket-protocol'];
    return [
      {
        what:
          chosen === undefined
            ? `The server does not confirm a subprotocol: browsers close the socket at once.`
            : `The server chose a subprotocol that was not asked for: clients close the socket at once.`,
        evidence: [
          ['asked for', subprotocols.join(', ') || 'none'],
          ['chosen', chosen?.slice(0, 200) ?? 'none'],
        ],
        causes: ['The server does not know these subprotocols, or does not choose among them.'],
        remedy: 'Let the server return one of the subprotocols that the client offers.',
      },
    ];
  },
};

export const compressionMissing: Judgement = {
  code: 'compression-not-confirmed',
  severity: 'warning',
  title: 'Messages are not compressed',
  reasoning:
    'permessage-deflate is offered in each handshake, as browsers do. Judged only with --compression: many servers leave it off on purpose.',
  judge: (observed) =>
    observed.endpoint.wantsCompression &&
    observed.handshakes.some(({ outcome }) => outcome.kind === 'open' && !outcome.compression)
      ? [
          {
            what: 'permessage-deflate was offered, and the server did not accept it.',
            evidence: [['Sec-WebSocket-Extensions', 'absent from the 101']],
            causes: [
              'It is off in the server.',
              'A proxy in front drops Sec-WebSocket-Extensions (CloudFront without AllViewer).',
            ],
            remedy: 'Switch permessage-deflate on in the server, and let proxies pass the header on.',
          },
        ]
      : [],
};

/** Time from connecting to the 101. */
const total = ({ connectMs = 0, tlsMs = 0, answerMs = 0 }: Handshake): number => connectMs + tlsMs + answerMs;

export const handshakeSlow: Judgement = {
  code: 'handshake-slow',
  severity: 'warning',
  title: 'Handshakes are slow',
  reasoning: `TCP, TLS and the answer are timed by themselves; together more than ${SLOW_MS / 1000} s is slow. The longest part says where to look: TCP and TLS are the network and the load balancer, the answer is the server.`,
  judge: ({ handshakes }) => {
    const [slowest] = handshakes
      .filter(({ outcome }) => outcome.kind === 'open')
      .toSorted((a, b) => total(b) - total(a));
    if (!slowest || total(slowest) < SLOW_MS) return [];
    const { connectMs = 0, tlsMs = 0, answerMs = 0 } = slowest;
    return [
      {
        what: `A handshake took ${duration(total(slowest))}.`,
        evidence: [
          ['address', slowest.address],
          ['TCP', duration(connectMs)],
          ['TLS', duration(tlsMs)],
          ['answer', duration(answerMs)],
        ],
        causes:
          answerMs >= connectMs + tlsMs
            ? ['The server answers late: it looks something up before it upgrades, or is full.']
            : [
                'The network between this machine and the load balancer: a lost packet costs a second or more.',
              ],
        remedy:
          answerMs >= connectMs + tlsMs
            ? 'Let the server upgrade first and look things up afterwards, and watch its event loop.'
            : 'Try again from another network.',
      },
    ];
  },
};

const nameOf = (cookie: string): string => cookie.split('=', 1)[0]?.trim() ?? '';
const goesAcrossSites = (cookie: string): boolean =>
  /;\s*samesite=none/i.test(cookie) && /;\s*secure/i.test(cookie);

export const cookieCrossSite: Judgement = {
  code: 'cookie-not-cross-site',
  severity: 'warning',
  title: 'Cookies are not sent from pages of other sites',
  reasoning:
    'With --origin of another host, the 101 sets cookies without SameSite=None and Secure: browsers do not send them when that page reconnects. A cookie that comes with a cross-site twin (AWSALB with AWSALBCORS) is fine.',
  judge: (observed) => {
    const { origin, host } = observed.endpoint;
    if (origin === undefined || !URL.canParse(origin) || isSameSite(new URL(origin).hostname, host))
      return [];
    const cookies = answers(observed).flatMap((each) => each.cookies);
    const fine = new Set(cookies.filter(goesAcrossSites).map(nameOf));
    const lost = [...new Set(cookies.map(nameOf))].filter(
      (name) => !fine.has(name) && !fine.has(`${name}CORS`),
    );
    if (lost.length === 0) return [];
    return [
      {
        what: `${lost.length === 1 ? 'A cookie is' : `${lost.length} cookies are`} not sent back by pages of ${origin}: stickiness and sessions get lost at each reconnect.`,
        evidence: lost.map((name) => ['cookie', name]),
        causes: ['SameSite=None or Secure is missing; browsers take SameSite=Lax then.'],
        remedy: 'Set SameSite=None; Secure on the cookie, or serve page and socket from one site.',
      },
    ];
  },
};

/** Whether two hosts are the same, or names that share their last two labels. */
function isSameSite(one: string, other: string): boolean {
  const end = (name: string): string => name.split('.').slice(-2).join('.');
  return one === other || (/[a-z]$/i.test(one) && end(one) === end(other));
}

export const echoMissing: Judgement = {
  code: 'message-not-answered',
  severity: 'error',
  title: 'The first message is not answered',
  reasoning: 'Judged only with --message: it was sent on an open socket, but no message came back in time.',
  judge: ({ echo }) =>
    echo && echo.answerMs === undefined
      ? [
          {
            what: echo.ending
              ? `The server closed the socket after the first message: ${endingWords(echo.ending)}.`
              : 'The socket is open, and the first message is not answered.',
            evidence: echo.ending ? [['after', duration(echo.ending.afterMs)]] : [],
            causes: [
              'The server does not answer this message.',
              'A proxy in between accepted the upgrade, and passes nothing on.',
            ],
            remedy: 'Send a message that the server answers, and look at its logs.',
          },
        ]
      : [],
};
