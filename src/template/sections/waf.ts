import { MANAGED_RULE_GROUPS, type ManagedRuleGroup } from '../../alb/web-acl-rules.ts';
import type { Config } from '../../config/schema/index.ts';
import { findInMap, getAtt, ref } from '../intrinsics.ts';
import { ID, REGION } from '../names.ts';
import { tags } from '../tags.ts';
import type { Resource, Section, Value } from '../types.ts';

const MAPPING = 'WebACL';
const ONLY_THE_UPGRADE =
  'AWS WAF sees the upgrade request; once a connection is a WebSocket, nothing is inspected.';

/** The association with an existing or a new web ACL. */
export function waf(config: Config): Section[] {
  const { webAclArn, create } = config.waf;
  if (create !== false) return [created(config, create.rateLimit)];
  return webAclArn === undefined ? [] : [existing(webAclArn)];
}

function existing(webAclArn: string): Section {
  const [, , , region = ''] = webAclArn.split(':');
  return {
    title: 'Web ACL',
    why: [
      ONLY_THE_UPGRADE,
      'The web ACL must be in the Region of the load balancer: elsewhere the deployment stops at once.',
    ],
    mappings: { [MAPPING]: { [region]: { Arn: webAclArn } } },
    resources: { [ID.webAclAssociation]: association(findInMap(MAPPING, REGION, 'Arn')) },
  };
}

const created = (config: Config, rateLimit: number): Section => ({
  title: 'Web ACL',
  why: [
    ONLY_THE_UPGRADE,
    'Rules of the common rule set that would block legitimate upgrades only count:',
    ...MANAGED_RULE_GROUPS.flatMap(({ countOnly }) =>
      Object.entries(countOnly).map(([rule, reason]) => `${rule}: ${reason}`),
    ),
  ],
  resources: {
    [ID.webAcl]: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: {
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        Rules: webAclRules(rateLimit),
        VisibilityConfig: visibility('WebACL'),
        Tags: tags(config, 'web-acl'),
      },
    },
    [ID.webAclAssociation]: association(getAtt(ID.webAcl, 'Arn')),
  },
});

const association = (arn: Value): Resource => ({
  Type: 'AWS::WAFv2::WebACLAssociation',
  Properties: { ResourceArn: ref(ID.loadBalancer), WebACLArn: arn },
});

const visibility = (name: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName: name,
});

/** The rate limit comes first: it is cheap, and a flood never reaches the other rules. */
const webAclRules = (rateLimit: number) => [
  {
    Name: 'RateLimit',
    Priority: 0,
    Statement: { RateBasedStatement: { Limit: rateLimit, AggregateKeyType: 'IP' } },
    Action: { Block: {} },
    VisibilityConfig: visibility('RateLimit'),
  },
  ...MANAGED_RULE_GROUPS.map((group, index) => managedRule(group, index + 1)),
];

const managedRule = ({ name, countOnly }: ManagedRuleGroup, priority: number) => ({
  Name: name,
  Priority: priority,
  Statement: {
    ManagedRuleGroupStatement: {
      VendorName: 'AWS',
      Name: name,
      ...(Object.keys(countOnly).length > 0 && {
        RuleActionOverrides: Object.keys(countOnly).map((rule) => ({
          Name: rule,
          ActionToUse: { Count: {} },
        })),
      }),
    },
  },
  OverrideAction: { None: {} },
  VisibilityConfig: visibility(name),
});
