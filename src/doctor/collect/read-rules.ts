// Converts DescribeListeners and DescribeRules responses to parts of a topology. The key and location of every part is
// its ARN.
import { UNKNOWN } from '../../alb/setting.ts';
import type { Action, Condition, ListenerRule, Redirect, WeightedGroup } from '../../alb/topology/types.ts';
import { ALWAYS } from '../../alb/topology/when.ts';
import { field, list, number, text, texts } from '../calls/answer-fields.ts';
import type { Listener } from '../observations/observations.ts';

/** A listener with only its default rule; see {@link withRules}. */
export function readListener(value: unknown): Listener {
  const arn = text(value, 'ListenerArn') ?? '';
  return {
    arn,
    port: number(value, 'Port') ?? 0,
    protocol: text(value, 'Protocol') ?? '',
    sslPolicy: text(value, 'SslPolicy'),
    certificate: text(list(value, 'Certificates')[0], 'CertificateArn'),
    mutualTls: text(value, 'MutualAuthentication', 'Mode'),
    rules: [
      {
        key: `${arn}/default`,
        where: arn,
        when: ALWAYS,
        says: [],
        listener: arn,
        isDefault: true,
        priority: undefined,
        priorityWhere: arn,
        conditions: [],
        actions: readActions(list(value, 'DefaultActions'), arn),
      },
    ],
    hasAllRules: false,
  };
}

/** A listener with the rules from DescribeRules, which include the default rule. */
export function withRules(listener: Listener, rules: readonly ListenerRule<string>[]): Listener {
  const hasDefault = rules.some(({ isDefault }) => isDefault);
  return { ...listener, rules: [...rules, ...(hasDefault ? [] : listener.rules)], hasAllRules: true };
}

/** The rules of a listener in ELB's order, the default rule last. */
export const readRules = (value: unknown, listener: string): ListenerRule<string>[] =>
  list(value, 'Rules')
    .map((rule) => readRule(rule, listener))
    .toSorted((left, right) => rank(left) - rank(right));

const rank = ({ isDefault, priority }: ListenerRule<string>): number =>
  isDefault || typeof priority !== 'number' ? Infinity : priority;

/** A rule from a DescribeRules response. */
export function readRule(rule: unknown, listener: string): ListenerRule<string> {
  const arn = text(rule, 'RuleArn') ?? '';
  const isDefault = field(rule, 'IsDefault') === true || text(rule, 'Priority') === 'default';
  const priority = Number(text(rule, 'Priority'));
  return {
    key: arn,
    where: arn,
    when: ALWAYS,
    says: [],
    listener,
    isDefault,
    priority: isDefault ? undefined : Number.isInteger(priority) ? priority : UNKNOWN,
    priorityWhere: arn,
    conditions: isDefault ? [] : list(rule, 'Conditions').map((one) => readCondition(one, arn)),
    actions: readActions(list(rule, 'Actions'), arn),
  };
}

/** Where each kind of condition has its values. In the old form they are next to the field. */
const CONFIGS: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
};

function readCondition(condition: unknown, where: string): Condition<string> {
  const name = text(condition, 'Field');
  const config = field(condition, CONFIGS[name ?? ''] ?? '');
  const own = texts(condition, 'Values');
  const values =
    name === 'query-string'
      ? list(config, 'Values').map((pair) =>
          [text(pair, 'Key'), text(pair, 'Value')].filter((part) => part !== undefined).join('='),
        )
      : texts(config, 'Values');
  const header = text(config, 'HttpHeaderName');
  return {
    where,
    field: name ?? UNKNOWN,
    ...(name === 'http-header' && { header: header ?? UNKNOWN }),
    values: values.length > 0 ? values : own,
    regexes: [...texts(config, 'RegexValues'), ...texts(condition, 'RegexValues')],
  };
}

const readActions = (actions: readonly unknown[], where: string): Action<string>[] =>
  actions
    .map((action) => readAction(action, where))
    .toSorted((left, right) => (Number(left.order) || 0) - (Number(right.order) || 0));

function readAction(action: unknown, where: string): Action<string> {
  const type = text(action, 'Type');
  const weighted = list(action, 'ForwardConfig', 'TargetGroups').map((group): WeightedGroup<string> => ({
    where,
    group: text(group, 'TargetGroupArn') ?? UNKNOWN,
    weight: number(group, 'Weight') ?? 1,
  }));
  const single = text(action, 'TargetGroupArn');
  const groups =
    weighted.length > 0 || single === undefined ? weighted : [{ where, group: single, weight: 1 }];
  const onUnauthenticated =
    text(action, 'AuthenticateOidcConfig', 'OnUnauthenticatedRequest') ??
    text(action, 'AuthenticateCognitoConfig', 'OnUnauthenticatedRequest');
  return {
    where,
    type: type ?? UNKNOWN,
    order: number(action, 'Order'),
    ...(type === 'forward' && {
      forward: {
        groups,
        isSticky: field(field(action, 'ForwardConfig'), 'TargetGroupStickinessConfig')
          ? text(action, 'ForwardConfig', 'TargetGroupStickinessConfig', 'Enabled') === 'true'
          : false,
      },
    }),
    ...(type === 'redirect' && { redirect: readRedirect(field(action, 'RedirectConfig')) }),
    ...(type === 'fixed-response' && {
      fixedResponse: {
        statusCode: text(action, 'FixedResponseConfig', 'StatusCode'),
        body: text(action, 'FixedResponseConfig', 'MessageBody'),
        contentType: text(action, 'FixedResponseConfig', 'ContentType'),
      },
    }),
    ...(type?.startsWith('authenticate-') && { onUnauthenticated: onUnauthenticated ?? 'authenticate' }),
  };
}

/** Parts that a redirect leaves out are kept from the request. Source: RedirectActionConfig in the elbv2 API. */
const readRedirect = (config: unknown): Redirect => ({
  protocol: text(config, 'Protocol') ?? '#{protocol}',
  host: text(config, 'Host') ?? '#{host}',
  port: text(config, 'Port') ?? '#{port}',
  path: text(config, 'Path') ?? '/#{path}',
  query: text(config, 'Query') ?? '#{query}',
  statusCode: text(config, 'StatusCode'),
});
