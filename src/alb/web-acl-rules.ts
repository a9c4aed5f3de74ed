// Rules for a web ACL that suit WebSocket upgrades. Source: AWS WAF developer guide, aws-managed-rule-groups-baseline
// and aws-managed-rule-groups-ip-rep.

/** An AWS managed rule group, and which of its rules are set to count only. */
export interface ManagedRuleGroup {
  readonly name: string;
  /** Rules that would block legitimate upgrades, with the reason. */
  readonly countOnly: Readonly<Record<string, string>>;
}

export const MANAGED_RULE_GROUPS: readonly ManagedRuleGroup[] = [
  { name: 'AWSManagedRulesAmazonIpReputationList', countOnly: {} },
  { name: 'AWSManagedRulesKnownBadInputsRuleSet', countOnly: {} },
  {
    name: 'AWSManagedRulesCommonRuleSet',
    countOnly: {
      NoUserAgent_HEADER: 'WebSocket libraries often send no User-Agent.',
      SizeRestrictions_QUERYSTRING:
        'Browsers cannot set headers on a WebSocket, so tokens travel in the query, which may exceed 2,048 bytes.',
    },
  },
];
