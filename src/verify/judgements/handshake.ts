// Handshakes that were refused or not answered with valid HTTP.
import { wordsOf504 } from '../../alb/gateway-timeout.ts';
import { wordsOfStatus, type StatusWords } from '../../alb/statuses.ts';
import { many } from '../../common/numbers.ts';
import type { Config } from '../../config/schema/index.ts';
import { answererOf } from '../attribution.ts';
import { CERTIFICATE_REQUIRED, isTurnedAwayAsPromised } from '../client-certificate.ts';
import type { Evidence, Judgement, Violation } from '../judgement.ts';
import type { Answer, Handshake, Observations } from '../observations.ts';
import { duration } from '../words.ts';

const ELB_DEFAULT_IDLE = 60;

/** One violation per distinct answer. */
function refusals(
  { handshakes }: Observations,
  isMine: (status: number) => boolean,
  config: Config | undefined,
): readonly Violation[] {
  const groups = new Map<string, { answer: Answer; of: Handshake[] }>();
  for (const handshake of handshakes) {
    const { outcome } = handshake;
    if (outcome.kind !== 'refused' || !isMine(outcome.answer.status)) continue;
    const key = `${outcome.answer.status} ${answererOf(outcome.answer).who}`;
    const known = groups.get(key);
    if (known) known.of.push(handshake);
    else groups.set(key, { answer: outcome.answer, of: [handshake] });
  }
  return [...groups.values()].map(({ answer, of }) => violationOf(answer, of, config));
}

function violationOf(answer: Answer, of: readonly Handshake[], config: Config | undefined): Violation {
  const { who, because } = answererOf(answer);
  const slowest = Math.max(...of.map(({ answerMs = 0 }) => answerMs));
  const words = wordsFor(answer.status, slowest, config);
  const byElb = { cause: sentence(words.loadBalancer), remedy: words.remedy };
  const byTarget = { cause: sentence(words.target), remedy: words.targetRemedy };
  const [likely, other] = who === 'server' || who === 'CloudFront' ? [byTarget, byElb] : [byElb, byTarget];
  return {
    what: `The handshake is refused with ${answer.status}, ${who === 'unknown' ? 'by the load balancer or the server' : `likely by ${who === 'AWS WAF' || who === 'CloudFront' ? who : `the ${who}`}`}: ${because}.`,
    evidence: evidenceOf(answer, of, slowest),
    causes:
      who === 'unknown'
        ? [`If the load balancer answered: ${likely.cause}`, `If the server answered: ${other.cause}`]
        : [likely.cause],
    remedy: likely.remedy,
  };
}

const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

function wordsFor(status: number, answerMs: number, config: Config | undefined): StatusWords {
  const words = wordsOfStatus(String(status));
  if (status !== 504) return words;
  return { ...words, ...wordsOf504(answerMs / 1000, config?.loadBalancer.idleTimeout ?? ELB_DEFAULT_IDLE) };
}

/** What identifies the answerer and its reason; the body without markup. */
function evidenceOf(answer: Answer, of: readonly Handshake[], slowest: number): readonly Evidence[] {
  const { headers, body } = answer;
  const shown = [
    'server',
    'location',
    'via',
    'x-cache',
    'x-amzn-waf-action',
    'www-authenticate',
    'retry-after',
  ];
  const text = body
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .replaceAll(/ +/g, ' ')
    .trim();
  return [
    ['at', of.map(({ address }) => address).join(', ')],
    ['answered after', duration(slowest)],
    ...shown.flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value.slice(0, 300)] as const];
    }),
    ...(text === '' ? [] : [['body', text.length > 160 ? `${text.slice(0, 160)}…` : text] as const]),
    ...(answer.isCut ? [['body length', 'more than 64 KB; the rest was not read'] as const] : []),
  ];
}

const isRedirect = (status: number): boolean => status >= 300 && status < 400;
const isPage = (status: number): boolean => status >= 200 && status < 300 && status !== 202;

export const handshakeRedirected: Judgement = {
  code: 'handshake-redirected',
  severity: 'error',
  title: 'The handshake is redirected',
  reasoning:
    'The answer is a redirect. Browsers and most clients do not follow a redirect of a WebSocket handshake; neither does this tool.',
  judge: (observed, config) => refusals(observed, isRedirect, config),
};

export const handshakePage: Judgement = {
  code: 'handshake-answered-with-page',
  severity: 'error',
  title: 'A page answers instead of an upgrade',
  reasoning:
    'The answer is a success without an upgrade: the server took it for an ordinary request, or does not serve WebSockets on this path.',
  judge: (observed, config) => refusals(observed, isPage, config),
};

export const handshakeRefused: Judgement = {
  code: 'handshake-refused',
  severity: 'error',
  title: 'The handshake is refused',
  reasoning:
    "The answer is an error. ELB is recognized by the header Server: awselb/2.0, by its pages, byte for byte, and by statuses that hardly anything else uses; a missing header proves nothing, since a listener attribute hides it. Statuses are explained as in `websocket-alb logs` and `websocket-alb doctor`. How long a 504 took says which of ELB's two time limits ran out.",
  judge: (observed, config) => refusals(observed, (status) => !isRedirect(status) && !isPage(status), config),
};

/** By code: what happened, and the likely cause. */
const NO_ANSWER: Readonly<Record<string, readonly [what: string, cause: string]>> = {
  TIMEOUT: [
    'The handshake is not answered within the time limit.',
    'The upgrade handler of the server never answers; the load balancer would answer 504 after its idle timeout.',
  ],
  NOT_HTTP: [
    'What answers the handshake is not HTTP.',
    'Another protocol is on this port, or the response is malformed.',
  ],
  HEADERS_TOO_LARGE: [
    'The headers of the answer are larger than this tool reads.',
    'The server sends large cookies; a load balancer refuses answers with more than 32 KB of headers.',
  ],
  END: [
    'The connection is closed without an answer to the handshake.',
    'The server crashed or closed; a load balancer would have answered 502, so nothing of the kind is in between, or it cut the client off.',
  ],
  ECONNRESET: [
    'The connection is reset without an answer to the handshake.',
    'A firewall or the server cut it; a load balancer would have answered 502.',
  ],
};

const NO_CLIENT_CERTIFICATE = [
  'The listener asks for a client certificate, and this tool has none.',
  'Mutual TLS in mode verify: -c names a config that says so.',
] as const;

export const handshakeUnanswered: Judgement = {
  code: 'handshake-unanswered',
  severity: 'error',
  title: 'The handshake gets no valid answer',
  reasoning:
    'The connection is open and the request was sent, but what comes back is not an HTTP response, or nothing comes back.',
  judge: ({ handshakes }, config) => {
    const groups = new Map<string, { addresses: string[]; message: string }>();
    for (const { address, outcome } of handshakes) {
      if (outcome.kind !== 'failed' || outcome.stage !== 'answer') continue;
      if (isTurnedAwayAsPromised(outcome, config)) continue;
      const group = groups.get(outcome.code) ?? { addresses: [], message: outcome.message };
      group.addresses.push(address);
      groups.set(outcome.code, group);
    }
    return [...groups].map(([code, { addresses, message }]) => {
      const [what, cause] =
        NO_ANSWER[code] ??
        (CERTIFICATE_REQUIRED.test(code)
          ? NO_CLIENT_CERTIFICATE
          : [`The handshake fails with ${code}.`, 'The connection broke.']);
      return {
        what,
        evidence: [
          ['at', addresses.join(', ')],
          ['error', message.slice(0, 200)],
        ],
        causes: [cause],
        remedy: 'Check port and path, and the server logs of this time.',
      };
    });
  },
};

export const upgradeInvalid: Judgement = {
  code: 'upgrade-invalid',
  severity: 'error',
  title: 'The upgrade is not valid',
  reasoning:
    'The status is 101, but its headers are not what RFC 6455 requires (Upgrade, Sec-WebSocket-Accept, extensions that were offered). A load balancer passes these on unchanged, so they are the server’s. A missing or unknown subprotocol is reported separately.',
  judge: ({ handshakes }) => {
    const wrong = handshakes.flatMap(({ address, outcome }) =>
      outcome.kind === 'invalid' && !/subprotocol/i.test(outcome.reason)
        ? [{ address, reason: outcome.reason }]
        : [],
    );
    if (wrong.length === 0) return [];
    return [
      {
        what: `The server answers 101 in a way that clients refuse, at ${many(wrong.length, 'address', 'addresses')}.`,
        evidence: wrong.map(({ address, reason }) => [address, reason]),
        causes: ['A handshake written by hand, or a proxy that replays an answer of another client.'],
        remedy: 'Let a WebSocket library answer the handshake.',
      },
    ];
  },
};
