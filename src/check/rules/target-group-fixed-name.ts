import { certain } from '../../alb/finding.ts';
import { cloudFormation } from '../../alb/sources.ts';
import { entry } from '../node.ts';
import { isScalar } from '../resolve.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';

export const targetGroupFixedName: CheckRule = {
  code: 'target-group-fixed-name',
  severity: 'info',
  group: 'practice',
  title: 'Target group with a fixed name',
  why: 'A change of port, protocol, type or VPC replaces the target group. CloudFormation creates the new one first, and ELB refuses it while the old one has its name.',
  source: cloudFormation('aws-resource-elasticloadbalancingv2-targetgroup'),
  basis: certain('how CloudFormation replaces a resource; whether yours will be replaced is not known'),
  judge: each(targetGroups, ({ resource }, { property }) => {
    const name = property(resource, 'Name');
    if (name === undefined) return 'met';
    if (!isScalar(name)) return 'not-applicable';
    return violation(entry(resource.properties, 'Name')?.line ?? resource.line, { name: name.value });
  }),
  words: ({ name }) => ({
    what: `Name is ${JSON.stringify(name)}.`,
    remedy: 'Leave Name out and put it into a tag; the ARN and the metrics come from Ref and GetAtt.',
  }),
};
