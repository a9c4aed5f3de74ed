import type { Rule } from '../rule.ts';
import { ERRORS_SOURCE } from '../sources.ts';

const CONTROL_PORT = 'TargetControlPort';

export const targetOptimizerWebSocket: Rule = {
  code: 'target-optimizer-websocket',
  title: 'WebSockets with target optimizer',
  severity: 'error',
  subject: 'target-group',
  reads: [CONTROL_PORT],
  why: 'Target optimizer does not support WebSockets: ELB answers the upgrade with 501.',
  source: ERRORS_SOURCE,
  judge: (values) => (values[CONTROL_PORT] === undefined ? 'met' : 'violated'),
  words: (values, name) => ({
    what: `${name(CONTROL_PORT)} ${values[CONTROL_PORT]} turns target optimizer on: ELB answers every WebSocket upgrade with 501.`,
    allowed: 'no control port',
    remedy: `Remove ${name(CONTROL_PORT)}; it is fixed when the target group is created, so this replaces it.`,
  }),
};
