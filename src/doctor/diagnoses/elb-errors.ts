// Errors that the load balancer itself returns, other than 502, 503 and 504; and errors of the servers.
import { certain, inferred } from '../../alb/finding.ts';
import { ERRORS_SOURCE, userGuide } from '../../alb/sources.ts';
import { STATUSES, wordsOfStatus } from '../../alb/statuses.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { many, percent } from '../../common/numbers.ts';
import type { Diagnosis, Evidence } from '../diagnosis.ts';
import { groupPoints, sums } from '../evidence/metric-sums.ts';
import { fixedResponses } from '../evidence/fixed-responses.ts';
import { ruleName } from '../evidence/rule-names.ts';
import { groupsInUse, weighed } from '../evidence/target-groups.ts';
import { liveTopology } from '../evidence/topology.ts';
import { points, spanOf } from '../observations/metrics.ts';
import type { Observations } from '../observations/observations.ts';
import { askLogs, readLogs } from '../steps/confirm.ts';

const metrics = userGuide('load-balancer-cloudwatch-metrics');

/** Scanners and clients that disconnect cause a few at any time. */
const ENOUGH = 20;
const SHARE = 0.05;
/** Above this share of all requests, almost nobody gets through. */
const MOST = 0.5;

const cause = (status: string): string => `${status}: ${wordsOfStatus(status).loadBalancer}`;

/** The rules with an authentication action. */
const authenticating = (observed: Observations, types: RegExp) =>
  liveTopology(observed).rules.filter(
    ({ actions }) =>
      actions !== UNKNOWN && actions.some(({ type }) => typeof type === 'string' && types.test(type)),
  );

/** The statuses that may be behind the 4XX, those suggested by the settings first. */
function likely4xx(observed: Observations): string[] {
  const groups = groupsInUse(observed);
  const isMixed = groups.some(({ settings }) => /^(HTTP2|GRPC)$/.test(settings.get('ProtocolVersion') ?? ''));
  const hasLambda = groups.some(({ type }) => type === 'lambda');
  const reasons: readonly (readonly [string, boolean])[] = [
    ['464', isMixed],
    ['401', authenticating(observed, /^(authenticate-|jwt-validation)/).length > 0],
    ['400', hasLambda],
  ];
  const given = reasons.filter(([, applies]) => applies).map(([status]) => status);
  return [...new Set([...given, '403', '400', '460', '463', ...(isMixed ? [] : ['464'])])];
}

export const elb4xx: Diagnosis = {
  code: 'elb-4xx',
  severity: 'warning',
  title: 'The load balancer refuses requests with 4XX',
  reasoning:
    'HTTPCode_ELB_4XX_Count without the fixed responses: requests that the load balancer itself refused, so no server saw them. CloudWatch does not say which status; the access logs do.',
  source: ERRORS_SOURCE,
  basis: inferred('HTTPCode_ELB_4XX_Count, HTTP_Fixed_Response_Count, the rules and the target groups'),
  judge: (observed, context) => {
    const found = sums(observed, 'HTTPCode_ELB_4XX_Count', 'HTTP_Fixed_Response_Count', 'RequestCount');
    if (!found) return [];
    const fixed = fixedResponses(observed).some(({ status }) => status.startsWith('4'))
      ? found.HTTP_Fixed_Response_Count
      : 0;
    const refused = found.HTTPCode_ELB_4XX_Count - fixed;
    // RequestCount includes only requests for which a target was chosen.
    const share = refused / Math.max(1, found.RequestCount + refused);
    if (refused < ENOUGH || share < SHARE) return [];
    const all = points(found.readings, 'HTTPCode_ELB_4XX_Count');
    return [
      {
        severity: share >= MOST ? 'error' : 'warning',
        what: `The load balancer refused ${many(refused, 'request')} with 4XX, ${percent(share)} of those not answered by a rule.`,
        evidence: [
          ['HTTPCode_ELB_4XX_Count', found.HTTPCode_ELB_4XX_Count],
          ['HTTP_Fixed_Response_Count', found.HTTP_Fixed_Response_Count],
          ['RequestCount', found.RequestCount],
          ['first and last', spanOf(all)],
          ...authenticating(observed, /^(authenticate-|jwt-validation)/).map((rule): Evidence => [
            'asks who the client is',
            ruleName(observed, rule),
          ]),
        ],
        causes: likely4xx(observed).map(cause),
        steps: askLogs(
          context,
          observed,
          'See which status it is, and why (elb_status_code 4XX, target_status_code "-"):',
        ),
      },
    ];
  },
};

/** These have metrics and diagnoses of their own. */
const OWN_METRIC = [
  'HTTPCode_ELB_500_Count',
  'HTTPCode_ELB_502_Count',
  'HTTPCode_ELB_503_Count',
  'HTTPCode_ELB_504_Count',
] as const;
const FEW = 10;

export const elb5xxOther: Diagnosis = {
  code: 'elb-5xx-other',
  severity: 'warning',
  title: 'The load balancer answers 5XX other than 500, 502, 503 and 504',
  reasoning:
    'HTTPCode_ELB_5XX_Count is higher than the sum of the four statuses that CloudWatch counts separately: the rest is 501, 505, 507, 561 or 562.',
  source: ERRORS_SOURCE,
  basis: inferred(
    'HTTPCode_ELB_5XX_Count minus the four that CloudWatch counts separately, and fixed responses',
  ),
  judge: (observed, context) => {
    const found = sums(observed, 'HTTPCode_ELB_5XX_Count', 'HTTP_Fixed_Response_Count', ...OWN_METRIC);
    if (!found) return [];
    const fixed = fixedResponses(observed).some(({ status }) => status.startsWith('5'))
      ? found.HTTP_Fixed_Response_Count
      : 0;
    const rest =
      found.HTTPCode_ELB_5XX_Count - OWN_METRIC.reduce((sum, metric) => sum + found[metric], 0) - fixed;
    if (rest < FEW) return [];
    const hasControlPort = groupsInUse(observed).some(({ settings }) => settings.has('TargetControlPort'));
    const hasJwt = authenticating(observed, /^jwt-validation/).length > 0;
    const hasLogin = authenticating(observed, /^authenticate-/).length > 0;
    const statuses = new Set([
      ...(hasControlPort ? ['501'] : []),
      ...(hasLogin ? ['561'] : []),
      ...(hasJwt ? ['562'] : []),
      '501',
      '505',
      '507',
    ]);
    return [
      {
        what: `${many(rest, 'request')} got a 5XX other than 500, 502, 503 and 504 from the load balancer.`,
        evidence: [
          ['HTTPCode_ELB_5XX_Count', found.HTTPCode_ELB_5XX_Count],
          ...OWN_METRIC.map((metric): Evidence => [metric, found[metric]]),
        ],
        causes: [...statuses].map(cause),
        steps: askLogs(context, observed, 'See which status it is (elb_status_code 5XX):'),
      },
    ];
  },
};

export const authenticationFails: Diagnosis = {
  code: 'authentication-fails',
  severity: 'warning',
  title: 'Authentication by the load balancer fails',
  reasoning:
    'ELBAuthError: the identity provider could not be used. ELBAuthFailure: it refused the user. Browsers do not follow a redirect of a WebSocket handshake, so only clients that have already logged in get through.',
  source: metrics,
  basis: certain('ELBAuthError, ELBAuthFailure and ELBAuthUserClaimsSizeExceeded'),
  judge: (observed, context) => {
    const found = sums(observed, 'ELBAuthError', 'ELBAuthFailure', 'ELBAuthUserClaimsSizeExceeded');
    if (!found) return [];
    const { ELBAuthError: errors, ELBAuthFailure: failures, ELBAuthUserClaimsSizeExceeded: claims } = found;
    if (errors + failures + claims < FEW) return [];
    return [
      {
        what: `${many(errors + failures + claims, 'login')} through the load balancer failed.`,
        evidence: [
          ['ELBAuthError', errors],
          ['ELBAuthFailure', failures],
          ['ELBAuthUserClaimsSizeExceeded', claims],
          ...authenticating(observed, /^authenticate-/).map((rule): Evidence => [
            'asks who the client is',
            ruleName(observed, rule),
          ]),
        ],
        causes: [
          ...(errors > 0
            ? [
                'The load balancer does not reach the identity provider: its security groups must allow outbound port 443, and an internal one needs a NAT gateway; or the client secret is wrong.',
              ]
            : []),
          ...(failures > 0
            ? [
                'The identity provider refused the user, or a code was used twice (the page was loaded again).',
              ]
            : []),
          ...(claims > 0 ? ['The claims of the user are larger than 11 KB.'] : []),
        ],
        steps: askLogs(context, observed, 'See error_reason of these requests (401, 500, 561):'),
      },
    ];
  },
};

export const serverErrors: Diagnosis = {
  code: 'server-errors',
  severity: 'warning',
  title: '5xx from the servers, or 500 from the load balancer',
  reasoning:
    'The metric shows the origin: HTTPCode_Target_5XX_Count comes from the servers, HTTPCode_ELB_500_Count from the load balancer.',
  source: metrics,
  basis: certain('HTTPCode_Target_5XX_Count of each target group, and HTTPCode_ELB_500_Count'),
  judge: (observed, context) => {
    const found = sums(observed, 'HTTPCode_ELB_500_Count');
    if (!found) return [];
    const steps = readLogs(context, observed, 'See which paths and targets it is:');
    const ofGroups = groupsInUse(observed).flatMap((group) => {
      const all = groupPoints(observed, group, 'HTTPCode_Target_5XX_Count');
      const count = all.reduce((sum, [, value]) => sum + value, 0);
      if (count < FEW) return [];
      return [
        weighed(observed, group, {
          severity: 'warning',
          what: `The servers of ${group.name} answered ${many(count, 'request')} with 5XX.`,
          evidence: [
            ['HTTPCode_Target_5XX_Count', count],
            ['first and last', spanOf(all)],
          ],
          causes: ['The servers answered 5XX to plain HTTP or to the handshake: see their own logs.'],
          steps,
        }),
      ];
    });
    const count = found.HTTPCode_ELB_500_Count;
    if (count < FEW) return ofGroups;
    return [
      ...ofGroups,
      {
        what: `The load balancer answered ${many(count, 'request')} with 500.`,
        evidence: [
          ['HTTPCode_ELB_500_Count', count],
          ['first and last', spanOf(points(found.readings, 'HTTPCode_ELB_500_Count'))] as const,
        ],
        causes: [`The load balancer itself failed: ${STATUSES['500'].loadBalancer}`],
        steps,
      },
    ];
  },
};
