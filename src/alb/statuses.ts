// The statuses that the load balancer answers by itself, as far as a WebSocket meets them.
import { userGuide } from './sources.ts';

/** "The load balancer generates an HTTP error", one paragraph a status. */
export const STATUSES_SOURCE = userGuide('load-balancer-troubleshooting');

/** Seconds after which the load balancer gives up connecting to a target, and answers 504. */
export const CONNECT_TIMEOUT_SECONDS = 10;

/** The headers of an answer may be as large; beyond, the load balancer answers 502. */
export const MAX_ANSWER_HEADERS = '32 KB';

/** Why the load balancer answers so, as a sentence that follows the status. */
export const OWN_STATUSES = {
  400: 'the load balancer found the request malformed, its headers too large, or its target group is a Lambda function.',
  401: 'an authentication rule of the listener refused it.',
  403: 'AWS WAF or a rule of the listener refused it.',
  460: 'the client went away before it was answered.',
  464: 'the protocol version of the request does not fit that of the target group.',
  500: 'AWS WAF, an identity provider, or a rule with a mistake failed it.',
  501: 'the load balancer cannot do it: a Transfer-Encoding that it does not support, or a WebSocket on a target group with a target control port (target optimizer).',
  502: 'the target closed or reset the connection before it answered, answered badly, or its deregistration delay had passed.',
  503: 'the target group had no target to send it to.',
  504: `no connection to the target within ${CONNECT_TIMEOUT_SECONDS} s, or no answer within the idle timeout.`,
} as const;
