// Promises that can only be checked by sending messages or watching a deployment.
import { count, many } from '../common/numbers.ts';
import type { Config } from '../config/schema/index.ts';
import { isPolite } from './judgements/load.ts';
import type { Observations } from './observations.ts';
import { met, notMet, notSeen, type Kept, type Verdict } from './promise.ts';
import { bytes, endingWords } from './words.ts';

export function loadPromises(config: Config, observed: Observations): readonly Kept[] {
  const { target, workload } = config;
  const { bytesPerMessage } = workload;
  return [
    {
      key: 'target.deregistrationDelay',
      promise: `a target that is taken out has ${target.deregistrationDelay} s to end its sockets`,
      ...deregistration(observed),
    },
    ...(bytesPerMessage === undefined
      ? []
      : [
          {
            key: 'workload.bytesPerMessage',
            promise: `messages of ${bytes(bytesPerMessage)}`,
            ...messages(bytesPerMessage, observed),
          },
        ]),
  ];
}

/** A client cannot see when a target was deregistered: a cut may mean the end of the delay or of the server. */
function deregistration({ watch }: Observations): Verdict {
  if (!watch) return notSeen('--watch through a deployment would show it');
  if (watch.cuts.length === 0) return notSeen('no socket ended during the watch');
  const cut = watch.cuts.filter(({ ending }) => !isPolite(ending)).length;
  const all = many(watch.cuts.length, 'socket');
  return cut === 0
    ? met(`${all} ended, each with a close frame of its server`)
    : notSeen(`${count(cut)} of ${all} were cut: the delay ran out, or a server died`);
}

function messages(promised: number, { sizes = [] }: Observations): Verdict {
  const passed = sizes.findLast(({ outcome, bytes: size }) => outcome === 'answered' && size >= promised);
  if (passed) return met(`${bytes(passed.bytes)} came back`);
  const refused = sizes.find(({ outcome, bytes: size }) => outcome === 'closed' && size <= promised);
  if (refused?.ending)
    return notMet(`${bytes(refused.bytes)} ended the socket: ${endingWords(refused.ending)}`);
  const open = sizes.findLast(({ outcome, bytes: size }) => outcome === 'no-answer' && size >= promised);
  if (open) return met(`${bytes(open.bytes)} did not end the socket`);
  return notSeen(`--message-size ${Math.ceil(promised / 1024)}k would show it`);
}
