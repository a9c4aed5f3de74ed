// The role with which ECS shifts traffic.
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsGuide } from '../../alb/sources.ts';
import { mentions } from '../mentions.ts';
import { child, entry, type Node } from '../node.ts';
import { keyOf } from '../place.ts';
import { each, type CheckRule } from '../rule.ts';
import { services } from '../services.ts';
import { pairsOf } from '../traffic-pairs.ts';

export const ecsBlueGreenRole: CheckRule = {
  code: 'ecs-blue-green-role',
  severity: 'error',
  group: 'refused',
  title: 'Role that ECS cannot use to shift traffic',
  why: 'The role is assumed by ecs.amazonaws.com, and its managed policy has no service-role/ in its path: there is no IAM policy of that name.',
  source: ecsGuide('AmazonECSInfrastructureRolePolicyForLoadBalancers'),
  judge: each(services, (service, model) => {
    const pairs = pairsOf(service, model);
    for (const { advanced } of pairs) {
      const key = keyOf(child(advanced, 'RoleArn'), model.resolver, model.template);
      const role = key === UNKNOWN ? undefined : model.template.resources.get(key);
      if (role?.type !== 'AWS::IAM::Role') continue;
      const trust = entry(role.properties, 'AssumeRolePolicyDocument');
      const texts = [...scalarsOf(trust?.value)];
      const isHidden = texts.length === 0 || mentions(trust?.value).size > 0;
      if (!isHidden && !texts.some((one) => one.startsWith('ecs.') || one === '*'))
        return { resource: role, line: trust?.line ?? role.line, args: { lacks: 'trust' } };
      const policies = entry(role.properties, 'ManagedPolicyArns');
      const wrong = [...scalarsOf(policies?.value)].find((one) => WRONG_POLICY.test(one));
      if (wrong) return { resource: role, line: policies?.line ?? role.line, args: { lacks: 'policy' } };
      return isHidden ? 'not-applicable' : 'met';
    }
    return 'not-applicable';
  }),
  words: ({ lacks }) =>
    lacks === 'trust'
      ? {
          what: 'The trust policy does not name ecs.amazonaws.com.',
          remedy: 'Let ecs.amazonaws.com assume the role.',
        }
      : {
          what: 'ManagedPolicyArns has service-role/ in the path of AmazonECSInfrastructureRolePolicyForLoadBalancers.',
          remedy: 'Use arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers.',
        },
};
const WRONG_POLICY = /service-role\/AmazonECSInfrastructureRolePolicyForLoadBalancers$/;

function* scalarsOf(node: Node | undefined): Generator<string> {
  if (!node) return;
  if (node.kind === 'scalar') yield node.value;
  else if (node.kind === 'list') for (const item of node.items) yield* scalarsOf(item);
  else for (const { value } of node.entries.values()) yield* scalarsOf(value);
}
