// What the SDK client of a service is created from.
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
  /** AWS_ENDPOINT_URL or a similar variable is set. */
  readonly hasOwnEndpoint: boolean;
}

/** Discards the SDK's own log messages: failures are reported as errors. */
export const SILENT = {
  trace: (): void => undefined,
  debug: (): void => undefined,
  info: (): void => undefined,
  warn: (): void => undefined,
  error: (): void => undefined,
};

/** The part of the SDK's client that is used. */
export interface SdkClient {
  send(command: never, options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
  destroy(): void;
  readonly middlewareStack: {
    add(middleware: never, options: { step: 'deserialize'; priority: 'low'; name: string }): void;
  };
}

/** A service: its client, and the commands bundled with it. */
export interface ServiceClient<S extends AwsService> {
  readonly connect: (config: ClientConfig) => SdkClient;
  readonly commands: { readonly [O in AwsOperations[S]]: AwsCommandClass<S, O> };
}
