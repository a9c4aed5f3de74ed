// Log files, and what is in them.
import { gzipSync } from 'node:zlib';
import { accessLine, foreignLine, malformedLine } from './lines.mjs';
import { newRandom } from './random.mjs';
import { addFacts, newTruth } from './truth.mjs';
import { newWorld } from './world.mjs';

/**
 * @typedef {object} LogOptions
 * @property {number} seed
 * @property {number} bytes of text in a file, approximately
 * @property {number} [malformed] share of lines. Default 0.0005.
 * @property {number} [foreign] share of lines of another log. Default 0.
 * @property {number} [clients]
 * @property {number} [targets]
 * @property {number} [start] time of the first line, in microseconds
 * @property {number} [minutes] that a file covers. Default 5.
 */

/** 2026-07-02T10:00:00Z */
const START = 1_782_986_400e6;

/**
 * Texts of files in chronological order, counted into `truth`.
 *
 * @param {LogOptions} options @param {import('./truth.mjs').Truth} [truth]
 */
export function* logTexts(options, truth = newTruth()) {
  const random = newRandom(options.seed);
  const world = newWorld(random, { clients: options.clients ?? 3000, targets: options.targets ?? 12 });
  const { bytes, malformed = 0.0005, foreign = 0, start = START, minutes = 5 } = options;
  const { chance, below } = random;
  for (let file = 0; ; file++) {
    const parts = [];
    let length = 0;
    while (length < bytes) {
      const time = Math.floor(start + (file + length / bytes) * minutes * 60e6) + below(1000);
      const line = accessLine(random, world, time);
      let { text } = line;
      if (chance(malformed)) {
        text = malformedLine(random, text);
        truth.lines++;
        truth.malformed++;
      } else if (chance(foreign)) {
        text = foreignLine(random, world, time);
        truth.lines++;
        truth.foreign++;
      } else addFacts(truth, line.facts);
      parts.push(text, '\n');
      length += text.length + 1;
    }
    yield parts.join('');
  }
}

/**
 * Gzip as ELB writes it: one or more members, split anywhere.
 *
 * @param {string} text @param {number} [members]
 */
export function gzipped(text, members = 1) {
  const bytes = Buffer.from(text, 'latin1');
  const size = Math.ceil(bytes.length / members);
  return Buffer.concat(
    Array.from({ length: members }, (_, index) => gzipSync(bytes.subarray(index * size, (index + 1) * size))),
  );
}
