// The same fault in each notation that can express it, next to what was intended.
import { ingress, type CloudFormationFault, type KubernetesFault, type TerraformFault } from './write.ts';

export interface Fault {
  readonly code: string;
  readonly cloudformation: CloudFormationFault;
  readonly terraform?: TerraformFault;
  readonly kubernetes?: KubernetesFault;
  /** Similar, but right. A notation without one uses its plain load balancer. */
  readonly right?: {
    readonly cloudformation?: CloudFormationFault;
    readonly terraform?: TerraformFault;
    readonly kubernetes?: KubernetesFault;
  };
  /** Where Terraform and Kubernetes report it. */
  readonly at: { readonly terraform?: string; readonly kubernetes?: string };
}

const TARGET_GROUP = 'alb.ingress.kubernetes.io/target-group-attributes';
const LOAD_BALANCER = 'alb.ingress.kubernetes.io/load-balancer-attributes';
const annotation = (name: string): string => `Ingress prod/chat alb.ingress.kubernetes.io/${name}`;

/** An attribute of the target group in all three. */
const groupAttributes = (
  code: string,
  wrong: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string>>,
  terraform: readonly [wrong: Readonly<Record<string, unknown>>, right: Readonly<Record<string, unknown>>],
  argument: string,
): Fault => ({
  code,
  cloudformation: { targetGroupAttributes: wrong },
  terraform: { targetGroup: terraform[0] },
  kubernetes: { annotations: { 'target-group-attributes': joined(wrong) } },
  right: {
    cloudformation: { targetGroupAttributes: right },
    terraform: { targetGroup: terraform[1] },
    kubernetes: { annotations: { 'target-group-attributes': joined(right) } },
  },
  at: { terraform: `aws_lb_target_group.chat ${argument}`, kubernetes: `Ingress prod/chat ${TARGET_GROUP}` },
});

const joined = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');

/** A health check in all three. */
const healthCheck = (
  code: string,
  property: string,
  argument: string,
  name: string,
  values: readonly [wrong: string | number, right: string | number],
): Fault => {
  const fault = (value: string | number) => ({
    cloudformation: { targetGroup: { [property]: value } },
    terraform: { targetGroup: { health_check: [{ path: '/healthz', [argument]: value }] } },
    kubernetes: { annotations: { [name]: String(value) } },
  });
  return {
    code,
    ...fault(values[0]),
    right: fault(values[1]),
    at: { terraform: `aws_lb_target_group.chat health_check.${argument}`, kubernetes: annotation(name) },
  };
};

/** A TLS policy in all three. */
const policy = (code: string, wrong: string, right: string): Fault => ({
  code,
  cloudformation: { listener: { SslPolicy: wrong } },
  terraform: { listener: { ssl_policy: wrong } },
  kubernetes: { annotations: { 'ssl-policy': wrong } },
  right: {
    cloudformation: { listener: { SslPolicy: right } },
    terraform: { listener: { ssl_policy: right } },
    kubernetes: { annotations: { 'ssl-policy': right } },
  },
  at: { terraform: 'aws_lb_listener.https ssl_policy', kubernetes: annotation('ssl-policy') },
});

/** An attribute of the load balancer in all three. */
const balancer = (
  code: string,
  wrong: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string>>,
  lb: readonly [wrong: Readonly<Record<string, unknown>>, right: Readonly<Record<string, unknown>>],
  argument: string,
): Fault => ({
  code,
  cloudformation: { attributes: wrong },
  terraform: { lb: lb[0] },
  kubernetes: { annotations: { 'load-balancer-attributes': joined(wrong) } },
  right: {
    cloudformation: { attributes: right },
    terraform: { lb: lb[1] },
    kubernetes: { annotations: { 'load-balancer-attributes': joined(right) } },
  },
  at: { terraform: `aws_lb.chat ${argument}`, kubernetes: `Ingress prod/chat ${LOAD_BALANCER}` },
});

const sticky = (more: Readonly<Record<string, unknown>>) => [{ enabled: true, type: 'lb_cookie', ...more }];
const SIX = ['/ws', '/a', '/b', '/c', '/d', '/e'];
const paths = (values: readonly string[]) => [
  { Field: 'path-pattern', PathPatternConfig: { Values: values } },
];
const pathsCondition = (values: readonly string[]) =>
  JSON.stringify([{ field: 'path-pattern', pathPatternConfig: { values } }]);

export const FAULTS: readonly Fault[] = [
  groupAttributes(
    'slow-start-algorithm',
    { 'slow_start.duration_seconds': '60', 'load_balancing.algorithm.type': 'least_outstanding_requests' },
    { 'slow_start.duration_seconds': '0', 'load_balancing.algorithm.type': 'least_outstanding_requests' },
    [
      { slow_start: 60, load_balancing_algorithm_type: 'least_outstanding_requests' },
      { slow_start: 0, load_balancing_algorithm_type: 'least_outstanding_requests' },
    ],
    'slow_start',
  ),
  groupAttributes(
    'anomaly-mitigation-algorithm',
    { 'load_balancing.algorithm.anomaly_mitigation': 'on' },
    { 'load_balancing.algorithm.anomaly_mitigation': 'off' },
    [{ load_balancing_anomaly_mitigation: 'on' }, { load_balancing_anomaly_mitigation: 'off' }],
    'load_balancing_anomaly_mitigation',
  ),
  groupAttributes(
    'stickiness-cross-zone',
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
      'load_balancing.cross_zone.enabled': 'false',
    },
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
      'load_balancing.cross_zone.enabled': 'true',
    },
    [
      { stickiness: sticky({}), load_balancing_cross_zone_enabled: 'false' },
      { stickiness: sticky({}), load_balancing_cross_zone_enabled: 'true' },
    ],
    'load_balancing_cross_zone_enabled',
  ),
  groupAttributes(
    'weighted-random-stickiness',
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'lb_cookie',
      'load_balancing.algorithm.type': 'weighted_random',
    },
    { 'stickiness.enabled': 'false', 'load_balancing.algorithm.type': 'weighted_random' },
    [
      { stickiness: sticky({}), load_balancing_algorithm_type: 'weighted_random' },
      { stickiness: sticky({ enabled: false }), load_balancing_algorithm_type: 'weighted_random' },
    ],
    'load_balancing_algorithm_type',
  ),
  groupAttributes(
    'app-cookie-name',
    { 'stickiness.enabled': 'true', 'stickiness.type': 'app_cookie' },
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.cookie_name': 'chat',
    },
    [
      { stickiness: sticky({ type: 'app_cookie' }) },
      { stickiness: sticky({ type: 'app_cookie', cookie_name: 'chat' }) },
    ],
    'stickiness.type',
  ),
  groupAttributes(
    'cookie-name-reserved',
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.cookie_name': 'AWSALBx',
    },
    {
      'stickiness.enabled': 'true',
      'stickiness.type': 'app_cookie',
      'stickiness.app_cookie.cookie_name': 'AWSx',
    },
    [
      { stickiness: sticky({ type: 'app_cookie', cookie_name: 'AWSALBx' }) },
      { stickiness: sticky({ type: 'app_cookie', cookie_name: 'AWSx' }) },
    ],
    'stickiness.cookie_name',
  ),
  groupAttributes(
    'draining-zero',
    { 'deregistration_delay.timeout_seconds': '0' },
    { 'deregistration_delay.timeout_seconds': '300' },
    [{ deregistration_delay: '0' }, { deregistration_delay: '300' }],
    'deregistration_delay',
  ),
  balancer(
    'attribute-value',
    { 'idle_timeout.timeout_seconds': '9999' },
    { 'idle_timeout.timeout_seconds': '4000' },
    [{ idle_timeout: 9999 }, { idle_timeout: 4000 }],
    'idle_timeout',
  ),
  balancer(
    'idle-timeout-short',
    { 'idle_timeout.timeout_seconds': '60' },
    { 'idle_timeout.timeout_seconds': '61' },
    [{ idle_timeout: 60 }, { idle_timeout: 61 }],
    'idle_timeout',
  ),
  balancer(
    'log-prefix',
    {
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': 'logs',
      'access_logs.s3.prefix': 'AWSLogs/chat',
    },
    { 'access_logs.s3.enabled': 'true', 'access_logs.s3.bucket': 'logs', 'access_logs.s3.prefix': 'chat' },
    [
      { access_logs: [{ enabled: true, bucket: 'logs', prefix: 'AWSLogs/chat' }] },
      { access_logs: [{ enabled: true, bucket: 'logs', prefix: 'chat' }] },
    ],
    'access_logs.prefix',
  ),
  healthCheck(
    'health-check-timeout',
    'HealthCheckIntervalSeconds',
    'interval',
    'healthcheck-interval-seconds',
    [5, 6],
  ),
  healthCheck('health-check-path', 'HealthCheckPath', 'path', 'healthcheck-path', ['health', '/health']),
  healthCheck('health-check-websocket', 'HealthCheckPath', 'path', 'healthcheck-path', ['/ws', '/healthz']),
  healthCheck(
    'property-value',
    'HealthyThresholdCount',
    'healthy_threshold',
    'healthy-threshold-count',
    [11, 10],
  ),
  policy('tls-policy-unknown', 'ELBSecurityPolicy-TLS13-1-2-2021-60', 'ELBSecurityPolicy-TLS13-1-2-2021-06'),
  policy('tls-policy-old', 'ELBSecurityPolicy-TLS-1-0-2015-04', 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06'),
  {
    code: 'tls-policy-omitted',
    cloudformation: { listener: { SslPolicy: { Ref: 'AWS::NoValue' } } },
    terraform: { listener: { ssl_policy: undefined } },
    kubernetes: { annotations: { 'ssl-policy': null } },
    at: { terraform: 'aws_lb_listener.https', kubernetes: 'Ingress prod/chat' },
  },
  {
    code: 'https-certificate',
    cloudformation: { listener: { Certificates: [] } },
    terraform: { listener: { certificate_arn: null } },
    at: { terraform: 'aws_lb_listener.https protocol' },
  },
  {
    code: 'mutual-tls-trust-store',
    cloudformation: { listener: { MutualAuthentication: { Mode: 'verify' } } },
    terraform: { listener: { mutual_authentication: [{ mode: 'verify' }] } },
    kubernetes: { annotations: { 'mutual-authentication': '[{"port":443,"mode":"verify"}]' } },
    right: {
      cloudformation: { listener: { MutualAuthentication: { Mode: 'passthrough' } } },
      terraform: { listener: { mutual_authentication: [{ mode: 'passthrough' }] } },
      kubernetes: { annotations: { 'mutual-authentication': '[{"port":443,"Mode":"passthrough"}]' } },
    },
    at: {
      terraform: 'aws_lb_listener.https mutual_authentication.mode',
      kubernetes: annotation('mutual-authentication'),
    },
  },
  {
    code: 'websocket-protocol-version',
    cloudformation: { targetGroup: { ProtocolVersion: 'HTTP2' } },
    terraform: { targetGroup: { protocol_version: 'HTTP2' } },
    kubernetes: { service: { 'backend-protocol-version': 'HTTP2' } },
    right: {
      cloudformation: { targetGroup: { ProtocolVersion: 'HTTP1' } },
      terraform: { targetGroup: { protocol_version: 'HTTP1' } },
      kubernetes: {
        annotations: { 'backend-protocol-version': 'HTTP2' },
        service: { 'backend-protocol-version': 'HTTP1' },
      },
    },
    at: {
      terraform: 'aws_lb_target_group.chat protocol_version',
      kubernetes: 'Service prod/chat alb.ingress.kubernetes.io/backend-protocol-version',
    },
  },
  {
    code: 'target-optimizer-websocket',
    cloudformation: { targetGroup: { TargetControlPort: 3000 } },
    terraform: { targetGroup: { target_control_port: 3000 } },
    kubernetes: { annotations: { 'target-control-port.chat.8080': '3000' } },
    right: { kubernetes: { annotations: { 'target-control-port.api.8080': '3000' } } },
    at: {
      terraform: 'aws_lb_target_group.chat target_control_port',
      kubernetes: annotation('target-control-port.chat.8080'),
    },
  },
  {
    code: 'rule-condition-values',
    cloudformation: { rule: { Conditions: paths(SIX) } },
    terraform: { rule: { condition: [{ path_pattern: [{ values: SIX }] }] } },
    // A prefix counts as two of the five.
    kubernetes: { annotations: { 'conditions.chat': pathsCondition(SIX.slice(0, 4)) } },
    right: {
      cloudformation: { rule: { Conditions: paths(SIX.slice(1)) } },
      terraform: { rule: { condition: [{ path_pattern: [{ values: SIX.slice(1) }] }] } },
      kubernetes: { annotations: { 'conditions.chat': pathsCondition(SIX.slice(0, 3)) } },
    },
    at: { terraform: 'aws_lb_listener_rule.ws condition', kubernetes: 'Ingress prod/chat spec.rules' },
  },
  {
    code: 'rule-shadowed',
    cloudformation: {
      more: {
        Later: {
          Type: 'AWS::ElasticLoadBalancingV2::ListenerRule',
          Properties: {
            ListenerArn: { Ref: 'ChatListener' },
            Priority: 20,
            Conditions: paths(['/ws/chat']),
            Actions: [{ Type: 'forward', TargetGroupArn: { Ref: 'ChatTargetGroup' } }],
          },
        },
      },
    },
    terraform: {
      more: [
        {
          type: 'aws_lb_listener_rule',
          name: 'later',
          values: {
            listener_arn: undefined,
            priority: 20,
            condition: [{ path_pattern: [{ values: ['/ws/chat'] }] }],
            action: [{ type: 'forward', target_group_arn: undefined, forward: [] }],
          },
          references: {
            listener_arn: 'aws_lb_listener.https.arn',
            target_group_arn: 'aws_lb_target_group.chat.arn',
          },
        },
      ],
    },
    kubernetes: {
      annotations: { 'group.name': 'shared' },
      more: [
        ingress('later', { 'group.name': 'shared', 'group.order': '5', 'listen-ports': '[{"HTTPS":443}]' }, [
          '/ws/chat',
        ]),
      ],
    },
    right: {
      // The longer path comes first.
      kubernetes: {
        annotations: { 'group.name': 'shared' },
        more: [
          ingress(
            'later',
            { 'group.name': 'shared', 'group.order': '-5', 'listen-ports': '[{"HTTPS":443}]' },
            ['/ws/chat'],
          ),
        ],
      },
    },
    at: { terraform: 'aws_lb_listener_rule.later', kubernetes: 'Ingress prod/later spec.rules' },
  },
  {
    code: 'forward-weights-zero',
    cloudformation: {
      rule: {
        Actions: [
          {
            Type: 'forward',
            ForwardConfig: { TargetGroups: [{ TargetGroupArn: { Ref: 'ChatTargetGroup' }, Weight: 0 }] },
          },
        ],
      },
    },
    terraform: {
      rule: {
        action: [
          {
            type: 'forward',
            forward: [{ stickiness: [], target_group: [{ arn: 'arn:aws:x:targetgroup/a/1', weight: 0 }] }],
          },
        ],
      },
    },
    at: { terraform: 'aws_lb_listener_rule.ws action.type' },
  },
];
