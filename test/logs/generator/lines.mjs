// Log lines as the load balancer writes them, and what they are made of.

/** By the number of fields: what follows the 18th. @type {Record<number, (parts: Parts) => string>} */
const REST = {
  18: () => '',
  // Quotes around domain name and certificate came later.
  20: ({ domain, certificate }) => ` ${domain} ${certificate}`,
  24: (parts) => `${named(parts)} "forward" "-"`,
  25: (parts) => `${named(parts)} "forward" "-" "${parts.reason}"`,
  27: listed,
  29: (parts) => `${listed(parts)} "-" "-"`,
  30: (parts) => `${listed(parts)} "-" "-" TID_${parts.id}`,
  33: (parts) =>
    `${listed(parts)} "Acceptable" "SpaceInUri" TID_${parts.id} "host.example" "/uri" "TransformSuccess"`,
  34: (parts) => `${listed(parts)} "-" "-" TID_${parts.id} "-" "-" "-" ${parts.node}`,
  35: (parts) => `${listed(parts)} "-" "-" TID_${parts.id} "-" "-" "-" ${parts.node} -`,
  36: (parts) => `${listed(parts)} "-" "-" TID_${parts.id} "-" "-" "-" ${parts.node} 0x8 -`,
  37: (parts) => `${listed(parts)} "-" "-" TID_${parts.id} "-" "-" "-" ${parts.node} - - -`,
};

/** @typedef {{ domain: string, certificate: string, created: string, reason: string, target: string, targetStatus: string, id: string, node: string }} Parts */

/** @param {Parts} parts */
function named({ domain, certificate, created }) {
  return ` "${domain}" "${certificate}" 0 ${created}`;
}

/** @param {Parts} parts */
function listed(parts) {
  return `${named(parts)} "forward" "-" "${parts.reason}" "${parts.target}" "${parts.targetStatus}"`;
}

/** Most lines have today's format. */
const GENERATIONS = [34, 34, 34, 36, 36, 30, 29, 27, 33, 35, 37, 25, 24, 20, 18];
const REASONS = ['-', 'WAFConnectionTimeout', 'LambdaWebsocketNotSupported', 'AuthInvalidCookie'];
const REFUSALS = ['400', '403', '404', '426', '464', '501', '502', '503', '504'];
const TLS = [
  ['ECDHE-RSA-AES128-GCM-SHA256', 'TLSv1.2'],
  ['TLS_AES_128_GCM_SHA256', 'TLSv1.3'],
  ['ECDHE-RSA-AES128-SHA', 'TLSv1'],
];

/** @param {number} micros */
function isoTime(micros) {
  const seconds = Math.floor(micros / 1e6);
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(micros - seconds * 1e6).padStart(6, '0')}Z`;
}

/**
 * An access-log line about `time` (microseconds).
 *
 * @param {import('./random.mjs').Random} random @param {import('./world.mjs').World} world @param {number} time
 * @returns {{ text: string, facts: import('./truth.mjs').Facts }}
 */
export function accessLine(random, world, time) {
  const { pick, often, chance, below, hex } = random;
  const isSocket = chance(1 / 3);
  const isTls = chance(0.85);
  const isUpgrade = isSocket || chance(0.05);
  const fieldCount = often(GENERATIONS);
  const type = isSocket
    ? isTls
      ? 'wss'
      : 'ws'
    : chance(0.1)
      ? pick(['h2', 'grpcs'])
      : isTls
        ? 'https'
        : 'http';
  const status = isSocket
    ? chance(0.99)
      ? '101'
      : pick(['460', '000', '-'])
    : isUpgrade
      ? pick(REFUSALS)
      : pick(['200', '200', '200', '304', '301', '404']);
  const isAnswered = isSocket || !['400', '464', '503'].includes(status);
  const targetStatus = isAnswered ? status : '-';
  const { target, group } = isAnswered ? often(world.targets) : { target: '-', group: '-' };
  const client = often(world.clients);
  const method = isUpgrade || chance(0.7) ? 'GET' : 'POST';
  const shape = isUpgrade
    ? often(world.socketPaths)
    : chance(0.02)
      ? pick(world.socketPaths)
      : pick(world.paths);
  const path = shape.replace(':id', () => String(below(100_000)));
  const port = isTls ? '443' : '80';
  const created = durationBefore(random, time);
  const isKnown = fieldCount >= 24;
  const reason = isAnswered || fieldCount < 25 ? '-' : pick(REASONS);
  const received = below(10 ** (1 + below(6)));
  const sent = below(10 ** (1 + below(8)));
  const [cipher = '-', protocol = '-'] = isTls ? often(TLS) : [];
  const agent = chance(0.001) ? (world.agents.at(-1) ?? '-') : often(world.agents.slice(0, -1));
  const node = pick(world.nodes);
  const loadBalancer = often(world.loadBalancers);
  const transport = chance(0.05) ? pick(['websocket', 'polling']) : '';
  const query = transport ? `?EIO=4&transport=${transport}&t=1` : chance(0.5) ? `?token=${hex(12)}` : '';
  const end = pick([' HTTP/1.1', ' HTTP/1.1', ' HTTP/1.1', ' -', '', '  HTTP/1.1']);
  const authority = `${isTls ? 'https' : 'http'}://chat.example.com:${port}`;
  const request = `${method} ${authority}${path}${query}${end}`;
  const parts = {
    domain: isTls ? 'chat.example.com' : '-',
    certificate: isTls ? world.certificate : '-',
    created: isoTime(created),
    reason,
    target,
    targetStatus,
    id: hex(32),
    node,
  };
  const text =
    `${type} ${isoTime(time)} ${loadBalancer} ${client}:${1024 + below(60_000)} ${target} 0.000 0.001 0.000 ${status} ` +
    `${targetStatus} ${received} ${sent} "${request}" "${agent}" ${cipher} ${protocol} ${group} ` +
    `"Root=1-${hex(8)}-${hex(24)}"${REST[fieldCount]?.(parts) ?? ''}`;
  return {
    text,
    facts: {
      type,
      time,
      status,
      targetStatus,
      reason,
      method,
      route: `${authority}${shape.replace(/\d+$/, ':id')}`,
      transport,
      port,
      protocol,
      cipher,
      target,
      group,
      client,
      agent,
      node: fieldCount >= 34 ? node : '-',
      loadBalancer,
      received,
      sent,
      created: isKnown ? created : undefined,
    },
  };
}

/** Many connections end at the idle timeout, 60 s or 4,000 s; the others last from moments to hours. @param {import('./random.mjs').Random} random @param {number} time */
function durationBefore({ chance, below, next }, time) {
  if (chance(0.15)) return time - 60e6 - below(300_000);
  if (chance(0.05)) return time - 4000e6 - below(300_000);
  return time - Math.floor(1000 * 10 ** (next() * 7));
}

/**
 * A line that cannot be counted, made from one that can.
 *
 * @param {import('./random.mjs').Random} random @param {string} text
 */
export function malformedLine({ pick, below }, text) {
  const fields = text.split(' ');
  return pick([
    // Truncated within the first eleven fields, or within the quoted request line.
    () => text.slice(0, 1 + below(text.indexOf('"'))).trimEnd(),
    () => text.slice(0, text.indexOf('"') + 2 + below(20)),
    () => text.replace('" "', '""'),
    () => text.replace(/Z app/, 'X app'),
    () => [...fields.slice(0, 8), '1x1', ...fields.slice(9)].join(' '),
    () => text.replace(' 0.000 0.001', '  0.001'),
    () => 'not a line of a log',
    () => '\u0001\u0002\u0003',
  ])();
}

/** @param {import('./random.mjs').Random} random @param {import('./world.mjs').World} world @param {number} time */
export function foreignLine({ pick, hex }, world, time) {
  return pick([
    `${isoTime(time)} ${pick(world.clients)} 40000 443 TLSv1.3 TLS_AES_128_GCM_SHA256 0.012 "-" - - Success TID_${hex(32)} x25519 ${world.loadBalancers[0]} 10.0.1.9`,
    `http ${isoTime(time)} 0.004 10.0.0.10:8080 ${hex(16)} PASS 200 - ${world.loadBalancers[0]} 10.0.1.9`,
  ]);
}
