// What the port for plain HTTP answers to one GET; redirects are not followed.
import { request, type IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Address, PlainAnswer } from '../../verify/observations.ts';
import { codeOf } from './connection.ts';
import { answerOf, bodyOf } from './handshake.ts';
import type { Plan } from './plan.ts';

/**
 * Sends neither the URL's query nor any --header: both may contain secrets, and this is not encrypted. Never rejects.
 */
export function askPlainPort(
  { endpoint, url, userAgent, timeoutMs }: Plan,
  { address }: Address,
  port: number,
): Promise<PlainAnswer> {
  const { host } = endpoint;
  const name = isIPv6(host) ? `[${host}]` : host;
  return new Promise((resolve) => {
    const failed = (code: string): void => {
      clearTimeout(timer);
      asked.destroy();
      resolve({ kind: 'failed', port, code });
    };
    const answered = (response: IncomingMessage): void => {
      clearTimeout(timer);
      void bodyOf(response).then((body) => {
        asked.destroy();
        resolve({ kind: 'answered', port, answer: answerOf(response, body) });
      });
    };
    const timer = setTimeout(() => failed('TIMEOUT'), timeoutMs);
    const asked = request({
      host: address,
      port,
      path: new URL(url).pathname,
      headers: { Host: port === 80 ? name : `${name}:${port}`, 'User-Agent': userAgent },
      agent: false,
    });
    asked.once('response', answered);
    asked.on('error', (error) => failed(codeOf(error).code));
    asked.end();
  });
}
