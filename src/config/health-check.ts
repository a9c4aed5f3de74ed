// Defaults of health checks, apart from the schema: whoever needs only them loads no zod.

/** What the health check asks for and takes, unless the config says otherwise. */
export const HTTP_PATH = '/health';
export const HTTP_CODES = '200-299';
/** ELB's own defaults: a server without that method answers 12, UNIMPLEMENTED, which proves that it speaks gRPC. */
export const GRPC_HEALTH_CHECK = { path: '/AWS.ALB/healthcheck', codes: '12' } as const;
