// Large messages, many sockets, and deployments.
import { count, many, percent } from '../../common/numbers.ts';
import { answererOf } from '../attribution.ts';
import type { Evidence, Judgement } from '../judgement.ts';
import type { Cut, Ending, Handshake, Watch } from '../observations.ts';
import { bytes, duration, endingWords, percentile, tally } from '../words.ts';

/** Close code "message too big". Source: RFC 6455, section 7.4.1. */
const TOO_BIG = 1009;
/** Close codes of a server that stops in an orderly way: normal closure, going away, service restart. */
const POLITE = new Set([1000, 1001, 1012]);
/** Beyond this, people notice that a client reconnects. */
const SLOW_BACK_MS = 5000;

export const isPolite = ({ how, code }: Ending): boolean => how === 'frame' && POLITE.has(code);

export const sizeRefused: Judgement = {
  code: 'message-size-refused',
  severity: 'warning',
  title: 'Large messages are refused',
  reasoning:
    'Judged only with --message-size: messages of growing size are sent, each on a socket of its own. An ALB does not limit message size, so the limit is the server’s or another layer’s (API Gateway: 128 KB, frames of 32 KB). 1009 is the close code for it.',
  judge: ({ sizes = [] }) => {
    const refused = sizes.find(({ outcome }) => outcome === 'closed');
    if (!refused?.ending) return [];
    const largest = sizes.findLast(({ outcome }) => outcome === 'answered');
    const { ending } = refused;
    return [
      {
        what: `A message of ${bytes(refused.bytes)} ends the socket with ${endingWords(ending)}${largest ? `; ${bytes(largest.bytes)} got through` : ''}.`,
        evidence: sizes.map((each) => [
          bytes(each.bytes),
          each.ending ? endingWords(each.ending) : each.outcome,
        ]),
        causes:
          ending.code === TOO_BIG
            ? ['The message limit of the server (maxPayload in ws), or API Gateway’s 128 KB.']
            : ['The server, or a proxy with a limit of its own, cut the socket.'],
        remedy: 'Raise the limit, or split messages.',
      },
    ];
  },
};

const reasonOf = ({ outcome }: Handshake): string =>
  outcome.kind === 'refused'
    ? `${outcome.answer.status}, ${answererOf(outcome.answer).who}`
    : outcome.kind === 'failed'
      ? `${outcome.code} (${outcome.stage})`
      : outcome.kind;

export const socketsRefused: Judgement = {
  code: 'sockets-refused',
  severity: 'error',
  title: 'Not all sockets opened',
  reasoning: 'With --sockets, handshakes are counted by their answer.',
  judge: ({ crowd }) => {
    if (!crowd || crowd.refused.length === 0) return [];
    const tried = crowd.opened + crowd.refused.length;
    return [
      {
        what: `${many(crowd.refused.length, 'handshake')} of ${count(tried)} failed (${percent(crowd.refused.length / tried)}).`,
        evidence: tally(crowd.refused.map(reasonOf)).map((each) => ['answer', each]),
        causes: [
          'Servers that are full (503), a limit for each client (429, AWS WAF), or nodes that must scale first.',
          'All sockets come from this one machine, which has limits of its own (open files, ports).',
        ],
        remedy: 'Look at the answers above; ask for fewer sockets to find where it begins.',
      },
    ];
  },
};

export const socketsLost: Judgement = {
  code: 'sockets-lost',
  severity: 'error',
  title: 'Sockets were lost while they were held',
  reasoning: 'With --sockets, all are held open with pings; none should end.',
  judge: ({ crowd }) => {
    if (!crowd || crowd.lost.length === 0) return [];
    return [
      {
        what: `${many(crowd.lost.length, 'socket')} of ${count(crowd.opened)} ended while they were held for ${duration(crowd.heldMs)}.`,
        evidence: [
          ...tally(crowd.lost.map(endingWords)).map((each): Evidence => ['ended with', each]),
          [
            'age, median',
            duration(
              percentile(
                crowd.lost.map(({ afterMs }) => afterMs),
                0.5,
              ) ?? 0,
            ),
          ],
        ],
        causes: crowd.lost.every(({ how }) => how === 'frame')
          ? ['The server closed them: a stop, or a limit.']
          : ['A server or a node of the load balancer went away, or a limit was reached.'],
        remedy: 'Look at the server logs of this time.',
      },
    ];
  },
};

const cutEvidence = ({ cuts, mostDown, sockets }: Watch, of: readonly Cut[]): readonly Evidence[] => {
  const back = cuts.flatMap(({ backAfterMs }) => backAfterMs ?? []);
  return [
    ...tally(of.map(({ ending }) => endingWords(ending))).map((each): Evidence => ['ended with', each]),
    [
      'when',
      `${duration(Math.min(...of.map(({ atMs }) => atMs)))} to ${duration(Math.max(...of.map(({ atMs }) => atMs)))} after the start`,
    ],
    ...tally(of.map(({ address }) => address)).map((each): Evidence => ['by address', each]),
    ...tally(of.flatMap(({ server }) => server ?? [])).map((each): Evidence => ['by server', each]),
    ...(back.length === 0
      ? []
      : [
          [
            'reconnected after',
            `p50 ${duration(percentile(back, 0.5) ?? 0)}, p95 ${duration(percentile(back, 0.95) ?? 0)}, max ${duration(Math.max(...back))}`,
          ] as const,
        ]),
    ...tally(of.flatMap(({ newServer }) => newServer ?? [])).map((each): Evidence => ['landed on', each]),
    ['most down at once', `${count(mostDown)} of ${count(sockets)}`],
  ];
};

export const watchCut: Judgement = {
  code: 'watch-cut',
  severity: 'error',
  title: 'Sockets were cut during the watch',
  reasoning:
    'With --watch, sockets that send pings are kept open. One that ends without a close frame from its server (1000, 1001, 1012) was cut: its client learns of it late.',
  judge: ({ watch }) => {
    const cuts = watch?.cuts.filter(({ ending }) => !isPolite(ending)) ?? [];
    if (!watch || cuts.length === 0) return [];
    return [
      {
        what: `${many(cuts.length, 'socket was', 'sockets were')} cut without a goodbye (${count(watch.sockets)} were open).`,
        evidence: cutEvidence(watch, cuts),
        causes: [
          'The server process was ended without closing its sockets, or before it had closed them all.',
          'The deregistration delay ran out, and the load balancer cut what was still open.',
        ],
        remedy:
          'Drain on SIGTERM (`npx websocket-alb snippet drain`), and give the platform as long as the drain takes (stopTimeout, terminationGracePeriodSeconds). On ECS SIGTERM comes after the cut: drain when the target does, as the server of `npx websocket-alb snippet server`.',
      },
    ];
  },
};

export const watchClosed: Judgement = {
  code: 'watch-closed',
  severity: 'info',
  title: 'Sockets were closed politely during the watch',
  reasoning: 'They ended with a close frame from the server, 1000, 1001 or 1012: a drain, as it should be.',
  judge: ({ watch }) => {
    const closed = watch?.cuts.filter(({ ending }) => isPolite(ending)) ?? [];
    if (!watch || closed.length === 0) return [];
    return [
      {
        what: `${many(closed.length, 'socket was', 'sockets were')} closed by the server with a close frame.`,
        evidence: cutEvidence(watch, closed),
        causes: ['A deployment that drains.'],
        remedy: 'Nothing to do.',
      },
    ];
  },
};

export const watchNotBack: Judgement = {
  code: 'watch-not-back',
  severity: 'error',
  title: 'Sockets did not come back, or came back late',
  reasoning: `Each socket that ended connects again: at once, then after pauses that double from 0.1 to 5 s, with a random part. Later than ${SLOW_BACK_MS / 1000} s, or not at all before the watch ended, is reported; one that ended in the last seconds of the watch is left out.`,
  judge: ({ watch }) => {
    if (!watch) return [];
    const missing = watch.cuts.filter(
      ({ backAfterMs, atMs }) => backAfterMs === undefined && watch.watchedMs - atMs > SLOW_BACK_MS,
    );
    const late = watch.cuts.filter(({ backAfterMs = 0 }) => backAfterMs > SLOW_BACK_MS);
    if (missing.length + late.length + watch.neverOpened === 0) return [];
    return [
      {
        what: `${[
          ...(watch.neverOpened > 0 ? [`${many(watch.neverOpened, 'socket')} never opened`] : []),
          ...(missing.length > 0 ? [`${many(missing.length, 'socket')} did not come back`] : []),
          ...(late.length > 0 ? [`${many(late.length, 'socket')} came back late`] : []),
        ].join(', ')}.`,
        evidence: [
          ['attempts at most', Math.max(0, ...[...missing, ...late].map(({ attempts }) => attempts))],
          ['most down at once', `${count(watch.mostDown)} of ${count(watch.sockets)}`],
        ],
        causes: ['All servers were gone at once, or the ones left were full.'],
        remedy: 'Start new servers before old ones stop (minimumHealthyPercent 100), and spread the drain.',
      },
    ];
  },
};
