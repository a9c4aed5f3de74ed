// As much of S3 as reading logs needs: lists a bucket and sends objects, with whatever can go wrong in between.
import { createServer, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

export interface FakeS3 {
  readonly env: Record<string, string | undefined>;
  /** `GET key` or `LIST prefix`, with the range. */
  readonly asked: readonly string[];
}

/** What happens to the response: `cut` sends half of it, `deny` refuses, `hold` sends half and keeps the connection open. */
export type Fate = 'cut' | 'deny' | 'hold' | undefined;

const xml = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
};

/**
 * @param objects key -> bytes.
 * @param fate of the n-th request for an object, starting at 1.
 */
export async function fakeS3(
  objects: ReadonlyMap<string, Buffer>,
  fate: (key: string, times: number) => Fate = () => undefined,
  { deny = false }: { readonly deny?: boolean } = {},
): Promise<FakeS3> {
  const asked: string[] = [];
  const server = createServer(({ url = '', headers }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
    if (searchParams.has('list-type')) {
      const prefix = searchParams.get('prefix') ?? '';
      asked.push(`LIST ${prefix}`);
      if (deny) {
        xml(response, 403, '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
        return;
      }
      const found = [...objects].filter(([name]) => name.startsWith(prefix));
      xml(
        response,
        200,
        `<ListBucketResult>${found
          .map(
            ([name, { length }]) =>
              `<Contents><Key>${name}</Key><Size>${length}</Size><LastModified>2026-07-01T00:00:00.000Z</LastModified></Contents>`,
          )
          .join('')}<IsTruncated>false</IsTruncated></ListBucketResult>`,
      );
      return;
    }
    const { range } = headers;
    asked.push(`GET ${key}${range === undefined ? '' : ` ${range}`}`);
    const times = asked.filter((one) => one.startsWith(`GET ${key}`)).length;
    const how = fate(key, times);
    const bytes = objects.get(key);
    if (!bytes || how === 'deny') {
      const code = bytes ? 'AccessDenied' : 'NoSuchKey';
      xml(response, bytes ? 403 : 404, `<Error><Code>${code}</Code><Message>no</Message></Error>`);
      return;
    }
    const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
    const body = bytes.subarray(from);
    response.writeHead(range === undefined ? 200 : 206, { 'content-length': body.length, etag: '"1"' });
    if (how === undefined) response.end(body);
    else {
      response.write(body.subarray(0, body.length / 2), () => {
        if (how === 'cut') response.socket?.destroy();
      });
    }
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    env: {
      AWS_ENDPOINT_URL: undefined,
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    asked,
  };
}
