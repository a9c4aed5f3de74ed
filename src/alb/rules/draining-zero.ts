import { inferred } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';

const KEY = 'deregistration_delay.timeout_seconds';

/** Not one of RULES, which configs are held against too: a config's own rules know who stops its servers, and when. */
export const drainingZero: Rule = {
  code: 'draining-zero',
  severity: 'warning',
  subject: 'target-group',
  reads: [KEY],
  title: 'No draining',
  why: 'With a delay of 0 the sockets of a target are cut the moment it is taken out, at every deployment.',
  source: userGuide('edit-target-group-attributes'),
  basis: inferred('the delay alone; the server may close its sockets before'),
  judge: ({ [KEY]: delay }) => (Number(delay) === 0 ? 'violated' : 'met'),
  words: (_, name) => ({
    what: `${name(KEY)} is 0.`,
    allowed: '1–3600 seconds',
    remedy:
      'Give clients time to reconnect, such as 30 s, and have the server close its sockets with 1001 when it stops.',
  }),
};
