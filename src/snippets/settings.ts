// The settings of the snippets: what a config means for the servers.
import { matches, rangesOf } from '../alb/matcher.ts';
import { BUSY_WAIT, CONNECT_TIMEOUT, FIRST_WAIT, GOING_AWAY_WAIT, LONGEST_WAIT } from '../config/client.ts';
import { APPLICATION_DIMENSION } from '../config/application-metrics.ts';
import {
  applicationNamespace,
  healthCheckProtocol,
  KEEP_ALIVE_MARGIN,
  registeredInstanceCount,
} from '../config/derived.ts';
import type { Config } from '../config/schema/index.ts';
import { taskBounds } from '../config/service.ts';
import type { PrintedSettings } from './piece.ts';
import { settingsObject } from './print.ts';
import { deregistration, drain, noticedAfter, protection, type Block } from './drain-settings.ts';

/** The settings that only clients use. */
export const CLIENT_SETTINGS = 'clientSettings';

/** Maximum sockets per server if the config does not say how many there are. */
const DEFAULT_MAXIMUM = 10_000;
/** Headroom above a server's expected share. */
const HEADROOM = 1.25;
/** A task's capacity relative to its scaling target, which is two thirds of it. */
const CAPACITY_OVER_TARGET = 1.5;
/** Node's own limit for receiving a request, in seconds. */
const NODE_REQUEST_TIMEOUT = 300;
const KIB = 1024;
const DEFAULT_MAX_PAYLOAD = 64 * KIB;
/** The largest message relative to the average one. */
const PAYLOAD_HEADROOM = 8;

/** All settings objects of a config as text. Comments contain only numbers from the config, never text. */
export const printedSettings = (config: Config): PrintedSettings[] =>
  [
    healthCheck(config),
    heartbeat(config),
    drain(config),
    deregistration(config),
    protection(config),
    metrics(config),
    server(config),
    client(config),
  ].map(({ name, about, settings }) => ({ name, text: settingsObject(name, about, settings) }));

function healthCheck(config: Config): Block {
  const { healthCheck: check, target } = config;
  const port = healthCheckPort(config);
  const tls = healthCheckProtocol(config) === 'HTTPS';
  return {
    name: 'healthCheckSettings',
    about: `The load balancer checks every ${check.interval} s; after ${check.unhealthyThreshold} failures, about ${noticedAfter(config)} s, it sends no more sockets.`,
    settings: [
      ['path', check.path.split('?', 1)[0] ?? '/', 'healthCheck.path in the config, without its query.'],
      ['port', port, 'healthCheck.port; the port of the sockets when that is traffic-port.'],
      ['separatePort', port !== target.port, 'Whether the health check has its own port.'],
      ['tls', tls, 'Whether the health check comes over HTTPS (healthCheck.protocol, or target.protocol).'],
      [
        'healthyStatus',
        healthyStatus(config),
        'A status that healthCheck.matcher accepts. 503 never passes.',
      ],
      ['maximumConnections', ...maximumConnections(config)],
      [
        'failWhenFull',
        config.service === false,
        'Whether a full server fails its health check. False if failing targets are replaced, as by ECS.',
      ],
    ],
  };
}

/** The port for health checks. */
export const healthCheckPort = ({ healthCheck: check, target }: Config): number =>
  check.port === 'traffic-port' ? target.port : check.port;

/** 200 if the matcher accepts it, otherwise the matcher's first code. */
const healthyStatus = ({ healthCheck: { matcher } }: Config): number =>
  matches(String(matcher), 200) ? 200 : (rangesOf(String(matcher))[0]?.[0] ?? 200);

function maximumConnections(config: Config): [value: number, why: string] {
  const { connections } = config.workload;
  const { service } = config;
  if (service !== false && service.socketsPerTask !== undefined)
    return [
      Math.ceil(service.socketsPerTask * CAPACITY_OVER_TARGET),
      `Sockets at which the server is full: 1.5 times service.socketsPerTask (${service.socketsPerTask}), around which tasks are scaled. Measure what your server can hold.`,
    ];
  const servers =
    service === false
      ? registeredInstanceCount(config) || (config.target.ipAddresses?.length ?? 0)
      : taskBounds(service).min;
  if (connections === undefined || servers === 0)
    return [
      DEFAULT_MAXIMUM,
      `Sockets at which the server is full. ${DEFAULT_MAXIMUM} unless workload.connections and the number of targets are in the config. Measure what your server can hold.`,
    ];
  const sharing = Math.max(1, servers - 1);
  return [
    Math.ceil((connections * HEADROOM) / sharing),
    `Sockets at which the server is full: workload.connections (${connections}) on ${sharing} of ${servers} targets, and a quarter more. Measure what your server can hold.`,
  ];
}

const heartbeat = ({ heartbeat: interval, loadBalancer: { idleTimeout } }: Config): Block => ({
  name: 'heartbeatSettings',
  about: 'What keeps quiet sockets open.',
  settings: [
    [
      'pingInterval',
      interval,
      `Seconds between two pings of a socket. The load balancer closes it after ${idleTimeout} s without a byte (loadBalancer.idleTimeout).`,
    ],
  ],
});

const client = ({ heartbeat: interval, loadBalancer: { idleTimeout } }: Config): Block => ({
  name: CLIENT_SETTINGS,
  about: 'How clients reconnect. `websocket-alb rollout` computes what that means for a deployment.',
  settings: [
    [
      'firstWait',
      FIRST_WAIT,
      'Seconds. After a connection ended without a close frame, probably many at once: a random time up to this, doubled at each failure.',
    ],
    ['longestWait', LONGEST_WAIT, 'Seconds. The maximum to which it is doubled.'],
    [
      'goingAwayWait',
      GOING_AWAY_WAIT,
      'Seconds. A random time up to this after close code 1001: the server spreads its closes.',
    ],
    ['busyWait', BUSY_WAIT, 'Seconds. At least this, and up to twice as long, after 503 and 429.'],
    [
      'heartbeat',
      interval,
      `Seconds between two pings of the server, which keep the socket open: the load balancer closes it after ${idleTimeout} s without a byte (heartbeat and loadBalancer.idleTimeout). After this much silence a browser sends its probe, if it has one.`,
    ],
    ['connectTimeout', CONNECT_TIMEOUT, 'Seconds for a handshake.'],
  ],
});

const metrics = (config: Config): Block => ({
  name: 'metricsSettings',
  about: 'Where dashboard and alarms look for the metrics. Change it in the config, then here.',
  settings: [
    ['namespace', applicationNamespace(config), 'metrics.namespace in the config.'],
    ['dimension', APPLICATION_DIMENSION, 'The one dimension of all metrics.'],
    ['service', config.name, 'Its value: name in the config.'],
  ],
});

function server(config: Config): Block {
  const { target, loadBalancer, workload } = config;
  const keepAlive = loadBalancer.idleTimeout + KEEP_ALIVE_MARGIN;
  const headers = keepAlive + KEEP_ALIVE_MARGIN;
  const { bytesPerMessage } = workload;
  return {
    name: 'serverSettings',
    about: 'The HTTP server that accepts the sockets.',
    settings: [
      ['port', target.port, 'target.port in the config.'],
      ['tls', target.protocol === 'HTTPS', 'Whether target.protocol is HTTPS.'],
      [
        'keepAliveTimeout',
        keepAlive,
        `Seconds. Longer than loadBalancer.idleTimeout (${loadBalancer.idleTimeout}): when the server closes a connection first, the load balancer may just be sending a request on it, and its client sees 502.`,
      ],
      [
        'headersTimeout',
        headers,
        'Seconds. Above keepAliveTimeout: some releases of Node apply it to idle connections (nodejs/node#27363).',
      ],
      [
        'requestTimeout',
        Math.max(NODE_REQUEST_TIMEOUT, headers + KEEP_ALIVE_MARGIN),
        `Seconds. Above headersTimeout; ${NODE_REQUEST_TIMEOUT} is Node’s default.`,
      ],
      [
        'maxPayload',
        maxPayload(bytesPerMessage),
        bytesPerMessage === undefined
          ? 'Bytes of the largest message that is accepted; a larger one closes the socket with 1009. The default of ws, 100 MiB, lets one client fill the memory.'
          : `Bytes of the largest message that is accepted, from workload.bytesPerMessage (${bytesPerMessage}); a larger one closes the socket with 1009.`,
      ],
      ['publishMetrics', config.metrics !== false, 'Whether metrics is on in the config.'],
      ['webSocketPath', target.webSocketPath ?? '', 'target.webSocketPath; empty: any path.'],
    ],
  };
}

/** The next power of two above several average messages, at least 64 KiB, at most 100 MiB. */
const maxPayload = (bytesPerMessage = 0): number =>
  Math.min(
    100 * KIB * KIB,
    Math.max(DEFAULT_MAX_PAYLOAD, 2 ** Math.ceil(Math.log2(Math.max(1, bytesPerMessage * PAYLOAD_HEADROOM)))),
  );
