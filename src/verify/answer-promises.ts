// Promises that can be checked by the certificate, by headers and cookies of answers, and by refused handshakes.
import type { Config } from '../config/schema/index.ts';
import { httpsListenerAttributes } from '../config/settings.ts';
import { answererOf } from './attribution.ts';
import { lacksClientCertificate } from './client-certificate.ts';
import { ELB_SERVER } from '../alb/intermediaries.ts';
import type { Answer, Observations } from './observations.ts';
import { met, notMet, notSeen, type Kept, type Verdict } from './promise.ts';

type Https = Exclude<Config['listener']['https'], false>;

/** Promises of the HTTPS listener that a handshake shows. */
export function listenerPromises(config: Config, observed: Observations): readonly Kept[] {
  const { https } = config.listener;
  if (https === false) return [];
  const { certificate, mutualTls, hsts, hideServerHeader } = https;
  const hstsValue = httpsListenerAttributes(config).get(HSTS_ATTRIBUTE) ?? '';
  return [
    ...(certificate
      ? [
          {
            key: 'listener.https.certificate',
            promise: `a certificate for ${namesOf(certificate).join(', ')}`,
            ...certificateNames(https, observed),
          },
        ]
      : []),
    ...(mutualTls
      ? [
          {
            key: 'listener.https.mutualTls',
            promise:
              mutualTls.mode === 'verify'
                ? 'clients without a certificate are turned away'
                : 'the certificate of a client is passed on',
            ...clientCertificates(mutualTls.mode, observed),
          },
        ]
      : []),
    ...(hsts === false
      ? []
      : [
          {
            key: 'listener.https.hsts',
            promise: `Strict-Transport-Security: ${hstsValue}`,
            ...strictTransport(hstsValue, observed),
          },
        ]),
    ...(hideServerHeader
      ? [
          {
            key: 'listener.https.hideServerHeader',
            promise: `no answer has the header Server: ${ELB_SERVER}`,
            ...serverHidden(observed),
          },
        ]
      : []),
  ];
}

const HSTS_ATTRIBUTE = 'routing.http.response.strict_transport_security.header_value';

const namesOf = ({ domainName, subjectAlternativeNames }: NonNullable<Https['certificate']>): string[] => [
  domainName,
  ...subjectAlternativeNames.map((name) => (typeof name === 'string' ? name : name.domainName)),
];

/** A wildcard matches one label. A promised wildcard must be on the certificate literally. */
function isCovered(name: string, names: readonly string[]): boolean {
  const wanted = name.toLowerCase();
  return names.some((each) => {
    const own = each.toLowerCase();
    return own === wanted || (own.startsWith('*.') && own.slice(1) === wanted.slice(wanted.indexOf('.')));
  });
}

function certificateNames(
  { certificate, additionalCertificateArns = [] }: Https,
  { endpoint, handshakes }: Observations,
): Verdict {
  const shown = handshakes.find((each) => each.certificate)?.certificate;
  if (!certificate || !shown) return notSeen('no certificate was shown');
  const wanted = namesOf(certificate);
  // The load balancer chooses the certificate by the URL's name, which may belong to another one.
  if (additionalCertificateArns.length > 0 && !isCovered(endpoint.host, wanted))
    return notSeen(`the URL names ${endpoint.host}, for which another certificate may be chosen`);
  const lacking = wanted.filter((name) => !isCovered(name, shown.names));
  if (lacking.length > 0)
    return notMet(`it is for ${shown.names.join(', ')}: ${lacking.join(', ')} is missing`);
  return met(`it is for ${shown.names.join(', ')}`);
}

function clientCertificates(mode: 'passthrough' | 'verify', { endpoint, handshakes }: Observations): Verdict {
  if (mode === 'passthrough') return notSeen('only the target sees the header');
  if (!endpoint.isSecure) return notSeen('the URL begins with ws://');
  if (handshakes.some(({ outcome }) => ['open', 'refused', 'invalid'].includes(outcome.kind)))
    return notMet('a client without a certificate was answered');
  const isTurnedAway = handshakes.some(({ outcome }) => lacksClientCertificate(outcome));
  return isTurnedAway
    ? met('this client has none, and TLS ended with "certificate required"')
    : notSeen('no handshake came so far, for another reason or without one');
}

/** Answers that came over TLS. */
const secureAnswers = ({ endpoint, handshakes }: Observations): Answer[] =>
  endpoint.isSecure ? handshakes.flatMap(({ outcome }) => ('answer' in outcome ? [outcome.answer] : [])) : [];

const directives = (value: string): string =>
  value
    .toLowerCase()
    .split(';')
    .map((each) => each.trim())
    .toSorted()
    .join('; ');

/**
 * AWS does not document whether a 101 carries headers that the load balancer adds, so a missing header proves nothing.
 */
function strictTransport(wanted: string, observed: Observations): Verdict {
  const values = secureAnswers(observed).flatMap(({ headers }) => headers['strict-transport-security'] ?? []);
  const other = values.find((value) => directives(value) !== directives(wanted));
  if (other !== undefined) return notMet(`the answer has ${other}`);
  if (values.length > 0) return met(`the answer has ${values[0]}`);
  return notSeen('no answer to a handshake had the header; a page over HTTPS would show it');
}

/** Only answers by the load balancer itself carry the header; without it, they are recognized by their page. */
function serverHidden(observed: Observations): Verdict {
  const answers = secureAnswers(observed);
  if (answers.some(({ headers }) => headers['server'] === ELB_SERVER))
    return notMet(`an answer has Server: ${ELB_SERVER}`);
  const own = answers.find((answer) => answererOf(answer).who === 'load balancer');
  if (own) return met(`the load balancer answered ${own.status} without it`);
  return notSeen('no answer was made by the load balancer itself');
}

/** The load balancer's own cookies, by type of stickiness. */
const COOKIES = { lb_cookie: /^AWSALB=/, app_cookie: /^AWSALBAPP-\d+=/ } as const;
const ANY_COOKIE = /^AWSALB(?:APP-\d+)?=/;

/**
 * A socket stays on its target without a cookie, and AWS does not document whether a 101 carries one, so a missing
 * cookie proves nothing.
 */
export function stickinessPromise({ target }: Config, { handshakes }: Observations): Kept {
  const { stickiness } = target;
  const key = 'target.stickiness';
  const cookies = handshakes.flatMap(({ outcome }) => ('answer' in outcome ? outcome.answer.cookies : []));
  const found = cookies.find((cookie) => ANY_COOKIE.test(cookie))?.split('=')[0];
  if (stickiness.type === 'none')
    return {
      key,
      promise: 'no cookie of the load balancer',
      ...(found === undefined
        ? notSeen('no answer had one, which proves little')
        : notMet(`${found} is set`)),
    };
  const promise =
    stickiness.type === 'app_cookie'
      ? `clients return to their target by the cookie ${stickiness.cookieName}`
      : 'clients return to their target by the cookie AWSALB';
  if (cookies.some((cookie) => COOKIES[stickiness.type].test(cookie)))
    return { key, promise, ...met(`${found} is set`) };
  if (found !== undefined) return { key, promise, ...notMet(`${found} is set: another type of stickiness`) };
  const own = stickiness.type === 'app_cookie' ? `, nor ${stickiness.cookieName}` : '';
  return {
    key,
    promise,
    ...notSeen(
      `no answer to a handshake had a cookie of the load balancer${own}; HTTP requests would show it`,
    ),
  };
}
