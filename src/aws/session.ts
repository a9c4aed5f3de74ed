// Calls AWS through its SDK: one identity, one client per service, and time limits per call and for the whole session.
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCall } from '../common/aws-call.ts';
import type { AwsService } from '../common/aws-operations.ts';
import { SILENT, type ClientConfig, type SdkClient } from './client.ts';
import { CLIENTS } from './clients/index.ts';
import { AwsFailed } from './failed.ts';
import { failureOfError } from './failure.ts';
import { findIdentity, type AskMfaCode, type Identity } from './identity.ts';
import { merged, pagesOf } from './pages.ts';
import { plain } from './plain.ts';
import { NotAws, refusePages } from './refuse-pages.ts';
import type { AwsTarget } from './target.ts';

export interface SessionOptions extends AwsTarget {
  /** Milliseconds for one call, including retries and pages; default 30,000. */
  readonly callTimeoutMs?: number;
  /** Milliseconds for all calls of the session; default unlimited. */
  readonly runTimeoutMs?: number;
  /** Aborts all calls, as Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** Without it, a profile that needs an MFA code is an error. */
  readonly askMfaCode?: AskMfaCode;
}

const CALL_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** The SDK waits 0.1 s, 0.2 s and so on between attempts, five times that after throttling, each with jitter. */
const MAX_ATTEMPTS = 5;
/** Services with one endpoint for all Regions of a partition, or that redirect to the right one. */
const REGIONLESS: ReadonlySet<AwsService> = new Set(['route53', 's3api', 'sts']);
const DEFAULT_REGION = 'us-east-1';

export class AwsSession {
  readonly #options: SessionOptions;
  readonly #clients = new Map<AwsService, Promise<SdkClient>>();
  readonly #end: AbortSignal;
  #identity: Promise<Identity> | undefined;
  #credentials: Promise<ClientConfig['credentials']> | undefined;
  #handler: Promise<NodeHttpHandler> | undefined;

  constructor(options: SessionOptions = {}) {
    this.#options = options;
    const { signal, runTimeoutMs } = options;
    this.#end = AbortSignal.any([
      ...(signal ? [signal] : []),
      ...(runTimeoutMs === undefined ? [] : [AbortSignal.timeout(runTimeoutMs)]),
    ]);
  }

  /**
   * Makes a call and returns the complete response, all pages, as JSON with times as strings.
   *
   * @throws {AwsFailed} if the call fails, or the session's signal aborts it.
   */
  async run<Output>(call: AwsCall<Output>): Promise<Output> {
    const { operation, input, maxItems } = call;
    return this.#guarded(call, async (send) => {
      const pages = pagesOf(operation, input, maxItems, send);
      return plain(await merged(pages, maxItems)) as Output;
    });
  }

  /** The pages of a response as they arrive; the call's time limit applies to each page. */
  async *pages<Output>(call: AwsCall<Output>): AsyncGenerator<Output> {
    const ask = (input: object): Promise<object> => this.#guarded(call, (send) => send(input));
    for await (const page of pagesOf(call.operation, call.input, call.maxItems, ask))
      yield plain(page) as Output;
  }

  /**
   * Makes a call and returns the SDK's own output, for streamed responses. The time limit covers the time until the
   * response begins; `signal` aborts it at any time.
   */
  async raw(call: AwsCall, signal?: AbortSignal): Promise<object> {
    return this.#guarded(call, (send) => send(call.input), signal);
  }

  /** The Region that calls go to; undefined if none is set. */
  async region(): Promise<string | undefined> {
    return (await this.#find()).region;
  }

  /** Closes idle connections. */
  async close(): Promise<void> {
    (await this.#handler)?.destroy();
  }

  async #guarded<Value>(
    call: AwsCall,
    use: (send: (input: object) => Promise<object>) => Promise<Value>,
    signal?: AbortSignal,
  ): Promise<Value> {
    const time = new AbortController();
    const ends = AbortSignal.any([time.signal, this.#end, ...(signal ? [signal] : [])]);
    let timer;
    try {
      const Command = await commandOf(call);
      const client = await untilAborted(this.#client(call.service), ends);
      // Outside the call's time limit: the user may have to type an MFA code.
      await untilAborted(this.#authenticate(), ends);
      timer = setTimeout(() => time.abort(), this.#callTimeout);
      const send = (input: object) =>
        client.send(new Command(input), { abortSignal: ends }) as Promise<object>;
      return await untilAborted(use(send), ends);
    } catch (error) {
      if (time.signal.aborted) throw timedOut(`no answer within ${this.#callTimeout / 1000} s`, call, error);
      if (ends.aborted) throw this.#ended(call, error);
      throw await this.#failed(error, call);
    } finally {
      clearTimeout(timer);
    }
  }

  get #callTimeout(): number {
    return this.#options.callTimeoutMs ?? CALL_TIMEOUT_MS;
  }

  #ended(call: AwsCall, error: unknown): AwsFailed {
    const isTimedOut = this.#end.aborted && (this.#end.reason as { name?: unknown })?.name === 'TimeoutError';
    return isTimedOut
      ? timedOut(`not called: the time limit for all calls has passed`, call, error)
      : new AwsFailed({ kind: 'refused', code: 'Interrupted', message: 'interrupted' }, call, error);
  }

  async #failed(error: unknown, call: AwsCall): Promise<unknown> {
    if (error instanceof AwsFailed) return error;
    if (error instanceof NotAws)
      return new AwsFailed({ kind: 'not-aws', code: undefined, message: error.message }, call, error);
    const { profile } = await this.#find();
    return new AwsFailed(failureOfError(error, call, profile), call, error);
  }

  #find(): Promise<Identity> {
    return (this.#identity ??= findIdentity(this.#options));
  }

  #authenticate(): Promise<unknown> {
    this.#credentials ??= (async () => {
      const { credentials } = await this.#find();
      const provider = await credentials({
        requestHandler: await this.#requests(),
        askMfaCode: this.#options.askMfaCode,
      });
      let identity = await provider();
      return async () => {
        // Role credentials usually last an hour; they are refreshed only in their last five minutes.
        const left = (identity.expiration?.getTime() ?? Infinity) - Date.now();
        if (left < 300_000) identity = await provider({ forceRefresh: true });
        return identity;
      };
    })();
    return this.#credentials;
  }

  #requests(): Promise<NodeHttpHandler> {
    return (this.#handler ??= import('./connection.ts').then(({ requestHandler }) =>
      requestHandler(CONNECT_TIMEOUT_MS),
    ));
  }

  #client(service: AwsService): Promise<SdkClient> {
    const known = this.#clients.get(service);
    if (known) return known;
    const made = this.#connect(service);
    this.#clients.set(service, made);
    return made;
  }

  async #connect(service: AwsService): Promise<SdkClient> {
    const [{ connect }, { region, profile, hasOwnEndpoint }] = await Promise.all([
      CLIENTS[service](),
      this.#find(),
    ]);
    const used = region ?? (REGIONLESS.has(service) ? DEFAULT_REGION : undefined);
    if (used === undefined)
      throw new AwsFailed({ kind: 'no-region', code: undefined, message: 'No Region of AWS is set.' });
    const client = connect({
      region: used,
      requestHandler: await this.#requests(),
      credentials: async () => ((await this.#authenticate()) as ClientConfig['credentials'])(),
      logger: SILENT,
      hasOwnEndpoint: hasOwnEndpoint(service === 's3api' ? 'S3' : service.toUpperCase()),
      ...(profile !== undefined && { profile }),
      // Users who set their own limit have a reason.
      ...(process.env['AWS_MAX_ATTEMPTS'] === undefined && { maxAttempts: MAX_ATTEMPTS }),
    });
    refusePages(client);
    return client;
  }
}

const timedOut = (message: string, call: AwsCall, cause: unknown): AwsFailed =>
  new AwsFailed({ kind: 'timeout', code: undefined, message }, call, cause);

async function commandOf({ service, operation }: AwsCall): Promise<new (input: object) => never> {
  const { commands } = await CLIENTS[service]();
  const found = (commands as object as Readonly<Record<string, new (input: object) => never>>)[operation];
  if (!found)
    throw new TypeError(`${operation} of ${service} is not bundled: see src/aws/clients/${service}.ts`);
  return found;
}

/** A promise that settles at the latest when the signal aborts: not everything in the SDK respects the signal. */
const untilAborted = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      const abort = () => reject(signal.reason as Error);
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    }),
  ]);
