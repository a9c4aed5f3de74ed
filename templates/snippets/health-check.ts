// Health check: tells the load balancer whether this server takes new WebSockets.
//
//   const health = createHealthCheck(server, sockets); // the HTTP server, and the WebSocketServer of `ws`
//   server.on('request', (request, response) => {
//     if (!health.handle(request, response)) yourApplication(request, response);
//   });
//   if (healthCheckSettings.separatePort)
//     createServer((request, response) => {
//       if (!health.handle(request, response)) response.writeHead(404).end();
//     }).listen(healthCheckSettings.port);
//
// 200 means: send more. 503 means: send new sockets elsewhere; the load balancer leaves open ones alone.
// A WebSocketServer has no readyState: whether it accepts sockets depends on the HTTP server that it is attached to.
//
// On ECS, and in an Auto Scaling group with ELB health checks, a failing target is not only left out but replaced, and
// its sockets are cut. There, scale out before `maximumConnections` is reached, or set `failWhenFull` to false:
// upgrades beyond the maximum are then refused, but the target stays.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { WebSocketServer } from 'ws';
import { healthCheckSettings } from './settings.ts';

export type HealthStatus = 'ok' | 'full' | 'draining' | 'closed';

export interface HealthCheck {
  /** Answers requests for the health check path; returns false for all others. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** `ok`, or why this server takes no more sockets. Call it before an upgrade. */
  readonly status: () => HealthStatus;
  /** Fails from now on: the first step of a drain. */
  readonly startDraining: () => void;
}

/** The health check of one WebSocket server. */
export function createHealthCheck(server: Server | TlsServer, sockets: WebSocketServer): HealthCheck {
  const { path, maximumConnections, healthyStatus, failWhenFull } = healthCheckSettings;
  let isDraining = false;

  const status = (): HealthStatus => {
    if (isDraining) return 'draining';
    if (!server.listening) return 'closed';
    return sockets.clients.size >= maximumConnections ? 'full' : 'ok';
  };

  const handle = (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.url?.split('?', 1)[0] !== path) return false;
    const now = status();
    const passes = now === 'ok' || (now === 'full' && !failWhenFull);
    response.writeHead(passes ? healthyStatus : 503, {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
    });
    // The path can be reached from outside, through the load balancer. Remove what you do not want to show.
    const report = {
      status: now,
      connections: sockets.clients.size,
      maximum: maximumConnections,
      memory: process.memoryUsage.rss(),
      uptime: Math.floor(process.uptime()),
    };
    response.end(request.method === 'HEAD' ? undefined : JSON.stringify(report));
    return true;
  };

  return {
    handle,
    status,
    startDraining: () => {
      isDraining = true;
    },
  };
}
