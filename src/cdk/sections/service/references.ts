// Names of the service's resources in the code, and their properties in the template.
import { ID, PARAMETER, ruleId } from '../../../template/names.ts';
import { propertiesOf, type References } from '../../from-template.ts';
import { sectionOf, type Sections } from '../../part.ts';
import { isEntries, member, name, THIS, type Entries } from '../../source/nodes.ts';
import { LOAD_BALANCER } from '../load-balancer.ts';
import { socketsRule } from '../routes.ts';
import { targetGroupOf } from '../target-group.ts';

export const PROPS = name('props');
export const LOG_GROUP = name('logGroup');
export const EXECUTION_ROLE = name('executionRole');
export const TASK_ROLE = member(THIS, 'taskRole');
export const INFRASTRUCTURE_ROLE = name('infrastructureRole');
export const TASK_DEFINITION = name('taskDefinition');
export const TASK_GROUP = member(THIS, 'taskSecurityGroup');
export const CLUSTER = name('cluster');
export const SERVICE = member(THIS, 'service');

export const REFERENCES: References = {
  [ID.serviceLogGroup + '.Arn']: member(LOG_GROUP, 'logGroupArn'),
  [ID.executionRole + '.Arn']: member(EXECUTION_ROLE, 'roleArn'),
  [ID.taskRole + '.Arn']: member(TASK_ROLE, 'roleArn'),
  [ID.serviceLogGroup]: member(LOG_GROUP, 'logGroupName'),
  [ID.taskDefinition]: member(TASK_DEFINITION, 'ref'),
  [ID.taskSecurityGroup + '.GroupId']: member(TASK_GROUP, 'securityGroupId'),
  [ID.cluster]: member(CLUSTER, 'ref'),
  [ID.service + '.Name']: member(SERVICE, 'attrName'),
  [ID.targetGroup]: member(targetGroupOf(undefined), 'targetGroupArn'),
  [ID.alternateTargetGroup]: member(targetGroupOf(undefined, true), 'targetGroupArn'),
  [ID.alternateTargetGroup + '.TargetGroupFullName']: member(
    targetGroupOf(undefined, true),
    'targetGroupFullName',
  ),
  [ID.infrastructureRole + '.Arn']: member(INFRASTRUCTURE_ROLE, 'roleArn'),
  [ruleId(undefined, 'HTTPS')]: member(name(socketsRule('HTTPS')), 'listenerRuleArn'),
  [ruleId(undefined, 'HTTP')]: member(name(socketsRule('HTTP')), 'listenerRuleArn'),
  [ID.testRule]: member(name('testRule'), 'listenerRuleArn'),
  [ID.targetGroup + '.TargetGroupFullName']: member(targetGroupOf(undefined), 'targetGroupFullName'),
  [ID.loadBalancer + '.LoadBalancerFullName']: member(LOAD_BALANCER, 'loadBalancerFullName'),
  [ID.scalableTarget]: member(name('scalableTarget'), 'ref'),
  [PARAMETER.image]: member(PROPS, 'image'),
};

/** The properties of a template resource, without its tags. */
export function propertiesFrom(sections: Sections, title: string, id: string): Entries {
  const { Tags: _, ...properties } = sectionOf(sections, title).resources?.[id]?.Properties ?? {};
  const value = propertiesOf(properties, REFERENCES);
  if (!isEntries(value)) throw new Error(`${id} has no properties`);
  return value;
}
