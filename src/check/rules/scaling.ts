// Scaling of services whose tasks hold sockets.
import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { autoScalingGuide, ecsApi } from '../../alb/sources.ts';
import { references } from '../mentions.ts';
import type { Model } from '../model.ts';
import { child, entry } from '../node.ts';
import { isScalar } from '../resolve.ts';
import { each, resources, violation, type CheckRule } from '../rule.ts';
import { services, type Service } from '../services.ts';
import type { Resource } from '../template.ts';

const TARGET = 'AWS::ApplicationAutoScaling::ScalableTarget';
const POLICY = 'AWS::ApplicationAutoScaling::ScalingPolicy';
const basis = inferred('a target group that is said to carry sockets');
const page = autoScalingGuide('target-tracking-scaling-policy-overview');

/** The service that a scalable target or policy is about. */
export function scaledService(resource: Resource, model: Model, depth = 0): Service | undefined {
  const named = new Set([...references(resource.properties)].map(([id]) => id));
  const found = services(model).find((one) => named.has(one.resource.id));
  if (found || depth > 0) return found;
  const target = model.ofType(TARGET).find(({ id }) => named.has(id));
  return target && scaledService(target, model, 1);
}

export const ecsDesiredCount: CheckRule = {
  code: 'ecs-desired-count',
  severity: 'warning',
  group: 'sockets',
  title: 'DesiredCount on a service with auto scaling',
  why: 'Each stack update that changes the service resets the count to the template’s value, and cuts the sockets of the tasks that leave.',
  source: ecsApi('CreateService'),
  judge: each(services, (service, model) => {
    const target = model.ofType(TARGET).find((one) => scaledService(one, model) === service);
    if (!target || !service.hasSockets) return 'not-applicable';
    const { value, line } = service.at('DesiredCount');
    return value === undefined ? 'met' : violation(line, { target: target.id });
  }),
  words: ({ target }) => ({
    what: `DesiredCount is set, and ${String(target)} scales the service.`,
    remedy: 'Leave DesiredCount out: ECS keeps the count, and scaling raises it to MinCapacity.',
  }),
};

const BY_REQUESTS = /^(NewConnectionCount|RequestCount|RequestCountPerTarget|ALBRequestCountPerTarget)$/;

export const scalingMetric: CheckRule = {
  code: 'scaling-metric-wrong',
  severity: 'warning',
  group: 'sockets',
  title: 'Scaling on requests where sockets live',
  why: 'A socket is one request, however long it lives: the request rate falls while thousands of sockets are open, and scaling removes their tasks.',
  source: page,
  basis,
  judge: each(resources(POLICY), ({ resource }, model) => {
    const service = scaledService(resource, model);
    if (!service?.hasSockets) return 'not-applicable';
    const base = ['TargetTrackingScalingPolicyConfiguration'] as const;
    const predefined = model.property(
      resource,
      ...base,
      'PredefinedMetricSpecification',
      'PredefinedMetricType',
    );
    const customized = model.property(resource, ...base, 'CustomizedMetricSpecification', 'MetricName');
    const metric = isScalar(predefined) ? predefined : isScalar(customized) ? customized : undefined;
    if (!metric) return 'not-applicable';
    return BY_REQUESTS.test(metric.value) ? violation(metric.line, { metric: metric.value }) : 'met';
  }),
  words: ({ metric }) => ({
    what: `The policy scales on ${String(metric)}.`,
    remedy:
      'Scale on the open sockets per task, which the application publishes, with CPU as a second policy.',
  }),
};

export const scalingScaleIn: CheckRule = {
  code: 'scaling-scale-in-fast',
  severity: 'warning',
  group: 'sockets',
  title: 'Scale-in within minutes where sockets live',
  why: 'Every task that is scaled in cuts its sockets, and they reconnect to the others.',
  source: page,
  basis,
  judge: each(resources(POLICY), ({ resource }, model) => {
    if (!scaledService(resource, model)?.hasSockets) return 'not-applicable';
    const config = model.property(resource, 'TargetTrackingScalingPolicyConfiguration');
    if (config === undefined || config === UNKNOWN) return 'not-applicable';
    const off = model.resolver.string(child(config, 'DisableScaleIn'));
    const cooldown = model.resolver.string(child(config, 'ScaleInCooldown'));
    if (off === 'true') return 'met';
    if (off === UNKNOWN || cooldown === UNKNOWN || cooldown === undefined) return 'not-applicable';
    const line = entry(config, 'ScaleInCooldown')?.line ?? resource.line;
    return Number(cooldown) < MIN_COOLDOWN ? violation(line, { cooldown: Number(cooldown) }) : 'met';
  }),
  words: ({ cooldown }) => ({
    what: `ScaleInCooldown is ${String(cooldown)} seconds.`,
    allowed: `${MIN_COOLDOWN} seconds or more, or DisableScaleIn`,
    remedy: 'Set ScaleInCooldown to 900 or more.',
  }),
};
const MIN_COOLDOWN = 300;

export const expressScaling: CheckRule = {
  code: 'ecs-express-scaling',
  severity: 'info',
  group: 'sockets',
  title: 'Express Mode service that scales on requests',
  why: 'Express Mode scales on CPU, memory or requests, and has no setting for the idle timeout or the deregistration delay. Requests do not show how many sockets are open.',
  source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-overview.html',
  basis: inferred('the metric that it scales on; nothing in an Express Mode service says what it carries'),
  judge: each(resources('AWS::ECS::ExpressGatewayService'), ({ resource }, { property }) => {
    const metric = property(resource, 'ScalingTarget', 'AutoScalingMetric');
    if (metric === undefined) return 'met';
    if (!isScalar(metric)) return 'not-applicable';
    return metric.value === 'REQUEST_COUNT_PER_TARGET'
      ? violation(metric.line, { metric: metric.value })
      : 'met';
  }),
  words: ({ metric }) => ({
    what: `AutoScalingMetric is ${String(metric)}.`,
    allowed: 'AVERAGE_CPU or AVERAGE_MEMORY',
    remedy: 'Where the service carries WebSockets, scale on AVERAGE_CPU, or use a service of your own.',
  }),
};
