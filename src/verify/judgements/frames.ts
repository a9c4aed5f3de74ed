// Servers that break the protocol after the upgrade. Here this side ended the socket, so silence and age prove nothing.
import type { Judgement, Violation } from '../judgement.ts';
import type { Ending, Observations } from '../observations.ts';
import { duration } from '../words.ts';

/** Whether this tool ended the socket because of what the server sent. */
export const isOwnEnd = ({ how }: Ending): boolean => how === 'flood' || how === 'garbage';

function endings({ idle, echo, sizes = [] }: Observations): readonly Ending[] {
  return [...(idle?.held ?? []), ...(echo ? [echo] : []), ...sizes].flatMap(({ ending }) => ending ?? []);
}

/** A violation if any socket ended this way, with the first as evidence. */
function first(
  observed: Observations,
  how: Ending['how'],
  say: Omit<Violation, 'evidence'>,
): readonly Violation[] {
  const found = endings(observed).filter((each) => each.how === how);
  const [one] = found;
  if (!one) return [];
  return [
    {
      ...say,
      evidence: [
        ['sockets', found.length],
        ['first after', duration(one.afterMs)],
      ],
    },
  ];
}

export const framesInvalid: Judgement = {
  code: 'frames-invalid',
  severity: 'error',
  title: 'What comes after the upgrade is not WebSocket',
  reasoning:
    'The bytes after the 101 are not valid RFC 6455 frames: reserved bits, a mask, text that is not UTF-8, or a length beyond the limits. Every client closes such a socket.',
  judge: (observed) =>
    first(observed, 'garbage', {
      what: 'The upgrade succeeds, and what follows is not valid WebSocket: every client closes the socket.',
      causes: [
        'An HTTP response was sent after the upgrade, by the server or a proxy.',
        'Compressed frames, though compression was not agreed.',
      ],
      remedy: 'Let nothing but the WebSocket library write to the connection after the upgrade.',
    }),
};

export const floods: Judgement = {
  code: 'server-sends-too-much',
  severity: 'warning',
  title: 'The server sends more than this tool accepts',
  reasoning:
    'A socket that asks for nothing receives more than 16 MB, or a single larger message. This tool then cuts it, to stay within bounds, so what silence would have done was not seen.',
  judge: (observed) =>
    first(observed, 'flood', {
      what: 'A socket received more than 16 MB, or a larger message, without asking: it was cut by this tool.',
      causes: ['The server streams to everybody who connects.'],
      remedy: 'Verify a path that is quiet, if silence matters.',
    }),
};
