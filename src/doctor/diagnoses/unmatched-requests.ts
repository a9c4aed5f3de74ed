import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { Condition, ListenerRule } from '../../alb/topology/types.ts';
import { many, percent } from '../../common/numbers.ts';
import type { Context, Diagnosis, Evidence, Step } from '../diagnosis.ts';
import { fixedResponses } from '../evidence/fixed-responses.ts';
import { sums } from '../evidence/metric-sums.ts';
import { ownerOf, ownerWords } from '../evidence/owner.ts';
import { actionWords, conditionWords, listenerName, ruleName } from '../evidence/rule-names.ts';
import { socketGroups } from '../evidence/target-groups.ts';
import { liveTopology } from '../evidence/topology.ts';
import { highest, points, at } from '../observations/metrics.ts';
import type { Observations } from '../observations/observations.ts';
import { aws } from '../steps/commands.ts';
import { askLogs, showRules } from '../steps/confirm.ts';

/** Scanners request paths that do not exist from any public address, about once a minute. */
const ENOUGH = 60;
/** Above this share of the requests, it is not a scanner. */
const MANY = 0.5;
const SOME = 0.1;

export const unmatchedRequests: Diagnosis = {
  code: 'requests-match-no-rule',
  severity: 'warning',
  title: 'Many requests match no rule that forwards',
  reasoning:
    'HTTP_Fixed_Response_Count is a large part of all requests, and the listener itself answers what no rule matches: clients ask for a path or host that no rule matches.',
  source: userGuide('rule-condition-types'),
  basis: inferred(
    'HTTP_Fixed_Response_Count and the rules; CloudWatch does not say which paths were asked for',
  ),
  judge(observed, context) {
    const found = sums(observed, 'HTTP_Fixed_Response_Count', 'RequestCount', 'HTTPCode_ELB_4XX_Count');
    const refusing = fixedResponses(observed).filter(({ status }) => /^[45]/.test(status));
    if (!found || refusing.length === 0) return [];
    const { HTTP_Fixed_Response_Count: answered, RequestCount: requests } = found;
    const share = answered / Math.max(1, requests, answered);
    if (answered < ENOUGH || share < SOME) return [];
    const rules = missedRules(observed);
    const exact = rules.flatMap((rule) => exactPaths(rule));
    const peak = highest(points(found.readings, 'HTTP_Fixed_Response_Count'));
    return [
      {
        severity: share >= MANY ? 'warning' : 'info',
        what: `${many(answered, 'request')} got the fixed response of ${refusing.map(({ rule, status }) => `the ${ruleName(observed, rule)} (${status})`).join(' or ')}: no other rule matched them.`,
        evidence: [
          ['HTTP_Fixed_Response_Count', answered],
          ['RequestCount', requests],
          ['share', percent(share)],
          ['most at', at(peak?.[0] ?? 0)],
          ...rules.map((rule): Evidence => [
            `${ruleName(observed, rule)} did not match`,
            `${conditionWords(rule)} → ${actionWords(observed, rule)}`,
          ]),
        ],
        causes: [
          ...(exact.length > 0
            ? [
                `Clients ask for paths below ${exact.join(', ')}: a pattern without * matches that path alone.`,
              ]
            : []),
          'Clients use a different path or host than the rules. Paths are case-sensitive, hosts are not.',
          'Scanners ask for paths that nobody serves.',
        ],
        steps: [
          ...[...new Set(refusing.map(({ rule }) => rule.listener))].flatMap((listener) =>
            listener === UNKNOWN
              ? []
              : [showRules(context, listener, `See the rules of ${listenerName(observed, listener)}:`)],
          ),
          ...askLogs(
            context,
            observed,
            'See which paths and hosts were asked for (actions_executed fixed-response):',
          ),
          ...rules.flatMap((rule) => widen(rule, observed, context)),
        ],
      },
    ];
  },
};

/** The rules that lead to sockets and that such a request did not match. */
function missedRules(observed: Observations): ListenerRule<string>[] {
  const sockets = new Set(socketGroups(observed).map(({ arn }) => arn));
  return liveTopology(observed).rules.filter(
    ({ isDefault, actions }) =>
      !isDefault &&
      actions !== UNKNOWN &&
      actions
        .flatMap((action) => weightedGroups(action))
        .some(({ group }) => group !== UNKNOWN && sockets.has(group)),
  );
}

const pathsOf = ({ conditions }: ListenerRule<string>): string[] =>
  (conditions === UNKNOWN ? [] : conditions).flatMap(({ field, values }) =>
    field === 'path-pattern' && values !== UNKNOWN ? values.filter((value) => value !== UNKNOWN) : [],
  );

/** Its exact paths, unless another of its patterns matches the paths below them. */
function exactPaths(rule: ListenerRule<string>): string[] {
  const paths = pathsOf(rule);
  return paths.filter(
    (path) => !/[*?]/.test(path) && !paths.includes(below(path)) && !paths.includes(`${path}*`),
  );
}

const below = (path: string): string => `${path.replace(/\/$/, '')}/*`;

/** Maximum number of values over all conditions of a rule. */
const MAX_VALUES = 5;

/** Adds the paths below a rule's exact paths. The command contains all conditions, because ELB replaces them together. */
function widen(rule: ListenerRule<string>, observed: Observations, context: Context): Step[] {
  const exact = exactPaths(rule);
  const { conditions } = rule;
  if (exact.length === 0 || conditions === UNKNOWN) return [];
  const owner = ownerOf(observed);
  const words = `If clients ask for paths below ${exact.join(', ')}, let the rule match them`;
  const written = conditions.map((one) =>
    conditionJson(one, one.field === 'path-pattern' ? exact.map(below) : []),
  );
  const count = written.reduce((sum, one) => sum + (one?.count ?? 0), 0);
  if (owner?.kind === 'kubernetes')
    return [{ kind: 'fix', words: `${words}, in ${ownerWords(owner)}: pathType Prefix instead of Exact.` }];
  if (written.some((one) => one === undefined) || count > MAX_VALUES)
    return [{ kind: 'fix', words: `${words}: add ${exact.map(below).join(', ')} to it or to a new rule.` }];
  return [
    {
      kind: 'fix',
      words: `${words}${owner ? `, and write the same into ${ownerWords(owner)}` : ''}:`,
      command: aws(
        context,
        'elbv2',
        'modify-rule',
        '--rule-arn',
        rule.key,
        '--conditions',
        JSON.stringify(written.map((one) => one?.condition)),
      ),
    },
  ];
}

/** A condition in the form that ModifyRule takes; undefined if it cannot be reconstructed. */
function conditionJson(
  { field, header, values, regexes }: Condition<string>,
  more: readonly string[],
): { readonly condition: object; readonly count: number } | undefined {
  if (values === UNKNOWN || regexes === UNKNOWN || regexes.length > 0) return undefined;
  const known = values.filter((value) => value !== UNKNOWN);
  if (known.length < values.length) return undefined;
  const Values = [...known, ...more];
  const count = Values.length;
  switch (field) {
    case 'path-pattern':
      return { condition: { Field: field, PathPatternConfig: { Values } }, count };
    case 'host-header':
      return { condition: { Field: field, HostHeaderConfig: { Values } }, count };
    case 'http-header':
      return typeof header === 'string'
        ? { condition: { Field: field, HttpHeaderConfig: { HttpHeaderName: header, Values } }, count }
        : undefined;
    case 'http-request-method':
      return { condition: { Field: field, HttpRequestMethodConfig: { Values } }, count };
    case 'source-ip':
      return { condition: { Field: field, SourceIpConfig: { Values } }, count };
    default:
      return undefined;
  }
}
