// Properties that a target group must or must not have, by its type.
import { certain } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { cloudFormation } from '../../alb/sources.ts';
import { entry } from '../node.ts';
import { isScalar } from '../resolve.ts';
import { each, resources, targetGroups, violation, type CheckRule } from '../rule.ts';
import { ELB } from '../topology.ts';

const source = cloudFormation('aws-resource-elasticloadbalancingv2-targetgroup');
const NEEDED = ['Port', 'Protocol', 'VpcId'] as const;

export const targetGroupIncomplete: CheckRule = {
  code: 'target-group-incomplete',
  severity: 'error',
  group: 'refused',
  title: 'Target group without port, protocol or VPC, or a Lambda target group with any of them',
  why: 'Port, Protocol and VpcId are required, except for Lambda functions, which have none of them.',
  source,
  judge: each(targetGroups, ({ resource, settings }, { property }) => {
    const type = settings.get('TargetType') ?? 'instance';
    if (type === UNKNOWN) return 'not-applicable';
    const values = NEEDED.map((key) => ({ key, value: property(resource, key) }));
    const isLambda = type === 'lambda';
    const wrong = values.filter(({ value }) =>
      isLambda ? value !== undefined && value !== UNKNOWN : value === undefined,
    );
    const [first] = wrong;
    if (first) {
      const line = isLambda ? (entry(resource.properties, first.key)?.line ?? resource.line) : resource.line;
      return violation(line, { keys: wrong.map(({ key }) => key).join(', '), isLambda });
    }
    return values.some(({ value }) => value === UNKNOWN) ? 'not-applicable' : 'met';
  }),
  words: ({ keys, isLambda }) => ({
    what: isLambda
      ? `A Lambda target group has ${String(keys)}.`
      : `${String(keys)} ${String(keys).includes(', ') ? 'are' : 'is'} not set.`,
    allowed: isLambda ? 'none of Port, Protocol and VpcId' : 'Port, Protocol and VpcId',
    remedy: isLambda ? 'Remove them.' : `Set ${String(keys)}.`,
  }),
};

export const targetGroupAlbTls: CheckRule = {
  code: 'target-group-alb-tls',
  severity: 'error',
  group: 'refused',
  title: 'TLS on a target group of type alb',
  why: 'A Network Load Balancer passes TCP to an Application Load Balancer; ELB refuses TLS on such a target group.',
  source: 'https://github.com/aws/aws-cdk/issues/22245',
  basis: certain(
    'ELB’s own message in a public report: "Target type \'alb\' is not supported for target groups with TLS protocol"',
  ),
  judge: each(resources(`${ELB}TargetGroup`), ({ resource }, { property }) => {
    const type = property(resource, 'TargetType');
    if (!isScalar(type) || type.value !== 'alb') return 'not-applicable';
    const protocol = property(resource, 'Protocol');
    if (!isScalar(protocol)) return 'not-applicable';
    const line = entry(resource.properties, 'Protocol')?.line ?? resource.line;
    return protocol.value === 'TLS' ? violation(line) : 'met';
  }),
  words: () => ({
    what: 'Protocol is TLS, and TargetType is alb.',
    allowed: 'TCP',
    remedy: 'Set Protocol to TCP, and end TLS at the Application Load Balancer.',
  }),
};
