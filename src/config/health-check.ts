// Defaults of health checks, kept apart from the schema so that using them does not load zod.

/** Default path and status codes of the health check. */
export const HTTP_PATH = '/health';
export const HTTP_CODES = '200-299';
/** ELB's own defaults: a server without that method answers 12, UNIMPLEMENTED, which proves that it speaks gRPC. */
export const GRPC_HEALTH_CHECK = { path: '/AWS.ALB/healthcheck', codes: '12' } as const;
