// A stand-in for AWS that replays a recording of a healthy stack, in the original bytes.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { buildTemplate } from '../../src/template/build.ts';
import { renderYaml } from '../../src/template/render.ts';
import { generate } from './cli.ts';
import { temporaryFolder } from './tools.ts';

/** Operation -> body. */
const recorded = JSON.parse(
  readFileSync(new URL('../doctor/recorded/wire.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

export interface Asked {
  readonly operation: string;
  /** From the signature. */
  readonly region: string;
  readonly service: string;
  /** How often this operation was called, including this call. */
  readonly times: number;
}

export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

/** A response other than the recorded one; `hangs` sends none. */
export type Instead = (asked: Asked) => Reply | 'hangs' | undefined;

/** An error in the format of AWS's query and XML protocols. */
export const xmlError = (code: string, message: string, status = 400): Reply => ({
  status,
  type: 'text/xml',
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});

/** The same in AWS's JSON protocols. */
export const jsonError = (code: string, message: string, status = 400): Reply => ({
  status,
  type: 'application/x-amz-json-1.1',
  body: JSON.stringify({ __type: code, message }),
});

export const html = (status: number): Reply => ({
  status,
  type: 'text/html',
  body: '<!DOCTYPE html><html><head><title>Sign in to the guest network</title></head><body></body></html>',
});

/** The same response for one operation only. */
export const only =
  (operation: string, reply: Reply | 'hangs'): Instead =>
  (asked) =>
    asked.operation === operation ? reply : undefined;

export interface StandIn {
  /** Environment that points the SDK at the stand-in. */
  readonly env: Record<string, string | undefined>;
  readonly asked: readonly Asked[];
}

export async function standIn(instead: Instead = () => undefined): Promise<StandIn> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const operation = operationOf(request, body);
      const [, , region = '', service = ''] =
        /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1]?.split('/') ?? [];
      const times = asked.filter((one) => one.operation === operation).length + 1;
      const one = { operation, region, service, times };
      asked.push(one);
      const reply = instead(one) ?? { body: answerTo(operation, body) };
      if (reply !== 'hangs') send(response, reply);
    });
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
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      AWS_PROFILE: undefined,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    },
    asked,
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The operation is in the body in query protocols, in a header in JSON protocols, and follows from the address in S3. */
function operationOf({ url = '', headers }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  const action = new URLSearchParams(body).get('Action');
  if (action !== null) return action;
  if (url.includes('policy')) return 'GetBucketPolicy';
  if (url.includes('encryption')) return 'GetBucketEncryption';
  return 'ListObjectsV2';
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Rules are recorded per listener. */
function answerTo(operation: string, request: string): string {
  if (operation === 'GetTemplate') {
    const template = renderYaml(buildTemplate(parseConfig({ name: 'chat' })));
    return `<GetTemplateResponse><GetTemplateResult><TemplateBody>${escaped(template)}</TemplateBody></GetTemplateResult></GetTemplateResponse>`;
  }
  const listener = new URLSearchParams(request).get('ListenerArn') ?? '';
  const body = recorded[`${operation} ${listener}`] ?? recorded[operation];
  if (body === undefined) throw new Error(`not recorded: ${operation}`);
  return body;
}

function send(response: ServerResponse, { status = 200, type, body }: Reply): void {
  const kind = body.startsWith('{') ? 'application/x-amz-json-1.1' : 'text/xml';
  response.writeHead(status, { 'content-type': type ?? kind });
  response.end(body);
}

/** `websocket-alb doctor` with this environment, in a folder without a config. */
export const doctor = ({ env }: Pick<StandIn, 'env'>, ...args: string[]) =>
  generate(['doctor', ...args], { env, cwd: temporaryFolder() });
