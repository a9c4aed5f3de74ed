// One WebSocket handshake with one address: how it was refused, or the open socket.
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, type ClientOptions } from 'ws';
import type { Address, Answer, Handshake, HandshakeOutcome } from '../../verify/observations.ts';
import { codeOf, connectTo } from './connection.ts';
import { LiveSocket, MAX_RECEIVED } from './live-socket.ts';
import type { Plan } from './plan.ts';
import { within } from './waiting.ts';

const MAX_BODY = 64 * 1024;
/** In bytes, above the 32 KB that a load balancer lets through. */
const MAX_HEADERS = 64 * 1024;
/** How long to wait for the body of a refusal. */
const BODY_MS = 2000;

export interface Opened {
  readonly handshake: Handshake;
  /** Present when the outcome is `open`. */
  readonly live?: LiveSocket;
}

export interface SocketOptions {
  readonly answersPings?: boolean;
}

/** Connects and upgrades. Never rejects, and ends within the time limit of the plan. */
export async function openSocket(
  plan: Plan,
  to: Address,
  { answersPings = true }: SocketOptions = {},
): Promise<Opened> {
  const connected = await connectTo(plan, to);
  if (!connected.ok) {
    const { stage, code, message, connectMs } = connected;
    return {
      handshake: {
        ...to,
        outcome: { kind: 'failed', stage, code, message },
        ...(connectMs !== undefined && { connectMs }),
      },
    };
  }
  const { socket, connectMs, tlsMs, certificate } = connected;
  const so = { ...to, connectMs, ...(tlsMs !== undefined && { tlsMs }), ...(certificate && { certificate }) };
  if (certificate && !plan.isInsecure && (certificate.distrust !== undefined || !certificate.matchesName)) {
    socket.on('error', () => undefined).destroy();
    return { handshake: { ...so, outcome: { kind: 'untrusted' } } };
  }
  const start = performance.now();
  const { outcome, answeredAt, live } = await upgrade(plan, socket, answersPings);
  const answerMs = (answeredAt ?? performance.now()) - start;
  return { handshake: { ...so, answerMs, outcome }, ...(live && { live }) };
}

interface Upgraded {
  readonly outcome: HandshakeOutcome;
  readonly answeredAt?: number;
  readonly live?: LiveSocket;
}

function upgrade(plan: Plan, raw: Socket, answersPings: boolean): Promise<Upgraded> {
  const { endpoint, timeoutMs } = plan;
  return new Promise((resolve) => {
    let answer: Answer | undefined;
    let answeredAt: number | undefined;
    let hasEnded = false;
    let isSettled = false;
    const finish = (result: Omit<Upgraded, 'answeredAt'>): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      if (!result.live) {
        webSocket.on('error', () => undefined).terminate();
        raw.on('error', () => undefined).destroy();
      }
      resolve({ ...result, ...(answeredAt !== undefined && { answeredAt }) });
    };
    const fail = (code: string, message: string): void =>
      finish({ outcome: { kind: 'failed', stage: 'answer', code, message } });
    const timer = setTimeout(() => fail('TIMEOUT', 'no answer in time'), timeoutMs);
    raw.once('end', () => (hasEnded = true));
    const webSocket = new WebSocket(
      plan.url,
      [...endpoint.subprotocols],
      clientOptions(plan, raw, answersPings),
    );
    webSocket.on('upgrade', (response) => {
      answeredAt = performance.now();
      answer = answerOf(response);
    });
    webSocket.on('unexpected-response', (_request, response: IncomingMessage) => {
      answeredAt = performance.now();
      clearTimeout(timer);
      void bodyOf(response).then((body) =>
        finish({ outcome: { kind: 'refused', answer: answerOf(response, body) } }),
      );
    });
    webSocket.once('error', (error) => {
      if (answer) return finish({ outcome: { kind: 'invalid', answer, reason: error.message } });
      const { code, message } = codeOf(error);
      fail(answerCode(code, hasEnded), message);
    });
    webSocket.once('open', () => {
      if (!answer) return fail('ERROR', 'opened without an answer');
      const { protocol, extensions } = webSocket;
      const compression = extensions.includes('permessage-deflate');
      finish({
        outcome: { kind: 'open', answer, subprotocol: protocol, compression },
        live: new LiveSocket(webSocket, raw),
      });
    });
  });
}

/** ws passes its options to http.request, but its types leave some out. */
const clientOptions = (
  { headers, endpoint, userAgent }: Plan,
  raw: Socket,
  autoPong: boolean,
): ClientOptions & Pick<RequestOptions, 'maxHeaderSize'> => ({
  headers: { 'User-Agent': userAgent, ...headers },
  ...(endpoint.origin !== undefined && { origin: endpoint.origin }),
  createConnection: () => raw,
  maxHeaderSize: MAX_HEADERS,
  maxPayload: MAX_RECEIVED,
  perMessageDeflate: true,
  autoPong,
});

function answerCode(code: string, hasEnded: boolean): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'HEADERS_TOO_LARGE';
  if (code.startsWith('HPE_')) return 'NOT_HTTP';
  // When a connection just ends, Node reports "socket hang up" with the code of a reset.
  return code === 'ECONNRESET' && hasEnded ? 'END' : code;
}

/** Header values are kept as received; non-ASCII bytes are decoded as Latin-1. */
export function answerOf(
  { statusCode = 0, headers }: IncomingMessage,
  body = { text: '', isCut: false },
): Answer {
  const { 'set-cookie': cookies = [], ...rest } = headers;
  return {
    status: statusCode,
    headers: Object.fromEntries(
      Object.entries(rest).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
      ),
    ),
    cookies,
    body: body.text,
    isCut: body.isCut,
  };
}

/** The beginning of a body, limited in size and time. */
export async function bodyOf(
  response: IncomingMessage,
): Promise<{ readonly text: string; readonly isCut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  const read = new Promise<boolean>((resolve) => {
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_BODY) resolve(true);
    });
    response.once('end', () => resolve(false));
    response.once('error', () => resolve(false));
    response.once('close', () => resolve(false));
  });
  const isCut = await within(BODY_MS, read, true);
  response.destroy();
  return { text: Buffer.concat(chunks).subarray(0, MAX_BODY).toString('latin1'), isCut };
}
