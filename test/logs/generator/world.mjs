// The participants: clients, targets, paths, user agents.

/** @typedef {ReturnType<typeof newWorld>} World */

/** A path with an id, which does not count as a separate path. */
const ROOM = '/ws/room/:id';

const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'okhttp/4.12.0',
  '-',
  // Quotes are escaped in two ways; so are a backslash and non-ASCII letters.
  'Agent \\x22quoted\\x22 \\x5c \\xC3\\x88',
  'Agent \\"quoted\\" and a backslash \\\\',
];

/** @param {import('./random.mjs').Random} random @param {{ clients: number, targets: number }} size */
export function newWorld(random, size) {
  const { below, hex } = random;
  const group = (/** @type {string} */ name) =>
    `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/${hex(16)}`;
  const chat = group('chat');
  return {
    loadBalancers: [`app/chat/${hex(16)}`, `app/events/${hex(16)}`],
    clients: Array.from({ length: size.clients }, (_, index) =>
      index % 8 === 7
        ? `2001:db8:${hex(4)}:${hex(4)}::${(index + 1).toString(16)}`
        : `198.${18 + (index % 2)}.${below(256)}.${index % 256}`,
    ),
    targets: Array.from({ length: size.targets }, (_, index) => ({
      target: index % 6 === 5 ? `[fe80::${hex(4)}]:8080` : `10.0.${index % 3}.${10 + index}:8080`,
      group: index % 4 === 3 ? group('other') : chat,
    })),
    nodes: ['10.0.1.9', '10.0.2.9', '10.0.3.9'],
    socketPaths: ['/ws', '/socket.io/', '/live/events', '/chat room', '/graphql', ROOM],
    paths: Array.from({ length: 60 }, (_, index) => `/api/v1/resource/${index}`),
    agents: [
      ...AGENTS,
      ...Array.from({ length: 50 }, (_, index) => `client/${index} (${AGENTS[index % 3]})`),
      `long/${'x'.repeat(8000)}`,
    ],
    certificate: `arn:aws:acm:eu-west-1:123456789012:certificate/${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
  };
}
