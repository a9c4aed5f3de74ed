// What a status says about an upgrade, by who answered. What the load balancer's own mean is in alb/.
import { OWN_STATUSES } from '../../alb/statuses.ts';

export interface StatusWords {
  /** When the load balancer answered by itself. */
  readonly loadBalancer: string;
  readonly remedy: string;
  /** When a target answered. */
  readonly target: string;
  readonly targetRemedy: string;
}

const SERVER_LOGS = 'Look into the log of the server at these times.';

const REDIRECT: StatusWords = {
  loadBalancer:
    'a rule of the listener redirected it, and browsers do not follow a redirect with an upgrade.',
  remedy: 'Let clients use the final address: wss:// where HTTP is redirected to HTTPS.',
  target: 'the server redirected it, and browsers do not follow a redirect with an upgrade.',
  targetRemedy: 'Let clients use the final address; a slash at the end is a common cause.',
};

export const STATUSES: Readonly<Record<string, StatusWords>> = {
  301: REDIRECT,
  302: REDIRECT,
  307: REDIRECT,
  308: REDIRECT,
  400: {
    loadBalancer: OWN_STATUSES[400],
    remedy:
      'See the reason in error_reason and classification_reason; LambdaWebsocketNotSupported means that no Lambda function can take a WebSocket.',
    target: 'the server refused the handshake.',
    targetRemedy:
      'Look into the log of the server: a missing Sec-WebSocket-Key or version, an origin that is not allowed, or with Socket.IO a session id of another target ("Session ID unknown"), which needs sticky cookies.',
  },
  401: {
    loadBalancer: OWN_STATUSES[401],
    remedy: 'error_reason names what is wrong with the token or cookie.',
    target: 'the server wants credentials.',
    targetRemedy: 'Browsers send cookies with an upgrade, but no Authorization header: see how the client passes its token.', // prettier-ignore
  },
  403: {
    loadBalancer: OWN_STATUSES[403],
    remedy: 'Look for the request in the logs of the web ACL; the rules see the handshake only.',
    target: 'the server refused the client.',
    targetRemedy:
      'Look into the log of the server: an origin that is not allowed, or a token that has expired.',
  },
  404: {
    loadBalancer: 'a rule of the listener answered it.',
    remedy: 'See which rule matches the path.',
    target: 'the server did not take it for a WebSocket, or for another path.',
    targetRemedy:
      'See that the server listens for upgrades on this path; requests of scanners show here too.',
  },
  426: {
    loadBalancer: 'a rule of the listener answered it.',
    remedy: 'See which rule matches the path.',
    target: 'the server saw no upgrade in the request.',
    targetRemedy:
      'A plain GET, as of a health check or a browser, is one cause; a proxy or HTTP/2 in between that drops Upgrade and Connection is the other.',
  },
  460: {
    loadBalancer: OWN_STATUSES[460],
    remedy: 'See how long the server takes to answer the handshake, and the timeout of the client.',
    target: OWN_STATUSES[460],
    targetRemedy: 'See how long the server takes to answer the handshake, and the timeout of the client.',
  },
  464: {
    loadBalancer: OWN_STATUSES[464],
    remedy: 'WebSockets need a target group of protocol version HTTP1; see also which rule matches the path.',
    target: OWN_STATUSES[464],
    targetRemedy: 'WebSockets need a target group of protocol version HTTP1.',
  },
  501: {
    loadBalancer: OWN_STATUSES[501],
    remedy: 'Create the target group without a target control port for WebSockets.',
    target: 'the server does not implement it.',
    targetRemedy: SERVER_LOGS,
  },
  502: {
    loadBalancer: OWN_STATUSES[502],
    remedy:
      'See that the keep-alive timeout of the server is longer than the idle timeout of the load balancer, and whether targets were stopped at these times.',
    target: 'the server could not reach what it needs.',
    targetRemedy: SERVER_LOGS,
  },
  503: {
    loadBalancer: OWN_STATUSES[503],
    remedy:
      'See that targets are registered, and when they were replaced: all of them may have gone at once.',
    target: 'the server is full or is stopping.',
    targetRemedy: 'See the limit of connections of the server, and how it drains.',
  },
  504: {
    loadBalancer: OWN_STATUSES[504],
    remedy:
      'See security groups and network ACLs between load balancer and targets, and whether the servers accept connections when they are full.',
    target: 'something behind the server did not answer in time.',
    targetRemedy: SERVER_LOGS,
  },
};

export const OTHER_STATUS: StatusWords = {
  loadBalancer: 'the load balancer answered by itself.',
  remedy: 'See the status in the troubleshooting page of the load balancer.',
  target: 'the server refused it.',
  targetRemedy: SERVER_LOGS,
};
