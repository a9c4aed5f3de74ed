import type { TopologyRule } from '../topology-rule.ts';
import { fixedResponse } from './fixed-response.ts';
import { forwardTargetGroups, forwardWeight, forwardWeightsZero } from './forward-groups.ts';
import { listenerPortTwice } from './listener-port.ts';
import { redirectPort } from './redirect-port.ts';
import { ruleActionsOrder, ruleActionsRepeated, ruleActionsTerminal } from './rule-actions.ts';
import { ruleHostCharacters, rulePathCharacters } from './rule-characters.ts';
import {
  ruleConditionEmpty,
  ruleConditionLength,
  ruleConditionRepeated,
  ruleConditionValues,
  ruleConditionWildcards,
  ruleHeaderHost,
} from './rule-conditions.ts';
import { rulePriorityRange, rulePriorityTwice } from './rule-priorities.ts';
import { rulePathNeverMatches, rulesOverQuota, ruleShadowed } from './rules-dead.ts';
import { targetGroupTwoLoadBalancers } from './target-group-owners.ts';

/** All rules about a topology, in the order in which they are reported. */
export const TOPOLOGY_RULES: readonly TopologyRule[] = [
  listenerPortTwice,
  rulePriorityTwice,
  rulePriorityRange,
  ruleConditionValues,
  ruleConditionWildcards,
  ruleConditionRepeated,
  ruleConditionEmpty,
  ruleConditionLength,
  ruleHeaderHost,
  ruleHostCharacters,
  ruleActionsTerminal,
  ruleActionsOrder,
  ruleActionsRepeated,
  forwardTargetGroups,
  forwardWeight,
  fixedResponse,
  targetGroupTwoLoadBalancers,
  forwardWeightsZero,
  ruleShadowed,
  rulePathNeverMatches,
  rulePathCharacters,
  rulesOverQuota,
  redirectPort,
];
