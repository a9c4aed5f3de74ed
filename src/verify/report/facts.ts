// Summarizes what was observed in a few lines, whether or not anything is wrong.
import { many } from '../../common/numbers.ts';
import { daysLeft } from '../judgements/tls.ts';
import { isPolite } from '../judgements/load.ts';
import { TLS_VERSIONS, type Held, type Observations } from '../observations.ts';
import { bytes, duration, endingWords, percentile } from '../words.ts';

export type Fact = readonly [name: string, value: string];

/** In the order of a connection; only parts that were examined. */
export function facts(observed: Observations): readonly Fact[] {
  const { names, handshakes, tls, plain, echo, idle, sizes, crowd, watch, at } = observed;
  const first = handshakes.find(({ outcome }) => outcome.kind === 'open');
  const certificate = handshakes.find((each) => each.certificate)?.certificate;
  return [
    ...(names.kind === 'resolved'
      ? [['addresses', names.addresses.map(({ address }) => address).join(', ')] as const]
      : []),
    ...(certificate
      ? [
          [
            'certificate',
            `${certificate.subject}, ${many(daysLeft(certificate, at), 'day')} left, ${certificate.protocol}`,
          ] as const,
        ]
      : []),
    ...(tls
      ? [['TLS', TLS_VERSIONS.map((version) => `${version} ${tls.versions[version]}`).join(', ')] as const]
      : []),
    ...(plain
      ? [
          [
            `port ${plain.port}`,
            plain.kind === 'failed'
              ? `no answer (${plain.code})`
              : plainWords(plain.answer.status, plain.answer.headers['location']),
          ] as const,
        ]
      : []),
    ...(first?.outcome.kind === 'open'
      ? [
          [
            'handshake',
            `101 in ${duration((first.connectMs ?? 0) + (first.tlsMs ?? 0) + (first.answerMs ?? 0))}${first.outcome.subprotocol === '' ? '' : `, subprotocol ${first.outcome.subprotocol}`}${first.outcome.compression ? ', compressed' : ''}`,
          ] as const,
        ]
      : []),
    ...(echo?.answerMs === undefined
      ? []
      : [['message', `answered after ${duration(echo.answerMs)}`] as const]),
    ...(idle ? idle.held.map((each): Fact => [`${each.kind} socket`, heldWords(each)]) : []),
    ...(sizes
      ? [['message sizes', sizes.map((each) => `${bytes(each.bytes)} ${each.outcome}`).join(', ')] as const]
      : []),
    ...(crowd
      ? [
          [
            'sockets',
            `${crowd.opened} of ${crowd.wanted} opened, ${crowd.opened - crowd.lost.length} still open after ${duration(crowd.heldMs)}`,
          ] as const,
          [
            'handshakes',
            [0.5, 0.95, 1]
              .map(
                (share) =>
                  `${share === 1 ? 'max' : `p${share * 100}`} ${duration(percentile(crowd.handshakeMs, share) ?? 0)}`,
              )
              .join(', '),
          ] as const,
        ]
      : []),
    ...(watch
      ? [
          [
            'watch',
            `${many(watch.sockets, 'socket')} for ${duration(watch.watchedMs)}: ${watch.cuts.filter(({ ending }) => !isPolite(ending)).length} cut, ${watch.cuts.filter(({ ending }) => isPolite(ending)).length} closed politely, at most ${watch.mostDown} down at once`,
          ] as const,
        ]
      : []),
  ];
}

const plainWords = (status: number, location: string | undefined): string =>
  location === undefined ? String(status) : `${status} to ${location.slice(0, 200)}`;

function heldWords({ ending, heldMs, serverPings, serverMessages, roundTrips }: Held): string {
  const median = percentile(roundTrips, 0.5);
  return [
    ending
      ? `${endingWords(ending)} after ${duration(ending.afterMs)}, ${duration(ending.silentMs)} after the last byte`
      : `open after ${duration(heldMs)}`,
    ...(serverPings.length > 0 ? [`${many(serverPings.length, 'ping')} of the server`] : []),
    ...(serverMessages.length > 0 ? [`${many(serverMessages.length, 'message')} of the server`] : []),
    ...(median === undefined ? [] : [`round trip ${duration(median)}`]),
  ].join('; ');
}
