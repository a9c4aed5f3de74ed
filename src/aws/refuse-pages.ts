// Detects a web page in place of an AWS response, sent by a proxy, a network's login page or a wrong endpoint. Parsed
// as XML it would be an empty response, and a report would call "nothing found" healthy.
import { Readable } from 'node:stream';
import type { SdkClient } from './client.ts';

/** Something other than AWS answered. */
export class NotAws extends Error {
  readonly code = 'ERR_NOT_AWS';
  /** The SDK retries after a status of 500 or above. */
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

/** Makes a client check each response before parsing it. S3 objects are left to whoever reads them. */
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
