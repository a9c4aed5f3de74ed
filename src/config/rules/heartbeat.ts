import type { ConfigRule } from './rule.ts';

const heartbeatTooSlow: ConfigRule = {
  code: 'heartbeat-idle-timeout',
  severity: 'error',
  keys: ['heartbeat', 'loadBalancer.idleTimeout'],
  violated: (config) => config.heartbeat >= config.loadBalancer.idleTimeout,
  words: (config) => ({
    what: `heartbeat ${config.heartbeat} is not shorter than loadBalancer.idleTimeout ${config.loadBalancer.idleTimeout}: a quiet socket is closed before its next ping.`,
    allowed: 'heartbeat below loadBalancer.idleTimeout, best at most half of it',
    remedy: `Ping every ${Math.max(1, Math.floor(config.loadBalancer.idleTimeout / 2))} seconds, or raise loadBalancer.idleTimeout (1–4000).`,
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
    remedy: `Ping every ${Math.max(1, Math.floor(config.loadBalancer.idleTimeout / 2))} seconds, or raise loadBalancer.idleTimeout (1–4000).`,
  }),
};

export const heartbeatRules: readonly ConfigRule[] = [heartbeatTooSlow, heartbeatTight];
