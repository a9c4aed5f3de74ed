// What the SDK's client of a service is made from. Each is a module of its own in clients/, loaded when it is first called.
import type { AwsCommandClass, AwsOperations, AwsService } from '../common/aws-operations.ts';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentityProvider } from '@smithy/types';

/** What all clients of a session have in common. */
export interface ClientConfig {
  readonly region: string;
  readonly credentials: AwsCredentialIdentityProvider;
  readonly requestHandler: NodeHttpHandler;
  readonly maxAttempts?: number;
  readonly profile?: string;
  readonly logger: typeof SILENT;
  /** AWS_ENDPOINT_URL or its like is set. */
  readonly hasOwnEndpoint: boolean;
}

/** The SDK's own remarks reach nobody: what fails is reported as an error. */
export const SILENT = {
  trace: (): void => undefined,
  debug: (): void => undefined,
  info: (): void => undefined,
  warn: (): void => undefined,
  error: (): void => undefined,
};

/** As much of the SDK's client as is used. */
export interface SdkClient {
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
  readonly middlewareStack: {
    add(middleware: never, options: { step: 'deserialize'; priority: 'low'; name: string }): void;
  };
}

/** A service: its client, and the commands that are bundled with it. */
export interface ServiceClient<S extends AwsService> {
  readonly connect: (config: ClientConfig) => SdkClient;
  readonly commands: { readonly [O in AwsOperations[S]]: AwsCommandClass<S, O> };
}

/** The services by the names of their AWS CLI commands. */
export const CLIENTS: { readonly [S in AwsService]: () => Promise<ServiceClient<S>> } = {
  acm: async () => (await import('./clients/acm.ts')).acm,
  athena: async () => (await import('./clients/athena.ts')).athena,
  autoscaling: async () => (await import('./clients/autoscaling.ts')).autoscaling,
  cloudformation: async () => (await import('./clients/cloudformation.ts')).cloudformation,
  cloudwatch: async () => (await import('./clients/cloudwatch.ts')).cloudwatch,
  ec2: async () => (await import('./clients/ec2.ts')).ec2,
  ecs: async () => (await import('./clients/ecs.ts')).ecs,
  elbv2: async () => (await import('./clients/elbv2.ts')).elbv2,
  logs: async () => (await import('./clients/logs.ts')).logs,
  route53: async () => (await import('./clients/route53.ts')).route53,
  s3api: async () => (await import('./clients/s3api.ts')).s3api,
  sns: async () => (await import('./clients/sns.ts')).sns,
  sts: async () => (await import('./clients/sts.ts')).sts,
  wafv2: async () => (await import('./clients/wafv2.ts')).wafv2,
};
