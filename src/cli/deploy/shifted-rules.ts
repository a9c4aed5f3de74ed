// Rules whose weights ECS manages: updating such a rule resets them to the template's weights, whatever ECS has set
// since.
import type { Change } from '../../aws/change-set.ts';
import { child, text, type Node } from '../../check/node.ts';
import type { Template } from '../../check/template.ts';

const RULES = ['ProductionListenerRule', 'TestListenerRule'] as const;
const ROLLING = 'ROLLING';

/** Logical IDs of the rules that ECS shifts, as far as the template references them by Ref or Fn::GetAtt. */
export function shiftedRules({ resources }: Pick<Template, 'resources'>): ReadonlySet<string> {
  const ids = [...resources.values()].flatMap(({ type, properties }) => {
    if (type !== 'AWS::ECS::Service') return [];
    if ((text(child(child(properties, 'DeploymentConfiguration'), 'Strategy')) ?? ROLLING) === ROLLING)
      return [];
    return itemsOf(child(properties, 'LoadBalancers')).flatMap((one) =>
      RULES.flatMap((key) => idOf(child(child(one, 'AdvancedConfiguration'), key)) ?? []),
    );
  });
  return new Set(ids);
}

const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : []);

function idOf(node: Node | undefined): string | undefined {
  const attribute = child(node, 'Fn::GetAtt');
  return text(child(node, 'Ref')) ?? text(itemsOf(attribute)[0]) ?? text(attribute)?.split('.')[0];
}

/** Warnings for changed rules whose weights would be reset; none if no deployed service shifts traffic. */
export const weightsSetBack = (changes: readonly Change[], deployed: Template | undefined): string[] => {
  const shifted = deployed ? shiftedRules(deployed) : new Set<string>();
  return changes
    .filter(({ action, logicalId }) => action === 'Modify' && shifted.has(logicalId))
    .map(
      ({ logicalId, type }) =>
        `change   ${logicalId} (${type}): ECS shifted its weights, and CloudFormation sends those of the template again; after an odd number of deployments these lead to the group without tasks. Compare the live weights first`,
    );
};
