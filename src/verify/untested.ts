// What was not examined and why, so that nobody takes it for confirmed.
import { isUntried } from './judgements/names.ts';
import type { Observations } from './observations.ts';
import { TLS_VERSIONS } from './observations.ts';

export interface Untested {
  readonly what: string;
  readonly why: string;
}

export function untested(observed: Observations): readonly Untested[] {
  const { handshakes, tls, idle, plain, endpoint, isInterrupted } = observed;
  const isOpen = handshakes.some(({ outcome }) => outcome.kind === 'open');
  const withoutIpv6 = handshakes.filter(isUntried).map(({ address }) => address);
  const unknown = tls ? TLS_VERSIONS.filter((version) => tls.versions[version] === 'unknown') : [];
  return [
    ...(isInterrupted ? [{ what: 'everything after the interruption', why: 'Ctrl-C ended it' }] : []),
    ...(withoutIpv6.length > 0
      ? [{ what: withoutIpv6.join(', '), why: 'this machine has no route for IPv6' }]
      : []),
    ...(unknown.length > 0
      ? [
          {
            what: `TLS ${unknown.join(', ')}`,
            why: 'this machine cannot speak it, or the answer does not say',
          },
        ]
      : []),
    ...(handshakes.some(({ outcome }) => outcome.kind === 'untrusted')
      ? [
          {
            what: 'the WebSocket handshake',
            why: 'the certificate is not accepted, and headers may contain secrets; --insecure continues anyway',
          },
        ]
      : []),
    ...(!plain && endpoint.isSecure && endpoint.port !== 443 && !isInterrupted
      ? [{ what: 'port 80', why: 'the URL is not for port 443; --http-port sets the port for plain HTTP' }]
      : []),
    ...(!idle && isOpen && !isInterrupted ? [{ what: 'silent sockets', why: '--idle 0' }] : []),
  ];
}
