// New sockets while a target group with a service behind it is replaced.
import type { Change } from '../../aws/change-set.ts';
import { child, text, type Node } from '../../check/node.ts';
import type { Resource, Template } from '../../check/template.ts';
import { isReplaced } from './change-words.ts';

const FORWARDING = new Set([
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::ListenerRule',
]);

/**
 * A sentence for each target group that is replaced under a service which depends on a listener or a rule. CloudFormation
 * changes what a resource depends on first: the listener forwards to the new group before ECS registers a task in it.
 * Source: CloudFormation User Guide, "DependsOn attribute". ELB answers 503 for a group without targets; source: ELB User
 * Guide, "Troubleshoot your Application Load Balancers". Services whose traffic ECS shifts itself are left out.
 */
export function aboutEmptyGroup(changes: readonly Change[], template: Template | undefined): string[] {
  const services = [...(template?.resources.values() ?? [])].filter(
    ({ type }) => type === 'AWS::ECS::Service',
  );
  return changes
    .filter((change) => change.type === 'AWS::ElasticLoadBalancingV2::TargetGroup' && isReplaced(change))
    .flatMap(({ logicalId, replacement }) => {
      const service = services.find((each) => isBehind(each, logicalId) && waits(each, template));
      if (!service) return [];
      const when = replacement === 'True' ? '' : `If ${logicalId} is replaced: `;
      return [
        `${when}new sockets get 503 until a new task of ${service.id} is healthy, because the listener forwards to the new ${logicalId} before there are targets in it. Open sockets stay on the old tasks until those drain.`,
      ];
    });
}

function isBehind({ properties }: Resource, group: string): boolean {
  const balancers = child(properties, 'LoadBalancers');
  if (balancers?.kind !== 'list') return false;
  return balancers.items.some(
    (item) =>
      text(child(child(item, 'TargetGroupArn'), 'Ref')) === group &&
      child(item, 'AdvancedConfiguration') === undefined,
  );
}

const waits = ({ node }: Resource, template: Template | undefined): boolean =>
  names(child(node, 'DependsOn')).some((id) => FORWARDING.has(template?.resources.get(id)?.type ?? ''));

const names = (node: Node | undefined): string[] =>
  (node?.kind === 'list' ? node.items : [node]).flatMap((each) => text(each) ?? []);
