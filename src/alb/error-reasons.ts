// What the access log adds to a status: error_reason, classification_reason and actions_executed. Source:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html

export interface ReasonWords {
  /** Completes "because …": no capital, no full stop. */
  readonly cause: string;
  readonly remedy: string;
}

/** Matched by prefix, because AWS adds new reasons within these families. The first match counts. */
const FAMILIES: readonly (readonly [prefix: string, words: ReasonWords])[] = [
  [
    'LambdaWebsocketNotSupported',
    {
      cause: 'its target is a Lambda function, which cannot take a WebSocket',
      remedy: 'Forward the WebSocket path to instance or ip targets, or use an API Gateway WebSocket API.',
    },
  ],
  [
    'Lambda',
    {
      cause: 'its target is a Lambda function that failed',
      remedy:
        'Forward the WebSocket path to instance or ip targets: Lambda functions cannot take WebSockets.',
    },
  ],
  [
    'AuthTokenEp',
    {
      cause: 'the token endpoint of the identity provider could not be reached or failed',
      remedy:
        'Check that the load balancer can reach the identity provider: outbound security group rules, NAT, DNS.',
    },
  ],
  [
    'AuthUserinfoEp',
    {
      cause: 'the user info endpoint of the identity provider could not be reached or failed',
      remedy:
        'Check that the load balancer can reach the identity provider: outbound security group rules, NAT, DNS.',
    },
  ],
  [
    'Auth',
    {
      cause: 'an authenticate rule applies to the path and the client had no valid login',
      remedy: 'Give the WebSocket path a rule without authenticate, and check the cookie in the server.',
    },
  ],
  [
    'JWKS',
    {
      cause: 'the JWKS endpoint of a JWT validation rule failed',
      remedy: 'Check the JWKS endpoint: reachable, at most 150 KB and 10 keys.',
    },
  ],
  [
    'JWT',
    {
      cause: 'a JWT validation rule found no valid token',
      remedy:
        'Browsers cannot send an Authorization header with a WebSocket: give the path a rule without JWT validation, and check the token in the server.',
    },
  ],
  [
    'WAF',
    {
      cause: 'AWS WAF could not be asked',
      remedy: 'waf.fail_open.enabled lets requests pass while AWS WAF fails.',
    },
  ],
  [
    'AWSALBTGCookieInvalid',
    {
      cause: 'its cookie of target group stickiness is invalid',
      remedy: 'Let clients send AWSALBTG and AWSALBTGCORS back unchanged, and only to this load balancer.',
    },
  ],
  [
    'WeightedTargetGroups',
    {
      cause: 'the choice among weighted target groups failed',
      remedy: 'Check the weights of the rule, and that each target group has targets.',
    },
  ],
];

/**
 * @param reason error_reason
 * @returns undefined for a reason of an unknown family.
 */
export const wordsOfReason = (reason: string): ReasonWords | undefined =>
  FAMILIES.find(([prefix]) => reason.startsWith(prefix))?.[1];

/** What answered instead of a target, by the last of actions_executed. */
const ANSWERED_BY: Readonly<Record<string, string>> = {
  waf: 'AWS WAF',
  authenticate: 'an authenticate rule',
  'fixed-response': 'a fixed-response rule',
  redirect: 'a redirect rule',
};

/**
 * @param actions actions_executed, separated by commas
 * @returns undefined if the list ends in another action, such as forward.
 */
export const answeredByRule = (actions: string): string | undefined =>
  ANSWERED_BY[actions.slice(actions.lastIndexOf(',') + 1)];
