// What the config of the load balancer means for its servers. `websocket-alb snippet server` of websocket-alb made it.

// The load balancer asks every 30 s; after 3 failures, about 90 s, it sends no more sockets.
export const healthCheckSettings = {
  // healthCheck.path in the config, without its query.
  path: '/health',
  // healthCheck.port; the port of the sockets when that is traffic-port.
  port: 8080,
  // Whether the health check has a port of its own.
  separatePort: false,
  // Whether the health check comes over HTTPS (healthCheck.protocol, or target.protocol).
  tls: false,
  // A status that healthCheck.matcher accepts. 503 never passes.
  healthyStatus: 200,
  // Sockets at which the server is full. 10000 unless workload.connections and the number of targets are in
  // the config. Measure what your server can hold.
  maximumConnections: 10000,
  // Whether a full server fails its health check. It is false where a failing target is replaced, as ECS does
  // it.
  failWhenFull: true,
};

// What keeps quiet sockets open.
export const heartbeatSettings = {
  // Seconds between two pings of a socket. The load balancer closes it after 4000 s without a byte
  // (loadBalancer.idleTimeout).
  pingInterval: 30,
};

// The parts of a drain in seconds, 300 together: target.deregistrationDelay (300 s), after which the load
// balancer may cut what is open. The platform must wait that long before it kills: stopTimeout in an ECS
// container definition (30 s unless set), TimeoutStopSec of systemd (90 s), terminationGracePeriodSeconds of
// Kubernetes (30 s).
export const drainSettings = {
  // For the load balancer to notice: it takes about 90 s, here at most a third of all.
  notice: 90,
  // Over which the sockets are closed.
  spread: 200,
  // For the last clients to answer, and for the last metrics.
  grace: 10,
};

// The drain that begins when ECS takes a task out of the target group, within target.deregistrationDelay (300
// s). SIGTERM comes after it.
export const deregistrationSettings = {
  // Seconds between two questions whether it has begun, give or take a quarter. Up to 60 s of the delay are
  // left for them.
  poll: 15,
  // Over which the sockets are closed.
  spread: 230,
  // For the last clients to answer, and for the last metrics.
  grace: 10,
  // Seconds after which a socket is closed in any case, or up to a fifth earlier; 0: never
  // (service.maxSocketAge).
  maximumAge: 0,
};

// Task protection on ECS (service.taskProtection).
export const protectionSettings = {
  // Whether the task is protected while it has many sockets.
  enabled: false,
  // Sockets up to which it is not.
  moreThan: 0,
  // Seconds between two looks, give or take a quarter.
  look: 60,
  // Minutes of one protection; it is renewed after half of them.
  term: 10,
  // Seconds without a pause. CloudFormation waits for three hours.
  longest: 3600,
  // Seconds in which ECS may take the task.
  pause: 600,
};

// Where dashboard and alarms look for the metrics. Change it in the config, then here.
export const metricsSettings = {
  // metrics.namespace in the config.
  namespace: 'WebSocket/Application',
  // The one dimension of all metrics.
  dimension: 'Service',
  // Its value: name in the config.
  service: 'websocket',
};

// The HTTP server below the sockets.
export const serverSettings = {
  // target.port in the config.
  port: 8080,
  // Whether target.protocol is HTTPS.
  tls: false,
  // Seconds. Longer than loadBalancer.idleTimeout (4000): when the server closes a connection first, the load
  // balancer may just be sending a request on it, and its client sees 502.
  keepAliveTimeout: 4005,
  // Seconds. Above keepAliveTimeout: releases of Node have closed idle connections by it (nodejs/node#27363).
  headersTimeout: 4010,
  // Seconds. Above headersTimeout; 300 is Node’s own.
  requestTimeout: 4015,
  // Bytes of the largest message that is accepted; a larger one closes the socket with 1009. The default of
  // ws, 100 MiB, lets one client fill the memory.
  maxPayload: 65536,
  // Whether metrics is on in the config.
  publishMetrics: false,
  // target.webSocketPath; empty: any path.
  webSocketPath: '',
};

// How clients come back. `websocket-alb rollout` says what follows from it for a deployment.
export const clientSettings = {
  // Seconds. After a connection that ended without a word, which many lost together: a random time up to
  // this, doubled at each failure.
  firstWait: 10,
  // Seconds beyond which it is not doubled.
  longestWait: 60,
  // Seconds. A random time up to this after close code 1001: the server spreads its closes.
  goingAwayWait: 1,
  // Seconds. At least this, and up to twice as long, after 503 and 429.
  busyWait: 30,
  // Seconds between two pings of the server, which keep the socket open: the load balancer closes it after
  // 4000 s without a byte (heartbeat and loadBalancer.idleTimeout). After as long a silence a browser sends
  // its probe, if it has one.
  heartbeat: 30,
  // Seconds for a handshake.
  connectTimeout: 20,
};
