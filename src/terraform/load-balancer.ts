// aws_lb and aws_lb_target_group, with the arguments of provider versions 5 and 6.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb
import { SETTINGS } from '../alb/rule.ts';
import type { Subject } from '../alb/setting.ts';
import { items, properties, scalar, type Node, type Property } from '../check/node.ts';
import type { Resource } from '../check/template.ts';
import { ELB } from '../check/topology.ts';
import type { Argument } from './argument.ts';
import { resourceOf, tagsOf, type Translation } from './translation.ts';

export const LOAD_BALANCER_ARGUMENTS: Readonly<Record<string, string>> = {
  idle_timeout: 'idle_timeout.timeout_seconds',
  client_keep_alive: 'client_keep_alive.seconds',
  enable_http2: 'routing.http2.enabled',
  enable_deletion_protection: 'deletion_protection.enabled',
  drop_invalid_header_fields: 'routing.http.drop_invalid_header_fields.enabled',
  desync_mitigation_mode: 'routing.http.desync_mitigation_mode',
  preserve_host_header: 'routing.http.preserve_host_header.enabled',
  xff_header_processing_mode: 'routing.http.xff_header_processing.mode',
  enable_xff_client_port: 'routing.http.xff_client_port.enabled',
  enable_tls_version_and_cipher_suite_headers: 'routing.http.x_amzn_tls_version_and_cipher_suite.enabled',
  enable_waf_fail_open: 'waf.fail_open.enabled',
  enable_zonal_shift: 'zonal_shift.config.enabled',
};
const LOGS = ['access_logs', 'connection_logs', 'health_check_logs'] as const;

export function loadBalancers(translation: Translation): Resource[] {
  return translation.of('aws_lb').map((one) => {
    const internal = one.at('internal');
    const scheme =
      typeof internal.value === 'boolean' ? (internal.value ? 'internal' : 'internet-facing') : '';
    const mappings = one.at('subnet_mapping');
    const subnets = translation.links(one.at('subnets'));
    return resourceOf(one, `${ELB}LoadBalancer`, [
      ['Name', one.at('name').node()],
      ['Type', one.at('load_balancer_type').node()],
      [
        'Scheme',
        internal.isUnknown ? internal.unknownNode() : scheme ? scalar(scheme, internal.line) : undefined,
      ],
      ['IpAddressType', one.at('ip_address_type').node()],
      // A state has both, no matter which was written.
      ['Subnets', subnets ?? (mappings.isSet ? undefined : neither(mappings))],
      ['SubnetMappings', subnets ? undefined : mappingsOf(mappings, translation)],
      ['SecurityGroups', translation.links(one.at('security_groups'))],
      [
        'LoadBalancerAttributes',
        items(one.line, [
          ...Object.entries(LOAD_BALANCER_ARGUMENTS).map(([name, key]) =>
            attribute('load-balancer', key, one.at(name)),
          ),
          ...LOGS.flatMap((name) => logsOf(name, one, translation)),
        ]),
      ],
      ['Tags', tagsOf(one)],
    ]);
  });
}

const neither = (mappings: Argument): Node | undefined =>
  mappings.written === undefined || mappings.isUnknown ? mappings.unknownNode() : undefined;

function mappingsOf(argument: Argument, translation: Translation): Node | undefined {
  const blocks = argument.blocks(true);
  if (!blocks) return argument.unknownNode();
  return items(
    argument.line,
    blocks.map((block) => properties(block.line, [['SubnetId', translation.link(block.at('subnet_id'))]])),
  );
}

function logsOf(name: (typeof LOGS)[number], one: Argument, translation: Translation): (Node | undefined)[] {
  const blocks = one.at(name).blocks();
  if (!blocks) {
    const hidden = one.at(name).unknownNode();
    return [pair(`${name}.s3.enabled`, hidden, one.at(name).line)];
  }
  const [block] = blocks;
  if (!block) return [];
  const [bucket, enabled] = [block.at('bucket'), block.at('enabled')];
  return [
    attribute('load-balancer', `${name}.s3.enabled`, enabled, true),
    pair(`${name}.s3.bucket`, translation.link(bucket), bucket.line),
    attribute('load-balancer', `${name}.s3.prefix`, block.at('prefix')),
  ];
}

/** An attribute under its ELB name. A provider default that equals ELB's default counts as not set. */
export function attribute(
  subject: Subject,
  key: string,
  argument: Argument,
  keepsDefault = false,
): Node | undefined {
  const value = argument.node();
  if (!value) return undefined;
  if (!keepsDefault && isElbDefault(subject, key, argument)) return undefined;
  return pair(key, value, argument.line);
}

const isElbDefault = (subject: Subject, key: string, argument: Argument): boolean =>
  argument.isByDefault && SETTINGS[subject][key]?.default === String(argument.value);

const pair = (key: string, value: Node | undefined, line: number): Node | undefined =>
  value &&
  properties(line, [
    ['Key', scalar(key, line), line],
    ['Value', value, line],
  ]);

export const TARGET_GROUP_ARGUMENTS: Readonly<Record<string, string>> = {
  deregistration_delay: 'deregistration_delay.timeout_seconds',
  slow_start: 'slow_start.duration_seconds',
  load_balancing_algorithm_type: 'load_balancing.algorithm.type',
  load_balancing_anomaly_mitigation: 'load_balancing.algorithm.anomaly_mitigation',
  load_balancing_cross_zone_enabled: 'load_balancing.cross_zone.enabled',
  lambda_multi_value_headers_enabled: 'lambda.multi_value_headers.enabled',
};
export const HEALTH_CHECK_ARGUMENTS: Readonly<Record<string, string>> = {
  enabled: 'HealthCheckEnabled',
  path: 'HealthCheckPath',
  port: 'HealthCheckPort',
  protocol: 'HealthCheckProtocol',
  interval: 'HealthCheckIntervalSeconds',
  timeout: 'HealthCheckTimeoutSeconds',
  healthy_threshold: 'HealthyThresholdCount',
  unhealthy_threshold: 'UnhealthyThresholdCount',
};
const HEALTH_STATES = ['dns_failover', 'unhealthy_state_routing'] as const;

export function targetGroups(translation: Translation): Resource[] {
  const targets = new Map<string, Node[]>();
  for (const one of translation.of('aws_lb_target_group_attachment')) {
    const group = translation.target(one.at('target_group_arn'));
    const target = properties(one.line, [
      ['Id', translation.link(one.at('target_id'))],
      ['Port', one.at('port').node()],
      ['AvailabilityZone', one.at('availability_zone').node()],
    ]);
    if (!group || !target) continue;
    targets.set(group.address, [...(targets.get(group.address) ?? []), target]);
  }
  return translation
    .of('aws_lb_target_group')
    .map((one) =>
      resourceOf(one, `${ELB}TargetGroup`, [
        ['Name', one.at('name').node()],
        ['TargetType', property('TargetType', one.at('target_type'))],
        ['Port', one.at('port').node()],
        ['Protocol', one.at('protocol').node()],
        ['ProtocolVersion', one.at('protocol_version').node()],
        ['IpAddressType', one.at('ip_address_type').node()],
        ['TargetControlPort', one.at('target_control_port').node()],
        ['VpcId', translation.link(one.at('vpc_id'))],
        ...healthCheckOf(one),
        ['TargetGroupAttributes', attributesOf(one)],
        ['Targets', items(one.line, targets.get(one.owner.address) ?? [])],
        ['Tags', tagsOf(one)],
      ]),
    );
}

/** A property. A provider default that equals ELB's default counts as not set. */
const property = (key: string, argument: Argument): Node | undefined =>
  isElbDefault('target-group', key, argument) ? undefined : argument.node();

function healthCheckOf(one: Argument): Property[] {
  const block = one.block('health_check');
  if (!block) {
    const all = one.at('health_check');
    return all.blocks(true) ? [] : [['HealthCheckPath', all.unknownNode()]];
  }
  const matcher = block.at('matcher');
  const key = one.at('protocol_version').value === 'GRPC' ? 'GrpcCode' : 'HttpCode';
  return [
    ...Object.entries(HEALTH_CHECK_ARGUMENTS).map(([name, property_]): Property => [
      property_,
      property(property_, block.at(name)),
    ]),
    ['Matcher', properties(matcher.line, [[key, matcher.node()]])],
  ];
}

function attributesOf(one: Argument): Node | undefined {
  const isLambda = one.at('target_type').value === 'lambda';
  return items(one.line, [
    ...Object.entries(TARGET_GROUP_ARGUMENTS).flatMap(([name, key]) => {
      // For Lambda target groups the provider sends only the attributes that they support, not its defaults for others.
      const argument = one.at(name);
      const isFilled = argument.written === null || argument.written === undefined;
      if (isLambda !== name.startsWith('lambda_') && isFilled && (isLambda || argument.value === false))
        return [];
      return [attribute('target-group', key, argument)];
    }),
    ...stickinessOf(one),
    ...healthStatesOf(one),
  ]);
}

function stickinessOf(one: Argument): (Node | undefined)[] {
  const block = one.block('stickiness');
  if (!block) {
    const all = one.at('stickiness');
    return all.blocks(true) ? [] : [pair('stickiness.enabled', all.unknownNode(), all.line)];
  }
  const type = block.at('type');
  const cookie = type.value === 'app_cookie' ? 'app_cookie' : 'lb_cookie';
  // A state has the block even if nobody wrote it, with a duration of 0.
  if (block.at('enabled').value === false && block.written === undefined)
    return [attribute('target-group', 'stickiness.enabled', block.at('enabled'))];
  return [
    attribute('target-group', 'stickiness.enabled', block.at('enabled')),
    attribute('target-group', 'stickiness.type', type),
    attribute('target-group', `stickiness.${cookie}.duration_seconds`, block.at('cookie_duration')),
    ...(cookie === 'app_cookie'
      ? [attribute('target-group', 'stickiness.app_cookie.cookie_name', block.at('cookie_name'))]
      : []),
  ];
}

function healthStatesOf(one: Argument): (Node | undefined)[] {
  const health = one.block('target_group_health');
  return HEALTH_STATES.flatMap((state) => {
    const block = health?.block(state);
    if (!block) return [];
    return ['count', 'percentage'].map((unit) => {
      const key = `target_group_health.${state}.minimum_healthy_targets.${unit}`;
      return attribute('target-group', key, block.at(`minimum_healthy_targets_${unit}`));
    });
  });
}
