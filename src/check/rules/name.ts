import { elbApi } from '../../alb/sources.ts';
import { each, loadBalancers, targetGroups, violation, type CheckRule } from '../rule.ts';
import { entry } from '../node.ts';
import { isScalar } from '../resolve.ts';
import type { Model, Part } from '../model.ts';

const NAME = /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/;

const rule = (
  code: string,
  kind: string,
  operation: string,
  parts: (model: Model) => readonly Part[],
  pattern: RegExp,
  words: string,
): CheckRule => ({
  code,
  severity: 'error',
  group: 'refused',
  title: `Name that no ${kind} may have`,
  why: `ELB refuses other names, and does so only when the stack is deployed.`,
  source: elbApi(operation),
  judge: each(parts, ({ resource }, { property }) => {
    const name = property(resource, 'Name');
    if (!isScalar(name)) return 'not-applicable';
    const line = entry(resource.properties, 'Name')?.line ?? resource.line;
    return pattern.test(name.value) ? 'met' : violation(line, { name: name.value });
  }),
  words: ({ name }) => ({
    what: `Name is ${JSON.stringify(name)}.`,
    allowed: words,
    remedy: 'Leave Name out: CloudFormation makes one that is free, and a replacement works.',
  }),
});

const WORDS = '1–32 letters, digits and hyphens, no hyphen at either end';

export const loadBalancerName = rule(
  'load-balancer-name',
  'load balancer',
  'CreateLoadBalancer',
  loadBalancers,
  /^(?!-|internal-)[A-Za-z0-9-]{1,32}(?<!-)$/,
  `${WORDS}, not beginning with "internal-"`,
);
export const targetGroupName = rule(
  'target-group-name',
  'target group',
  'CreateTargetGroup',
  targetGroups,
  NAME,
  WORDS,
);
