// What each status means as the answer to a WebSocket handshake, by who sent it: the texts of `logs`, `doctor` and
// `verify`. Source: ERRORS_SOURCE in sources.ts.

/** Seconds after which the load balancer gives up connecting to a target and answers 504. */
export const CONNECT_TIMEOUT_SECONDS = 10;

/** Maximum size of the response headers; larger ones get a 502. */
export const MAX_ANSWER_HEADERS = '32 KB';

const REQUEST_LIMITS = 'request line 16 KB, one header 16 KB, all headers 64 KB';

/** A cause completes "STATUS: …" and ends with a full stop; a remedy is one or more sentences. */
export interface StatusWords {
  /** Why the load balancer itself sends this status. */
  readonly loadBalancer: string;
  readonly remedy: string;
  /** Why a target, or a proxy between it and the load balancer, sends this status. */
  readonly target: string;
  readonly targetRemedy: string;
}

const SERVER_LOGS = 'Look at the server logs of that time.';
const WHICH_RULE = 'Find the listener rule that matches the path.';
/** ELB does not generate this status: a rule or AWS WAF chose it. */
const CHOSEN = {
  loadBalancer: 'a listener rule with a fixed response answered it, or AWS WAF with a status of its own.',
  remedy: `${WHICH_RULE} WebSocket paths need a rule that forwards.`,
} as const;
const REDIRECT: StatusWords = {
  loadBalancer: 'a listener rule redirected it; browsers do not follow a redirect of a WebSocket handshake.',
  remedy:
    'Let clients connect to the final address (wss:// where HTTP is redirected to HTTPS), or give the path a rule of its own without a redirect.',
  target: 'the server redirected it; browsers do not follow a redirect of a WebSocket handshake.',
  targetRemedy: 'Let clients connect to the final address; a missing slash at the end is a common cause.',
};
const UNREADABLE: StatusWords = {
  loadBalancer: `the request is too large for the load balancer (${REQUEST_LIMITS}).`,
  remedy: 'Keep tokens out of the query string, and cookies small.',
  target: 'the request is too large for the server.',
  targetRemedy: 'Keep tokens out of the query string and cookies small, or raise the limit of the server.',
};
const IDENTITY_PROVIDER: Omit<StatusWords, 'loadBalancer'> = {
  remedy:
    'The field error_reason names the step. Check the identity provider, and exempt the WebSocket path from authentication if the server checks the client itself.',
  target: 'the server, or a proxy in front of it, answered with a status that usually only ELB uses.',
  targetRemedy: SERVER_LOGS,
};

/** Every status that ELB documents, and those that servers commonly send in answer to a handshake. */
export const STATUSES = {
  '000': {
    loadBalancer: 'the HTTP/2 connection had served 10,000 requests and was closed.',
    remedy: 'Nothing to do: HTTP/2 clients reconnect, and WebSockets use HTTP/1.1.',
    target: 'the stream was reset before there was a status.',
    targetRemedy: SERVER_LOGS,
  },
  '101': {
    loadBalancer: 'the upgrade was answered, but the connection could not be established.',
    remedy: 'Look at the server logs of that time; some are clients that went away meanwhile.',
    target: 'the upgrade was answered, but the connection could not be established.',
    targetRemedy: 'Look at the server logs of that time; some are clients that went away meanwhile.',
  },
  '200': {
    ...CHOSEN,
    target:
      'the server answered it as an ordinary request: it saw no upgrade, or does not know WebSockets on this path.',
    targetRemedy:
      'Check that the server handles upgrades on this path, and that nothing in front (CloudFront, a proxy, HTTP/2) drops Upgrade and Connection.',
  },
  '202': {
    loadBalancer: 'AWS WAF answered with a challenge, which no WebSocket client can solve.',
    remedy: 'Exclude the WebSocket path from the challenge action of the web ACL.',
    target: 'the server accepted it as an ordinary request.',
    targetRemedy: SERVER_LOGS,
  },
  '301': REDIRECT,
  '302': {
    ...REDIRECT,
    loadBalancer:
      'a listener rule redirected it, or sent the client to log in (authenticate action); browsers do not follow a redirect of a WebSocket handshake.',
    remedy:
      'Give the WebSocket path a rule of its own without redirect and authenticate, or let clients connect to the final address.',
  },
  '303': REDIRECT,
  '307': REDIRECT,
  '308': REDIRECT,
  '400': {
    loadBalancer: `the request is malformed or too large (${REQUEST_LIMITS}), the client closed early, desync mitigation blocked it, or the target is a Lambda function.`,
    remedy:
      'The fields error_reason and classification_reason say which. Large cookies are the usual cause; Lambda functions cannot take WebSockets at all.',
    target: 'the server refused the handshake.',
    targetRemedy:
      'Look at the server logs: a missing Sec-WebSocket-Key or version, an origin that is not allowed, or with Socket.IO a session of another target ("Session ID unknown"), which needs stickiness.',
  },
  '401': {
    loadBalancer: 'an authenticate or JWT validation rule of the listener refused it.',
    remedy:
      'The field error_reason says what is wrong with the token. Browsers cannot set Authorization on a WebSocket: use a cookie or a subprotocol, or exempt the path and let the server check.',
    target: 'the server wants credentials.',
    targetRemedy:
      'Browsers send cookies with a handshake, but no Authorization header: check how the client passes its token.',
  },
  '403': {
    loadBalancer: 'AWS WAF, resource-level DDoS protection, or a listener rule refused it.',
    remedy: 'Look for the request in the logs of the web ACL, which sees the handshake only.',
    target: 'the server refused the client.',
    targetRemedy: 'Look at the server logs: an origin that is not allowed, or an expired token.',
  },
  '404': {
    ...CHOSEN,
    target: 'the server has no WebSocket on this path.',
    targetRemedy:
      'Check the path, and that the server listens for upgrades on it; in logs, scanners cause these too.',
  },
  '405': {
    loadBalancer:
      'the method was TRACE, or AWS WAF answered with a CAPTCHA, which no WebSocket client can solve.',
    remedy: 'Exclude the WebSocket path from the CAPTCHA action of the web ACL.',
    target: 'the server does not allow the method on this path.',
    targetRemedy: 'Check the path, and that the server listens for upgrades on it.',
  },
  '408': {
    loadBalancer: 'the client sent nothing before the idle timeout.',
    remedy:
      'Look at the client and its network: it opened a connection and did not send its request in time.',
    target: 'the server waited too long for the request.',
    targetRemedy: SERVER_LOGS,
  },
  '413': UNREADABLE,
  '414': UNREADABLE,
  '426': {
    ...CHOSEN,
    target: 'the server saw no upgrade in the request, or has no WebSocket on this path.',
    targetRemedy:
      'Check that the server handles upgrades on the path. If it does, the request was a plain GET (a browser, a monitor), or a proxy or HTTP/2 in front drops Upgrade and Connection.',
  },
  '429': {
    ...CHOSEN,
    target: 'the server limits how many handshakes a client may make.',
    targetRemedy: 'Let clients wait longer after each failed attempt, or raise the limit.',
  },
  '460': {
    loadBalancer: 'the client closed the connection before it got an answer.',
    remedy:
      'Compare how long the server takes to answer the handshake with the connect timeout of the client; people who leave a page cause some of these.',
    target: 'the client closed the connection before it got an answer.',
    targetRemedy:
      'Compare how long the server takes to answer the handshake with the connect timeout of the client.',
  },
  '463': {
    loadBalancer: 'the X-Forwarded-For header holds more than 30 addresses.',
    remedy:
      'Find the chain of proxies, or the loop, in front of the load balancer and trim the header there.',
    target: 'the server, or a proxy in front of it, refused the X-Forwarded-For header.',
    targetRemedy: SERVER_LOGS,
  },
  '464': {
    loadBalancer: 'the protocol of the request does not match the protocol version of the target group.',
    remedy:
      'WebSockets need a target group with ProtocolVersion HTTP1. Give gRPC a group and a rule of its own, and find the rule that matches the WebSocket path.',
    target: 'the protocol of the request does not match the protocol version of the target group.',
    targetRemedy: 'WebSockets need a target group with ProtocolVersion HTTP1.',
  },
  '500': {
    loadBalancer:
      'AWS WAF failed, or the identity provider of an authenticate rule could not be reached or answered badly.',
    remedy:
      'The field error_reason says which. waf.fail_open.enabled lets requests pass while AWS WAF fails.',
    target: 'the server failed while it handled the handshake.',
    targetRemedy: SERVER_LOGS,
  },
  '501': {
    loadBalancer:
      'the target group has a target control port (target optimizer), which cannot take WebSockets, or the Transfer-Encoding is not supported.',
    remedy: 'Use a target group without TargetControlPort for WebSockets.',
    target: 'the server does not implement it.',
    targetRemedy: SERVER_LOGS,
  },
  '502': {
    loadBalancer:
      'the target refused or closed the connection before it answered, answered badly, or its deregistration delay ran out.',
    remedy:
      'Check that the server listens on the registered port on 0.0.0.0, that its keep-alive timeout is longer than the idle timeout of the load balancer, and whether targets were stopped at that time.',
    target: 'the server, or a proxy in front of it, could not reach what it needs.',
    targetRemedy: SERVER_LOGS,
  },
  '503': {
    loadBalancer: 'the target group had no registered target, or none in use.',
    remedy:
      'Check that targets are registered, that their zones are enabled, and that no deployment removed all of them at once. (Unhealthy targets are not the cause: ELB then sends requests to all of them.)',
    target: 'the server is full or stopping.',
    targetRemedy: 'Check the connection limit of the server, and how it drains.',
  },
  '504': {
    loadBalancer: `no connection to the target within ${CONNECT_TIMEOUT_SECONDS} s, or no answer within the idle timeout.`,
    remedy:
      'Check security groups and network ACLs between load balancer and targets (return traffic uses ports 1024–65535), and whether the upgrade handler answers at all.',
    target: 'something that the server depends on did not answer in time.',
    targetRemedy: SERVER_LOGS,
  },
  '505': {
    loadBalancer: 'the HTTP version of the request is not supported.',
    remedy: 'Use HTTP/1.1 for WebSockets (ALPN http/1.1).',
    target: 'the server does not support the HTTP version.',
    targetRemedy: SERVER_LOGS,
  },
  '507': {
    loadBalancer: 'the URL of the redirect would be longer than 8 KB.',
    remedy: 'Keep tokens out of the query string, or give the path a rule without a redirect.',
    target: 'the server is out of storage.',
    targetRemedy: SERVER_LOGS,
  },
  '561': {
    loadBalancer: 'the identity provider returned an error during authentication.',
    ...IDENTITY_PROVIDER,
  },
  '562': { loadBalancer: 'the JWKS endpoint of a JWT validation rule failed.', ...IDENTITY_PROVIDER },
} as const satisfies Readonly<Record<string, StatusWords>>;

/** For statuses that are not listed: never an error. */
const OTHER: StatusWords = {
  ...CHOSEN,
  target: 'the server refused it.',
  targetRemedy: SERVER_LOGS,
};

/** @param status three digits, as in a log; general wording for unknown ones. */
export const wordsOfStatus = (status: string): StatusWords =>
  Object.hasOwn(STATUSES, status) ? STATUSES[status as keyof typeof STATUSES] : OTHER;
