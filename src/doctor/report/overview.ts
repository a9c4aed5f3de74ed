// A short overview of a load balancer, printed before its findings.
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
  /** Undefined if they could not be read. */
  readonly targets: { readonly healthy: number; readonly all: number } | undefined;
}

export interface Overview {
  /** Who created it, as far as tags and names show. */
  readonly owner: string | undefined;
  /** The stack, if the load balancer's tags identified it rather than the user. */
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

/** A recognizable name for the subject of a finding: a target group's name, or a listener's protocol and port. */
export function shortName(observed: Observations, subject: string): string {
  if (subject === observed.loadBalancer.arn) return observed.loadBalancer.name;
  const group = observedValue(observed.targetGroups)?.find(({ arn }) => arn === subject);
  return group ? group.name : listenerName(observed, subject);
}
