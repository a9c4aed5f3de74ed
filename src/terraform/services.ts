// Resources that register targets: ECS services with their tasks and scaling, and Auto Scaling groups.
import {
  items,
  list,
  map,
  plainScalar,
  properties,
  type Entry,
  type Node,
  type Property,
} from '../check/node.ts';
import type { Resource } from '../check/template.ts';
import { isRecord } from '../common/json.ts';
import type { Argument } from './argument.ts';
import { resourceOf, type Translation } from './translation.ts';

export function ecsServices(translation: Translation): Resource[] {
  return translation.of('aws_ecs_service').map((one) => {
    const network = one.block('network_configuration');
    const grace = one.at('health_check_grace_period_seconds');
    return resourceOf(one, 'AWS::ECS::Service', [
      ['ServiceName', one.at('name').node()],
      ['LaunchType', one.at('launch_type').written === null ? undefined : one.at('launch_type').node()],
      ['CapacityProviderStrategy', providersOf(one.at('capacity_provider_strategy'))],
      ['TaskDefinition', translation.link(one.at('task_definition'))],
      ['DesiredCount', one.at('desired_count').node()],
      ['HealthCheckGracePeriodSeconds', grace.node()],
      ['LoadBalancers', groupsOf(one.at('load_balancer'), translation)],
      ['DeploymentConfiguration', deploymentOf(one)],
      ['DeploymentController', controllerOf(one.block('deployment_controller'))],
      [
        'NetworkConfiguration',
        network &&
          properties(network.line, [
            [
              'AwsvpcConfiguration',
              properties(network.line, [
                ['Subnets', translation.links(network.at('subnets'))],
                ['SecurityGroups', translation.links(network.at('security_groups'))],
              ]) ?? network.unknownNode(),
            ],
          ]),
      ],
    ]);
  });
}

function groupsOf(argument: Argument, translation: Translation): Node | undefined {
  const blocks = argument.blocks();
  if (!blocks) return argument.unknownNode();
  const isMixed = blocks.length > 1 && blocks.some((block) => !block.at('target_group_arn').isSet);
  const own = isMixed ? argument.writtenBlocks(blocks.length) : blocks;
  if (!own) return argument.unknownNode();
  return items(
    argument.line,
    own.map((block) =>
      properties(block.line, [
        [
          'TargetGroupArn',
          translation.link(block.at('target_group_arn')) ?? block.at('target_group_arn').unknownNode(),
        ],
        ['ContainerName', block.at('container_name').node()],
        ['ContainerPort', block.at('container_port').node()],
      ]),
    ),
  );
}

const providersOf = (argument: Argument): Node | undefined => {
  const blocks = argument.blocks();
  if (!blocks) return argument.unknownNode();
  return items(
    argument.line,
    blocks.map((block) =>
      properties(block.line, [
        ['CapacityProvider', block.at('capacity_provider').node()],
        ['Base', block.at('base').node()],
        ['Weight', block.at('weight').node()],
      ]),
    ),
  );
};

function deploymentOf(one: Argument): Node | undefined {
  const breaker = one.block('deployment_circuit_breaker');
  const alarms = one.block('alarms');
  const strategy = one.block('deployment_configuration');
  return properties(one.line, [
    ['MinimumHealthyPercent', one.at('deployment_minimum_healthy_percent').node()],
    ['MaximumPercent', one.at('deployment_maximum_percent').node()],
    [
      'DeploymentCircuitBreaker',
      breaker && properties(breaker.line, [['Enable', breaker.at('enable').node()]]),
    ],
    ['Alarms', alarms && properties(alarms.line, [['Enable', alarms.at('enable').node()]])],
    ['Strategy', strategy?.at('strategy').node()],
  ]);
}

const controllerOf = (block: Argument | undefined): Node | undefined =>
  block && properties(block.line, [['Type', block.at('type').node()]]);

export const taskDefinitions = (translation: Translation): Resource[] =>
  translation.of('aws_ecs_task_definition').map((one) =>
    resourceOf(one, 'AWS::ECS::TaskDefinition', [
      ['NetworkMode', one.at('network_mode').node()],
      ['RequiresCompatibilities', one.at('requires_compatibilities').nodes()],
      ['Cpu', one.at('cpu').node()],
      ['Memory', one.at('memory').node()],
      ['ExecutionRoleArn', translation.link(one.at('execution_role_arn'))],
      ['TaskRoleArn', translation.link(one.at('task_role_arn'))],
      ['ContainerDefinitions', containersOf(one.at('container_definitions'))],
    ]),
  );

/** JSON in a string, with the keys of the ECS API, which begin with a lower-case letter. */
function containersOf(argument: Argument): Node | undefined {
  if (typeof argument.value !== 'string') return argument.unknownNode();
  try {
    return capitalized(JSON.parse(argument.value), argument.line);
  } catch {
    return argument.unknownNode();
  }
}

/** Maps whose keys are chosen by the user. */
const USER_MAPS = new Set(['options', 'dockerLabels', 'driverOpts', 'labels']);

function capitalized(value: unknown, line: number): Node {
  if (Array.isArray(value))
    return list(
      value.map((item) => capitalized(item, line)),
      line,
    );
  if (!isRecord(value)) return plainScalar(value, line);
  const entries = Object.entries(value).flatMap(([key, own]): [string, Entry][] => {
    if (own === null) return [];
    const name = key.slice(0, 1).toUpperCase() + key.slice(1);
    const node = USER_MAPS.has(key) && isRecord(own) ? asWritten(own, line) : capitalized(own, line);
    return [[name, { line, value: node }]];
  });
  return map(new Map(entries), line);
}

const asWritten = (value: Readonly<Record<string, unknown>>, line: number): Node =>
  map(
    new Map(Object.entries(value).map(([key, own]) => [key, { line, value: plainScalar(own, line) }])),
    line,
  );

export function scaling(translation: Translation): Resource[] {
  const shared = (one: Argument): Property[] => {
    return [
      ['ServiceNamespace', one.at('service_namespace').node()],
      ['ScalableDimension', one.at('scalable_dimension').node()],
      ['ResourceId', serviceOf(one.at('resource_id'), translation)],
    ];
  };
  const targets = translation
    .of('aws_appautoscaling_target')
    .map((one) =>
      resourceOf(one, 'AWS::ApplicationAutoScaling::ScalableTarget', [
        ...shared(one),
        ['MinCapacity', one.at('min_capacity').node()],
        ['MaxCapacity', one.at('max_capacity').node()],
      ]),
    );
  const policies = translation.of('aws_appautoscaling_policy').map((one) => {
    const tracking = one.block('target_tracking_scaling_policy_configuration');
    return resourceOf(one, 'AWS::ApplicationAutoScaling::ScalingPolicy', [
      ...shared(one),
      ['TargetTrackingScalingPolicyConfiguration', tracking && trackingOf(tracking)],
    ]);
  });
  return [...targets, ...policies];
}

/** service/CLUSTER/SERVICE; a reference if the service is in the plan. */
function serviceOf(id: Argument, translation: Translation): Node | undefined {
  const named = typeof id.value === 'string' ? id.value.split('/') : [];
  const own = translation
    .of('aws_ecs_service')
    .find((one) => named.length === 3 && one.at('name').value === named[2])?.owner;
  if (own) return translation.attribute({ instance: own, attribute: 'name' }, id.line);
  const found = translation.roots(id)?.find(({ instance }) => instance?.type === 'aws_ecs_service');
  return found?.instance
    ? translation.attribute({ attribute: found.attribute, instance: found.instance }, id.line)
    : id.node();
}

function trackingOf(block: Argument): Node | undefined {
  const predefined = block.block('predefined_metric_specification');
  const custom = block.block('customized_metric_specification');
  return properties(block.line, [
    ['DisableScaleIn', block.at('disable_scale_in').node()],
    ['ScaleInCooldown', block.at('scale_in_cooldown').node()],
    [
      'PredefinedMetricSpecification',
      predefined &&
        properties(predefined.line, [
          ['PredefinedMetricType', predefined.at('predefined_metric_type').node()],
        ]),
    ],
    [
      'CustomizedMetricSpecification',
      custom &&
        (custom.at('metric_name').isSet
          ? properties(custom.line, [
              ['Namespace', custom.at('namespace').node()],
              ['MetricName', custom.at('metric_name').node()],
              ['Statistic', custom.at('statistic').node()],
            ])
          : custom.unknownNode()),
    ],
  ]);
}

export function autoScalingGroups(translation: Translation): Resource[] {
  const attached = new Map<string, Node[]>();
  for (const one of translation.of('aws_autoscaling_attachment')) {
    const [group, arn] = [
      translation.target(one.at('autoscaling_group_name')),
      translation.link(one.at('lb_target_group_arn')),
    ];
    if (group && arn) attached.set(group.address, [...(attached.get(group.address) ?? []), arn]);
  }
  return translation.of('aws_autoscaling_group').map((one) => {
    const own = translation.links(one.at('target_group_arns'));
    const more = items(one.line, attached.get(one.owner.address) ?? []);
    return resourceOf(one, 'AWS::AutoScaling::AutoScalingGroup', [
      ['TargetGroupARNs', own ?? more],
      ['HealthCheckType', one.at('health_check_type').node()],
    ]);
  });
}
