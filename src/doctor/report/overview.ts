// What a load balancer has, in a few lines, before what is wrong with it.
import { ownerOf, ownerWords } from '../evidence/owner.ts';
import { conditionWords, listenerName, ruleName } from '../evidence/rule-names.ts';
import { healthyTargets, roleOf, rulesInto, unusedGroups, type Role } from '../evidence/target-groups.ts';
import { observedValue, type Observations } from '../observations/observations.ts';

export interface GroupOverview {
  readonly name: string;
  readonly arn: string;
  /** `unused`: no rule sends it requests. */
  readonly role: Role | 'unused';
  /** The rules that send it requests: `rule 20 of HTTPS 443 (path /ws)`. */
  readonly rules: readonly string[];
  /** Undefined when they could not be looked at. */
  readonly targets: { readonly healthy: number; readonly all: number } | undefined;
}

export interface Overview {
  /** Who made it, as far as tags and names say. */
  readonly owner: string | undefined;
  /** The stack, when the tags of the load balancer named it and not the user. */
  readonly stackByTags: string | undefined;
  readonly groups: readonly GroupOverview[];
}

export function overviewOf(observed: Observations): Overview {
  const owner = ownerOf(observed);
  const unused = new Set(unusedGroups(observed));
  return {
    owner: owner && ownerWords(owner),
    stackByTags: observed.stack?.isFoundByTags === true ? observed.stack.name : undefined,
    groups: (observedValue(observed.targetGroups) ?? []).map((group): GroupOverview => {
      const targets = observedValue(group.targets);
      return {
        name: group.name,
        arn: group.arn,
        role: unused.has(group) ? 'unused' : roleOf(observed, group),
        rules: rulesInto(observed, group).map(({ rule }) => {
          const words = conditionWords(rule);
          return `${ruleName(observed, rule)}${words === '' ? '' : ` (${words})`}`;
        }),
        targets: targets && { healthy: healthyTargets(group).length, all: targets.length },
      };
    }),
  };
}

/** What people call the subject of a finding: a target group by its name, a listener by protocol and port. */
export function shortName(observed: Observations, subject: string): string {
  if (subject === observed.loadBalancer.arn) return observed.loadBalancer.name;
  const group = observedValue(observed.targetGroups)?.find(({ arn }) => arn === subject);
  return group ? group.name : listenerName(observed, subject);
}
