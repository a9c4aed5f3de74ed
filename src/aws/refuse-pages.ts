// A web page instead of an answer: from a proxy, a network's login, a wrong endpoint. Read as XML it would be an answer
// without anything in it, and nothing found is what a report calls healthy.
import { Readable } from 'node:stream';
import type { SdkClient } from './client.ts';

/** Something answered that is not AWS. */
export class NotAws extends Error {
  readonly code = 'ERR_NOT_AWS';
  /** The SDK tries again after a status of 500 and above. */
  readonly $metadata: { readonly httpStatusCode: number };
  constructor(host: string, status: number, title: string) {
    super(
      `${host} answered with a web page (status ${status}${title === '' ? '' : `, ${JSON.stringify(title)}`}).`,
    );
    this.name = 'NotAws';
    this.$metadata = { httpStatusCode: status };
  }
}

interface Args {
  readonly request: { readonly hostname?: string };
}
interface Result {
  readonly response: { readonly statusCode?: number; body?: unknown };
}
type Handler = (args: Args) => Promise<Result>;

/** Has a client look at each answer before it reads it. Objects of S3 are left to the one who reads them. */
export function refusePages(client: SdkClient): void {
  const middleware =
    (next: Handler, context: { readonly commandName?: string }): Handler =>
    async (args) => {
      const result = await next(args);
      const { response } = result;
      const status = response.statusCode ?? 0;
      if (
        !(response.body instanceof Readable) ||
        (context.commandName === 'GetObjectCommand' && status < 300)
      )
        return result;
      const chunks: Buffer[] = [];
      for await (const chunk of response.body) chunks.push(Buffer.from(chunk as Uint8Array));
      const body = Buffer.concat(chunks);
      const head = body.subarray(0, 2000).toString();
      if (/^\s*<(!doctype html|html)[\s>]/i.test(head))
        throw new NotAws(args.request.hostname ?? 'The endpoint', status, titleIn(head));
      response.body = new Uint8Array(body);
      return result;
    };
  client.middlewareStack.add(middleware as never, {
    step: 'deserialize',
    priority: 'low',
    name: 'refusePages',
  });
}

const titleIn = (html: string): string => (/<title>\s*([^<]{1,80})/i.exec(html)?.[1] ?? '').trim();
