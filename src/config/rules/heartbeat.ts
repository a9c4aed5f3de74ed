import type { Config } from '../schema/index.ts';
import type { ConfigRule } from './rule.ts';

/** Half of the idle timeout leaves room for one lost ping. */
function remedy({ loadBalancer: { idleTimeout } }: Config): string {
  const half = Math.floor(idleTimeout / 2);
  const raise = 'loadBalancer.idleTimeout (2–4000, above heartbeat)';
  return half < 1 ? `Raise ${raise}.` : `Set heartbeat to ${half}, or raise ${raise}.`;
}

const heartbeatTooSlow: ConfigRule = {
  code: 'heartbeat-idle-timeout',
  severity: 'error',
  keys: ['heartbeat', 'loadBalancer.idleTimeout'],
  violated: (config) => config.heartbeat >= config.loadBalancer.idleTimeout,
  words: (config) => ({
    what: `heartbeat ${config.heartbeat} is not shorter than loadBalancer.idleTimeout ${config.loadBalancer.idleTimeout}: a quiet socket is closed before its next ping.`,
    allowed: 'heartbeat below loadBalancer.idleTimeout, best at most half of it',
    remedy: remedy(config),
  }),
};

const heartbeatTight: ConfigRule = {
  code: 'heartbeat-tight',
  severity: 'warning',
  keys: ['heartbeat', 'loadBalancer.idleTimeout'],
  violated: (config) =>
    config.heartbeat < config.loadBalancer.idleTimeout &&
    config.heartbeat > config.loadBalancer.idleTimeout / 2,
  words: (config) => ({
    what: `heartbeat ${config.heartbeat} is more than half of loadBalancer.idleTimeout ${config.loadBalancer.idleTimeout}: one late or lost ping closes the socket.`,
    allowed: 'at most half of loadBalancer.idleTimeout',
    remedy: remedy(config),
  }),
};

export const heartbeatRules: readonly ConfigRule[] = [heartbeatTooSlow, heartbeatTight];
