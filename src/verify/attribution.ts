// Who likely answered a handshake, and who likely closed a socket. Both are inferred, and worded that way.
import {
  ELB_ONLY_STATUSES,
  ELB_SERVER,
  elbPage,
  PAGE_UNKNOWN,
  SILENCE_LIMITS,
} from '../alb/intermediaries.ts';
import type { Answer, Ending } from './observations.ts';
import { duration } from './words.ts';

export interface Answerer {
  readonly who: 'load balancer' | 'AWS WAF' | 'CloudFront' | 'server' | 'unknown';
  /** The evidence. */
  readonly because: string;
}

/** Who answered. A missing Server header proves nothing, since a listener attribute hides it. */
export function answererOf({ status, headers, body }: Answer): Answerer {
  const { server = '' } = headers;
  const waf = headers['x-amzn-waf-action'];
  if (waf !== undefined) return { who: 'AWS WAF', because: `header x-amzn-waf-action: ${waf}` };
  if (server === ELB_SERVER) return { who: 'load balancer', because: `header Server: ${ELB_SERVER}` };
  if (body !== '' && body === elbPage(status))
    return { who: 'load balancer', because: "the page is ELB's, byte for byte" };
  if (/cloudfront/i.test(server)) return { who: 'CloudFront', because: `header Server: ${server}` };
  if (ELB_ONLY_STATUSES.includes(status))
    return { who: 'load balancer', because: `hardly anything but ELB answers ${status}` };
  if (server !== '') return { who: 'server', because: `header Server: ${server}` };
  if (elbPage(status) !== undefined)
    return { who: 'server', because: `the body is not the page that ELB sends with ${status}` };
  if (PAGE_UNKNOWN.includes(status))
    return {
      who: 'unknown',
      because: 'there is no Server header, and the page that ELB sends with it is not known',
    };
  return { who: 'server', because: `ELB does not make ${status} itself` };
}

/** Timers fire late, never early. The margin below is for load balancers, which count from the last byte they see. */
export const isNear = (silentMs: number, limitSeconds: number): boolean => {
  const seconds = silentMs / 1000;
  return seconds >= limitSeconds - 1 && seconds <= limitSeconds * 1.02 + 1.5;
};

/** Likely reasons why a silent socket ended, most likely first. */
export function likelyClosers(ending: Ending, idleTimeout: number | undefined): readonly string[] {
  const { how, code, silentMs } = ending;
  if (how === 'frame')
    return [
      `The server itself: a load balancer sends no close frames, so ${code} comes from the server or a WebSocket proxy.`,
      ...(code === 1001 || code === 1012 ? ['It was stopping or restarting just then.'] : []),
    ];
  if (how === 'silence')
    return [
      'A layer that forgets silent connections without a word: a Network Load Balancer or NAT gateway (350 s), a firewall.',
      'A server that hangs and answers no pings.',
    ];
  const limits = SILENCE_LIMITS.filter(({ seconds }) => isNear(silentMs, seconds)).flatMap(
    ({ layers }) => layers,
  );
  const own =
    idleTimeout !== undefined && isNear(silentMs, idleTimeout)
      ? [`loadBalancer.idleTimeout of the config, ${idleTimeout} s`]
      : [];
  const likely = [...own, ...limits].map((layer) => `Likely ${layer}.`);
  return [
    ...likely,
    `A timeout of ${duration(silentMs)} in a proxy or load balancer on the way: it cut the connection without a close frame.`,
    'The server process cut the socket without closing it.',
  ];
}
