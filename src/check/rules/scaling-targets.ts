// Whether Application Auto Scaling accepts the target and the metric of a service.
import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { autoScalingGuide, cloudFormation } from '../../alb/sources.ts';
import { references } from '../mentions.ts';
import type { Model } from '../model.ts';
import { child, entry, onlyEntry, type Node } from '../node.ts';
import { isScalar } from '../resolve.ts';
import { each, resources, violation, type CheckRule } from '../rule.ts';
import { numeric } from '../services.ts';
import { scaledService } from './scaling.ts';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const targetsAndPolicies = (model: Model) => [...resources(TARGET)(model), ...resources(POLICY)(model)];
const DIMENSION = 'ecs:service:DesiredCount';

export const scalingResourceId: CheckRule = {
  code: 'scaling-resource-id',
  severity: 'warning',
  group: 'sockets',
  title: 'Scalable target whose id is not service/CLUSTER/SERVICE',
  why: 'Application Auto Scaling takes service/CLUSTER/SERVICE, with both names, and the dimension ecs:service:DesiredCount. Ref of a service returns its ARN. A target with a cluster’s ARN was seen to be accepted and then never to scale its service.',
  source: cloudFormation('aws-resource-applicationautoscaling-scalabletarget'),
  basis: inferred('the documented form of the id; public reports of ids with a cluster’s ARN differ'),
  judge: each(targetsAndPolicies, ({ resource }, model) => {
    const { resolver } = model;
    const namespace = resolver.certain(child(resource.properties, 'ServiceNamespace'));
    if (!isScalar(namespace) || namespace.value !== 'ecs') return 'not-applicable';
    const dimension = resolver.certain(child(resource.properties, 'ScalableDimension'));
    if (isScalar(dimension) && dimension.value !== DIMENSION)
      return violation(entry(resource.properties, 'ScalableDimension')?.line ?? resource.line, {
        dimension: dimension.value,
      });
    const id = entry(resource.properties, 'ResourceId');
    if (!id) return 'not-applicable';
    const arn = arnIn(id.value, model);
    if (arn !== undefined) return violation(id.line, { arn });
    const value = resolver.certain(id.value);
    if (!isScalar(value))
      return resolver.value(id.value) === UNKNOWN && namesService(id.value) ? 'met' : 'not-applicable';
    return SERVICE.test(value.value) ? 'met' : violation(id.line, { id: value.value });
  }),
  words: ({ dimension, arn, id }) => ({
    what:
      dimension !== undefined
        ? `ScalableDimension is ${String(dimension)}.`
        : arn !== undefined
          ? `ResourceId contains the ARN of ${String(arn)}.`
          : `ResourceId is ${JSON.stringify(id)}.`,
    allowed: dimension === undefined ? 'service/CLUSTER/SERVICE, by name' : DIMENSION,
    remedy:
      dimension === undefined
        ? 'Write !Sub service/${Cluster}/${Service.Name}, with a Cluster that is the name.'
        : `Set ScalableDimension to ${DIMENSION}.`,
  }),
};
const SERVICE = /^service\/[^/:]+\/[^/:]+$/;

/** Whether it uses the attribute Name of a service. */
const namesService = (node: Node): boolean =>
  [...references(node)].some(([, attribute]) => attribute === 'Name');

/** The cluster or service whose ARN is put into an id unchanged; extracting part of it with Split or Select is fine. */
function arnIn(node: Node, model: Model): string | undefined {
  const { template } = model;
  const [name, argument] = onlyEntry(node) ?? [];
  if (name === 'Fn::Join' && argument?.kind === 'list') {
    const parts = argument.items[1];
    if (parts?.kind !== 'list') return undefined;
    return parts.items.map((one) => arnIn(one, model)).find((one) => one !== undefined);
  }
  const isDirect =
    name === 'Ref' || name === 'Fn::GetAtt' || (name === 'Fn::Sub' && argument?.kind === 'scalar');
  if (!isDirect) return undefined;
  for (const [id, attribute] of references(node)) {
    const type = template.resources.get(id)?.type;
    const isArn =
      (type === 'AWS::ECS::Cluster' && attribute === 'Arn') ||
      (type === 'AWS::ECS::Service' && (attribute === undefined || attribute === 'ServiceArn'));
    if (isArn) return id;
  }
  return undefined;
}

export const scalingMetricShape: CheckRule = {
  code: 'scaling-metric-shape',
  severity: 'warning',
  group: 'sockets',
  title: 'Customized metric that Application Auto Scaling does not take',
  why: 'It takes one metric by name, or Metrics with exactly one that returns data, each evaluated at one minute: there is no Period.',
  source: cloudFormation('aws-properties-applicationautoscaling-scalingpolicy-customizedmetricspecification'),
  basis: inferred('the documented form; no refusal was read'),
  judge: each(resources(POLICY), ({ resource }, { property, resolver }) => {
    const custom = property(
      resource,
      'TargetTrackingScalingPolicyConfiguration',
      'CustomizedMetricSpecification',
    );
    if (custom === undefined || custom === UNKNOWN) return 'not-applicable';
    const name = entry(custom, 'MetricName');
    const queries = resolver.items(child(custom, 'Metrics'));
    if (queries === UNKNOWN || queries.includes(UNKNOWN)) return 'not-applicable';
    if (queries.length === 0) return 'met';
    if (name && resolver.value(name.value) !== undefined)
      return violation(name.line, { reason: 'has both MetricName and Metrics' });
    for (const query of queries as readonly Node[]) {
      const period = entry(child(query, 'MetricStat'), 'Period') ?? entry(query, 'Period');
      if (period) return violation(period.line, { reason: 'has a Period, which it does not support' });
    }
    const returns = (queries as readonly Node[]).map((one) => resolver.string(child(one, 'ReturnData')));
    if (returns.includes(UNKNOWN)) return 'not-applicable';
    const line = entry(custom, 'Metrics')?.line ?? resource.line;
    if (returns.every((one) => one === 'false'))
      return violation(line, { reason: 'has no metric that returns data' });
    const many = returns.filter((one) => one === 'true').length;
    return many > 1 ? violation(line, { reason: `has ${many} metrics that return data` }) : 'met';
  }),
  words: ({ reason }) => ({
    what: `CustomizedMetricSpecification ${String(reason)}.`,
    allowed: 'MetricName with its dimensions, or Metrics of which one has ReturnData true',
    remedy: 'Keep one of the two forms; in Metrics set ReturnData to false on all but one.',
  }),
};

export const scalingMinOne: CheckRule = {
  code: 'scaling-min-one',
  severity: 'info',
  group: 'practice',
  title: 'Service that may scale in to a single task',
  why: 'With one task all sockets are in one zone and on one server: whatever ends it cuts them all.',
  source: autoScalingGuide('application-auto-scaling-scalable-target'),
  basis: inferred('a target group that is said to carry sockets'),
  judge: each(resources(TARGET), ({ resource }, model) => {
    if (!scaledService(resource, model)?.hasSockets) return 'not-applicable';
    const found = entry(resource.properties, 'MinCapacity');
    const value = model.resolver.string(found?.value);
    if (!found || value === UNKNOWN || value === undefined) return 'not-applicable';
    return (numeric(value) ?? MIN_TASKS) < MIN_TASKS ? violation(found.line, { value }) : 'met';
  }),
  words: ({ value }) => ({
    what: `MinCapacity is ${String(value)}.`,
    allowed: `${MIN_TASKS} or more`,
    remedy: `Set MinCapacity to ${MIN_TASKS}.`,
  }),
};
const MIN_TASKS = 2;
