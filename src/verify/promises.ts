// What a config promises to clients, and whether the observations confirm it.
import { TLS_POLICIES } from '../alb/tls-policies.ts';
import { HTTP_PORT, isDualStack } from '../config/derived.ts';
import type { Config } from '../config/schema/index.ts';
import { isNear } from './attribution.ts';
import { heldOf, serverInterval, silentEnding } from './judgements/silence.ts';
import type { Observations, TlsVersion } from './observations.ts';
import { TLS_VERSIONS } from './observations.ts';
import { listenerPromises, stickinessPromise } from './answer-promises.ts';
import { loadPromises } from './load-promises.ts';
import { met, notMet, notSeen, type Kept, type Verdict } from './promise.ts';
import { duration, endingWords } from './words.ts';

/** Every promise that a client can observe, in the order of a connection. */
export function promisesOf(config: Config, observed: Observations): readonly Kept[] {
  const { network, listener, loadBalancer, heartbeat, dns } = config;
  const { https } = listener;
  return [
    ...(dns
      ? [
          {
            key: 'dns.domainName',
            promise: `clients connect to ${dns.domainName}`,
            ...nameUsed(dns.domainName, observed),
          },
        ]
      : []),
    ...(isDualStack(config)
      ? [
          {
            key: 'network.ipAddressType',
            promise: `${network.ipAddressType}: IPv6 addresses`,
            ...dualStack(observed),
          },
        ]
      : []),
    ...(https === false
      ? []
      : [
          {
            key: 'listener.https.port',
            promise: `wss:// on port ${https.port}`,
            ...secureSockets(https, observed),
          },
          { key: 'listener.https.sslPolicy', promise: https.sslPolicy, ...policy(https.sslPolicy, observed) },
        ]),
    ...listenerPromises(config, observed),
    { key: 'listener.http', promise: `port ${HTTP_PORT}: ${listener.http}`, ...plainPort(config, observed) },
    {
      key: 'loadBalancer.idleTimeout',
      promise: `a silent socket lives ${loadBalancer.idleTimeout} s`,
      ...idle(loadBalancer.idleTimeout, observed),
    },
    { key: 'heartbeat', promise: `the server pings every ${heartbeat} s`, ...pings(heartbeat, observed) },
    stickinessPromise(config, observed),
    ...loadPromises(config, observed),
  ];
}

function nameUsed(name: string, { endpoint }: Observations): Verdict {
  const isSame = endpoint.host.toLowerCase() === name.toLowerCase();
  if (!isSame) return notSeen(`the URL names ${endpoint.host}`);
  if (endpoint.connectTo !== undefined) return notSeen('--connect-to went elsewhere');
  return met('it resolves, and was connected to');
}

function dualStack({ names }: Observations): Verdict {
  if (names.kind !== 'resolved') return notSeen('no name was resolved');
  const number = names.addresses.filter(({ family }) => family === 6).length;
  return number > 0
    ? met(`${number} AAAA`)
    : notMet('the name has no AAAA record: add an alias of type AAAA');
}

function secureSockets(
  { port, mutualTls }: Exclude<Config['listener']['https'], false>,
  { endpoint, handshakes }: Observations,
): Verdict {
  if (!endpoint.isSecure || endpoint.port !== port) return notSeen(`the URL is for port ${endpoint.port}`);
  if (handshakes.some(({ outcome }) => outcome.kind === 'open')) return met('a WebSocket opened');
  if (mutualTls?.mode === 'verify')
    return notSeen('this client has no certificate, which mutual TLS asks for');
  return notMet('no WebSocket opened: see the findings');
}

function policy(name: string, { tls }: Observations): Verdict {
  const promised = TLS_POLICIES.get(name)?.minimum;
  if (!tls) return notSeen('TLS versions were not tried');
  if (promised === undefined) return notSeen(`${name} is not in this version's table of policies`);
  const floor = TLS_VERSIONS.indexOf(promised);
  const below = TLS_VERSIONS.slice(0, floor);
  const wrong = below.filter((version) => tls.versions[version] === 'accepted');
  if (wrong.length > 0) return notMet(`TLS ${wrong.join(', ')} is accepted`);
  if (tls.versions[promised] === 'refused') return notMet(`TLS ${promised} is refused`);
  const unknown = [...below, promised].filter((version) => tls.versions[version] === 'unknown');
  if (unknown.length > 0) return notSeen(`this machine cannot try TLS ${unknown.join(', ')}`);
  return met(`from TLS ${promised} on: ${summary(tls.versions)}`);
}

const summary = (versions: Readonly<Record<TlsVersion, string>>): string =>
  TLS_VERSIONS.map((version) => `${version} ${versions[version]}`).join(', ');

function plainPort({ listener }: Config, { plain }: Observations): Verdict {
  if (!plain) return notSeen('port 80 was not tried');
  if (plain.kind === 'failed') {
    if (listener.http === 'none') return met(`port ${plain.port} does not answer (${plain.code})`);
    return notMet(`port ${plain.port} does not answer (${plain.code})`);
  }
  const { status, headers } = plain.answer;
  const redirects = status >= 300 && status < 400 && (headers['location'] ?? '').startsWith('https://');
  const seen = `port ${plain.port} answers ${status}${redirects ? ' to https://' : ''}`;
  switch (listener.http) {
    case 'redirect':
      return redirects ? met(seen) : notMet(seen);
    case 'forward':
      return redirects ? notMet(seen) : met(seen);
    case 'none':
      return notMet(seen);
  }
}

function idle(promised: number, observed: Observations): Verdict {
  const silent = heldOf(observed, 'silent');
  const [first] = silent;
  if (!first) return notSeen('no silent socket was held');
  const ending = silentEnding(observed);
  if (ending?.how === 'frame')
    return notSeen(`the server closed it first, ${duration(ending.silentMs)} after the last byte`);
  if (ending) {
    const seen = `it ends ${duration(ending.silentMs)} after the last byte, ${endingWords(ending)}`;
    return isNear(ending.silentMs, promised) ? met(seen) : notMet(seen);
  }
  if (silent.some((each) => each.ending)) return notSeen('the sockets ended for another reason');
  // If the server sends something, the socket is not silent; then it only matters that it outlives the timeout.
  const beats = [...first.serverPings, ...first.serverMessages].length;
  const heldSeconds = first.heldMs / 1000;
  if (heldSeconds < promised * 1.02 + 1.5)
    return notSeen(
      `it was held for ${duration(first.heldMs)} only: --idle ${Math.ceil(promised * 1.05 + 3)} would show it`,
    );
  if (beats > 0) return met(`a socket that only answers pings lived ${duration(first.heldMs)}`);
  return notMet(
    `it lived ${duration(first.heldMs)} without a byte: another load balancer, or another timeout`,
  );
}

function pings(promised: number, observed: Observations): Verdict {
  const [first] = heldOf(observed, 'silent');
  if (!first) return notSeen('no silent socket was held');
  const beats = first.serverPings.length + first.serverMessages.length;
  const interval = serverInterval(observed);
  const late = promised * 1.25 + 1;
  if (interval !== undefined)
    return interval / 1000 <= late
      ? met(`at most ${duration(interval)} between two`)
      : notMet(`${duration(interval)} between two`);
  if (first.heldMs / 1000 < 2 * late)
    return notSeen(
      `held for ${duration(first.heldMs)} only: --idle ${Math.ceil(2 * late + 1)} would show it`,
    );
  return beats === 0
    ? notMet(`no ping in ${duration(first.heldMs)}`)
    : notMet(`one ping in ${duration(first.heldMs)}`);
}
