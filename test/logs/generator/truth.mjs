// What the lines add up to, counted from what they were made of.

/** @typedef {ReturnType<typeof newTruth>} Truth */
/** @typedef {{ connections: number, received: number, sent: number, short: number }} Traffic */

/** A line that counts, as the world meant it. Times in microseconds.
 * @typedef {object} Facts
 * @property {string} type
 * @property {number} time
 * @property {string} status
 * @property {string} targetStatus
 * @property {string} reason
 * @property {string} method
 * @property {string} route
 * @property {string} transport `websocket`, `polling`, or empty
 * @property {string} port
 * @property {string} protocol
 * @property {string} cipher
 * @property {string} target
 * @property {string} group
 * @property {string} client
 * @property {string} agent
 * @property {string} node
 * @property {string} loadBalancer
 * @property {number} received
 * @property {number} sent
 * @property {number | undefined} created
 */

export const newTruth = () => ({
  lines: 0,
  counted: 0,
  malformed: 0,
  foreign: 0,
  /** @type {Record<string, number>} */
  types: {},
  received: 0,
  sent: 0,
  /** Microseconds. @type {number[]} */
  durations: [],
  unknown: 0,
  firstTime: Infinity,
  lastTime: -Infinity,
  /** WebSockets, for what is counted only for charts. @type {Facts[]} */
  sockets: [],
  /** Times and bytes of all other lines. @type {{ time: number, bytes: number }[]} */
  plain: [],
  closed: /** @type {Map<string, number>} */ (new Map()),
  openedBy: /** @type {Map<number, number>} */ (new Map()),
  closedBy: /** @type {Map<number, number>} */ (new Map()),
  targets: /** @type {Map<string, Traffic>} */ (new Map()),
  clients: /** @type {Map<string, Traffic>} */ (new Map()),
  routes: /** @type {Map<string, Traffic>} */ (new Map()),
  agents: /** @type {Map<string, Traffic>} */ (new Map()),
  nodes: /** @type {Map<string, Traffic>} */ (new Map()),
  loadBalancers: /** @type {Map<string, Traffic>} */ (new Map()),
  /** Upgrades that may have failed, by everything that distinguishes a row. */
  failed: /** @type {Map<string, number>} */ (new Map()),
  failedBy: /** @type {Map<number, number>} */ (new Map()),
  /** Other requests. */
  requests: /** @type {Map<string, number>} */ (new Map()),
});

/** @template Key @param {Map<Key, number>} counts @param {Key} key */
const count = (counts, key) => counts.set(key, (counts.get(key) ?? 0) + 1);

/** @param {Map<string, Traffic>} traffic @param {string} key @param {Facts} facts */
function addTraffic(traffic, key, { received, sent, time, created = -Infinity }) {
  const held = traffic.get(key) ?? { connections: 0, received: 0, sent: 0, short: 0 };
  held.connections++;
  held.received += received;
  held.sent += sent;
  if (time - created < 5e6) held.short++;
  traffic.set(key, held);
}

const minuteOf = (/** @type {number} */ time) => Math.floor(time / 60e6);

/** Joins the parts of a key with a tab, which none of them contains. */
export const keyOf = (/** @type {readonly (string | number)[]} */ ...parts) => parts.join('\t');

/** @param {Truth} truth @param {Facts} facts */
export function addFacts(truth, facts) {
  const { type, time, status } = facts;
  truth.lines++;
  truth.counted++;
  truth.types[type] = (truth.types[type] ?? 0) + 1;
  truth.firstTime = Math.min(truth.firstTime, time);
  truth.lastTime = Math.max(truth.lastTime, time);
  if (type === 'ws' || type === 'wss') return addSocket(truth, facts);
  truth.plain.push({ time, bytes: facts.received + facts.sent });
  const { route, targetStatus, reason, transport, method } = facts;
  const isGet = method === 'GET';
  const isHttp = type === 'http' || type === 'https';
  const isWell = status.startsWith('2') || status === '304';
  const parts = [route, type, String(isGet), transport, status, targetStatus];
  if (!isHttp || !isGet || transport === 'polling' || (isWell && transport !== 'websocket'))
    return count(truth.requests, keyOf(...parts));
  count(truth.failed, keyOf(...parts, reason));
  return count(truth.failedBy, minuteOf(time));
}

/** @param {Truth} truth @param {Facts} facts */
function addSocket(truth, facts) {
  const { type, time, created, status, port, protocol, cipher } = facts;
  truth.sockets.push(facts);
  truth.received += facts.received;
  truth.sent += facts.sent;
  count(truth.closed, keyOf(type, status, port, protocol, cipher));
  count(truth.closedBy, minuteOf(time));
  if (created === undefined) truth.unknown++;
  else {
    count(truth.openedBy, minuteOf(created));
    truth.durations.push(time - created);
  }
  addTraffic(truth.targets, keyOf(facts.target, facts.group), facts);
  addTraffic(truth.clients, facts.client, facts);
  addTraffic(truth.routes, facts.route, facts);
  addTraffic(truth.agents, facts.agent.slice(0, 256), facts);
  addTraffic(truth.nodes, facts.node, facts);
  addTraffic(truth.loadBalancers, facts.loadBalancer, facts);
}
