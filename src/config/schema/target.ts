import * as z from 'zod/mini';
import {
  TARGET_GROUP_ATTRIBUTES as A,
  TARGET_GROUP_PROPERTIES as P,
} from '../../alb/target-group-settings.ts';
import { isAddress } from '../../alb/cidr.ts';
import { describeValues } from '../../alb/values.ts';
import { describe, list, optional, section, strings, value } from '../fields.ts';
import { GRPC_HEALTH_CHECK, HTTP_CODES, HTTP_PATH } from '../health-check.ts';
import { HEARTBEAT_SECONDS } from '../heartbeat.ts';
import { authenticate } from './authenticate.ts';
import { hosts, paths } from './conditions.ts';

const TARGET_TYPE = { kind: 'enum', values: ['instance', 'ip'] } as const;

const duration = (which: keyof typeof A & `stickiness.${string}.duration_seconds`) =>
  value(A[which].values, 86400, 'Seconds for which a client stays with its target.');

const stickinessType = <T extends string>(type: T) =>
  describe(z.literal(type), 'What stickiness is based on.', {
    allowed: 'one of app_cookie, lb_cookie, none',
  });

// A stickiness without a type is app_cookie, the default.
export const stickiness = z.union([
  z.strictObject({
    type: z._default(stickinessType('app_cookie'), 'app_cookie'),
    cookieName: value(
      A['stickiness.app_cookie.cookie_name'].values,
      'WEBSOCKET_SESSION',
      'The cookie that your application sets.',
    ),
    duration: duration('stickiness.app_cookie.duration_seconds'),
  }),
  z.strictObject({
    type: stickinessType('lb_cookie'),
    duration: duration('stickiness.lb_cookie.duration_seconds'),
  }),
  z.strictObject({ type: stickinessType('none') }),
]);

/** Keys that the target groups of the sockets and of routes have in common. */
const shared = {
  protocol: value(P.Protocol.values, 'HTTP', 'How the load balancer speaks to the targets.'),
  instanceIds: describe(
    z.optional(
      strings(
        {
          kind: 'string',
          pattern: /^i-([0-9a-f]{8}|[0-9a-f]{17})$/,
          words: 'instance ids: i- and 8 or 17 hexadecimal digits',
        },
        { max: 100 },
      ),
    ),
    'Instances to register. They become the default of the parameter InstanceIds.',
  ),
  instanceCount: optional(
    { kind: 'integer', min: 0, max: 100 },
    'How many ids the parameter InstanceIds takes; 2 when not set, and 0 with type ip. 0: targets are registered elsewhere, by an Auto Scaling group or a service.',
  ),
  ipAddresses: describe(
    z.optional(
      list(
        z.string().check(z.refine(isAddress)),
        'IPv4 or IPv6 addresses inside the VPC, or in a network connected with it',
        { max: 100 },
      ),
    ),
    'Addresses to register with type ip. Without them targets are registered elsewhere, as ECS does.',
  ),
  webSocketPath: describe(
    z.optional(
      z
        .string()
        .check(z.maxLength(P.HealthCheckPath.values.maxLength), z.regex(P.HealthCheckPath.values.pattern)),
    ),
    'The path on which the server upgrades to WebSocket, if there is one. A health check on it can never pass.',
    { allowed: P.HealthCheckPath.values.words },
  ),
  deregistrationDelay: value(
    A['deregistration_delay.timeout_seconds'].values,
    300,
    'Seconds that open sockets have left after their target was taken out. Deployments wait this long; make clients reconnect before it ends.',
  ),
  algorithm: value(
    A['load_balancing.algorithm.type'].values,
    'least_outstanding_requests',
    'How a target is chosen, only once, at the upgrade.',
  ),
  slowStart: value(
    A['slow_start.duration_seconds'].values,
    0,
    'Seconds over which a new target receives a growing share. Only with round_robin.',
  ),
  anomalyMitigation: value(
    { kind: 'boolean' },
    false,
    'Send fewer requests to targets that fail more than the others. Only with weighted_random.',
  ),
  health: section('When ELB counts the target group as unhealthy.', {
    dnsFailoverCount: value(
      A['target_group_health.dns_failover.minimum_healthy_targets.count'].values,
      1,
      'Healthy targets below which a zone is taken out of DNS.',
    ),
    dnsFailoverPercentage: value(
      A['target_group_health.dns_failover.minimum_healthy_targets.percentage'].values,
      'off',
      'The same, as a share of the targets.',
    ),
    unhealthyRoutingCount: value(
      A['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count'].values,
      1,
      'Healthy targets below which requests go to unhealthy ones too.',
    ),
    unhealthyRoutingPercentage: value(
      A['target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage'].values,
      'off',
      'The same, as a share of the targets.',
    ),
  }),
};

export const target = section('The target group: the servers that hold the sockets.', {
  type: describe(
    z.optional(z.enum([...TARGET_TYPE.values])),
    'How targets are registered: as EC2 instances, or as IP addresses, as for Fargate tasks. When not set, instance; with a service, ip.',
    { allowed: describeValues(TARGET_TYPE), refused: { lambda: 'lambda-websocket' } },
  ),
  port: value(P.Port.values, 8080, 'The port of the WebSocket server.'),
  paths: paths(
    'Paths on which clients open sockets. Without paths and hosts, the sockets get whatever no route takes. A pattern such as /ws/* does not match /ws: list both.',
  ),
  hosts: hosts('Host names on which clients open sockets.'),
  authenticate: authenticate(
    'deny',
    'Who may open a socket: ELB asks an identity provider before it forwards the handshake. Browsers do not follow a redirect of a handshake: let people sign in on a page first.',
  ),
  ...shared,
  stickiness: describe(
    z.optional(stickiness),
    'Which target a client returns to. An open socket stays on its target anyway; this is for the HTTP requests before the upgrade and for reconnects. Types: app_cookie (with cookieName and duration), lb_cookie (with duration), none. When not set, app_cookie; none where service.deployment.strategy shifts traffic by weights.',
    { allowed: 'a group of keys with type app_cookie, lb_cookie or none' },
  ),
});

/** The target group of a route. */
export const routeTarget = {
  type: optional(TARGET_TYPE, 'How targets are registered; like target.type when not set.'),
  port: describe(
    z.int().check(z.minimum(P.Port.values.min), z.maximum(P.Port.values.max)),
    'The port of the servers.',
    {
      allowed: describeValues(P.Port.values),
    },
  ),
  protocolVersion: value(
    P.ProtocolVersion.values,
    'HTTP1',
    'The version of HTTP that the servers speak. HTTP2 and GRPC need HTTPS listeners, and no socket can be opened on them.',
  ),
  ...shared,
  instanceCount: optional(
    { kind: 'integer', min: 0, max: 100 },
    'How many ids the route’s parameter takes; 0 when not set: targets are registered elsewhere.',
  ),
  stickiness: describe(
    z._default(stickiness, { type: 'none' }),
    'Which target a client returns to; none when not set.',
    { allowed: 'a group of keys with type app_cookie, lb_cookie or none' },
  ),
};

const httpCodes = z
  .string()
  .check(z.regex(P['Matcher.HttpCode'].values.pattern), z.refine(P['Matcher.HttpCode'].values.valid));

const healthCheckFields = {
  path: value(
    P.HealthCheckPath.values,
    HTTP_PATH,
    'The path requested. It must answer plain HTTP; an upgrade can never pass, because 101 is not an allowed success code.',
  ),
  port: value(
    P.HealthCheckPort.values,
    'traffic-port',
    'The port requested; traffic-port is the one that the sockets use.',
  ),
  protocol: optional(
    P.HealthCheckProtocol.values,
    'The protocol of the request; that of target.protocol when not set.',
  ),
  interval: value(P.HealthCheckIntervalSeconds.values, 30, 'Seconds between two checks.'),
  timeout: value(P.HealthCheckTimeoutSeconds.values, 5, 'Seconds after which a check has failed.'),
  healthyThreshold: value(
    P.HealthyThresholdCount.values,
    2,
    'Checks passed in a row before a failed target counts as healthy again.',
  ),
  unhealthyThreshold: value(
    P.UnhealthyThresholdCount.values,
    3,
    'Checks failed in a row before a target counts as unhealthy.',
  ),
  matcher: describe(
    z._default(z.union([httpCodes, z.int().check(z.minimum(200), z.maximum(499))]), HTTP_CODES),
    'Status codes that pass.',
    { allowed: P['Matcher.HttpCode'].values.words },
  ),
};

export const healthCheck = section(
  'How the load balancer finds out that a target works: an HTTP request, never a WebSocket.',
  healthCheckFields,
);

const grpcCodes = z
  .string()
  .check(z.regex(P['Matcher.GrpcCode'].values.pattern), z.refine(P['Matcher.GrpcCode'].values.valid));

/** The health check of a route. Values that are not set depend on the protocol version. */
export const routeHealthCheck = {
  ...healthCheckFields,
  path: optional(
    P.HealthCheckPath.values,
    `The path requested; ${HTTP_PATH}, or with GRPC ${GRPC_HEALTH_CHECK.path} when not set.`,
  ),
  port: value(P.HealthCheckPort.values, 'traffic-port', 'The port requested.'),
  matcher: describe(
    z.optional(z.union([httpCodes, grpcCodes, z.int().check(z.minimum(0), z.maximum(499))])),
    `Status codes that pass; ${HTTP_CODES}, or with GRPC ${GRPC_HEALTH_CHECK.codes} when not set.`,
    { allowed: `${P['Matcher.HttpCode'].values.words}; with GRPC ${P['Matcher.GrpcCode'].values.words}` },
  ),
};

export const heartbeat = value(
  { kind: 'integer', ...HEARTBEAT_SECONDS, unit: 'seconds' },
  30,
  'Seconds between your application’s pings. Must be shorter than loadBalancer.idleTimeout, or quiet sockets die; at most half of it is safe.',
);
