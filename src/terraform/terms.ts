// Terraform's names for CloudFormation's terms.
import type { Notation } from '../check/notation.ts';
import { HEALTH_CHECK_ARGUMENTS, LOAD_BALANCER_ARGUMENTS, TARGET_GROUP_ARGUMENTS } from './load-balancer.ts';
import { LISTENER_ARGUMENTS } from './listeners.ts';

const inverted = (names: Readonly<Record<string, string>>, prefix = ''): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([argument, word]) => [word, prefix + argument]));

const LOGS = Object.fromEntries(
  ['access_logs', 'connection_logs', 'health_check_logs'].flatMap((log) =>
    ['enabled', 'bucket', 'prefix'].map((name) => [`${log}.s3.${name}`, `${log}.${name}`]),
  ),
);

const HEALTH_STATES = Object.fromEntries(
  ['dns_failover', 'unhealthy_state_routing'].flatMap((state) =>
    ['count', 'percentage'].map((unit) => [
      `target_group_health.${state}.minimum_healthy_targets.${unit}`,
      `target_group_health.${state}.minimum_healthy_targets_${unit}`,
    ]),
  ),
);

export const TERRAFORM: Notation = {
  name: 'terraform',
  terms: {
    ...inverted(LOAD_BALANCER_ARGUMENTS),
    ...inverted(TARGET_GROUP_ARGUMENTS),
    ...inverted(HEALTH_CHECK_ARGUMENTS, 'health_check.'),
    ...inverted(LISTENER_ARGUMENTS),
    ...LOGS,
    ...HEALTH_STATES,
    'stickiness.app_cookie.cookie_name': 'stickiness.cookie_name',
    'stickiness.app_cookie.duration_seconds': 'stickiness.cookie_duration',
    'stickiness.lb_cookie.duration_seconds': 'stickiness.cookie_duration',
    'Matcher.HttpCode': 'health_check.matcher',
    'Matcher.GrpcCode': 'health_check.matcher',
    'Certificates.CertificateArn': 'certificate_arn',
    'MutualAuthentication.Mode': 'mutual_authentication.mode',
    'MutualAuthentication.TrustStoreArn': 'mutual_authentication.trust_store_arn',
    'MutualAuthentication.IgnoreClientCertificateExpiry':
      'mutual_authentication.ignore_client_certificate_expiry',
    'MutualAuthentication.AdvertiseTrustStoreCaNames': 'mutual_authentication.advertise_trust_store_ca_names',
    LoadBalancerAttributes: 'aws_lb',
    SecurityGroups: 'security_groups',
    Subnets: 'subnets',
    SubnetMappings: 'subnet_mapping',
    IpAddressType: 'ip_address_type',
    Scheme: 'internal',
    TargetType: 'target_type',
    ProtocolVersion: 'protocol_version',
    TargetControlPort: 'target_control_port',
    VpcId: 'vpc_id',
    Port: 'port',
    Protocol: 'protocol',
    Priority: 'priority',
    'has no Tags': 'has no tags',
    'Add Tags': 'Add tags',
    'Name is': 'name is',
    AvailabilityZone: 'availability_zone',
    CidrIp: 'cidr_blocks',
    SslPolicy: 'ssl_policy',
    Certificates: 'certificate_arn',
    DefaultActions: 'default_action',
    ForwardConfig: 'forward',
    TargetGroupArn: 'target_group_arn',
    'ForwardConfig.TargetGroupStickinessConfig': 'forward.stickiness',
    TargetGroupStickinessConfig: 'forward.stickiness',
    DurationSeconds: 'duration',
    OnUnauthenticatedRequest: 'on_unauthenticated_request',
    RegexValues: 'regex_values',
    'AWS::S3::BucketPolicy': 'aws_s3_bucket_policy',
    'AWS::Logs::DeliverySource': 'aws_cloudwatch_log_delivery_source',
    'AWS::ElasticLoadBalancingV2::ListenerCertificate': 'aws_lb_listener_certificate',
    'AWS::ElasticLoadBalancingV2::ListenerRule': 'aws_lb_listener_rule',
    LoadBalancerFullName: 'arn_suffix',
    TargetGroupFullName: 'arn_suffix',
    TreatMissingData: 'treat_missing_data',
    AlarmActions: 'alarm_actions',
    DashboardBody: 'dashboard_body',
    SSEAlgorithm: 'sse_algorithm',
    HealthCheckType: 'health_check_type',
    HealthCheckGracePeriod: 'health_check_grace_period',
    HealthCheckGracePeriodSeconds: 'health_check_grace_period_seconds',
    LaunchType: 'launch_type',
    CapacityProviderStrategy: 'capacity_provider_strategy',
    MinimumHealthyPercent: 'deployment_minimum_healthy_percent',
    MaximumPercent: 'deployment_maximum_percent',
    DeploymentCircuitBreaker: 'deployment_circuit_breaker',
    StopTimeout: 'stopTimeout',
    ExecutionRoleArn: 'execution_role_arn',
    TaskRoleArn: 'task_role_arn',
    ContainerPort: 'container_port',
    ContainerName: 'container_name',
    MinCapacity: 'min_capacity',
    ScaleInCooldown: 'scale_in_cooldown',
    DisableScaleIn: 'disable_scale_in',
    ScalableDimension: 'scalable_dimension',
    ResourceId: 'resource_id',
    'the stack': 'the apply',
    'The stack': 'The apply',
    'A stack': 'A configuration',
    'the template': 'the plan',
    'this template': 'this plan',
    'the stack is deployed': 'the plan is applied',
  },
  answers: {
    'access-logs': {
      remedy:
        'Write enabled = true in access_logs, whose default is false even with a bucket: SSE-S3, and a policy for the log delivery service.',
    },
    'deletion-protection': {
      why: 'A destroy or a replacement by mistake takes the load balancer, its DNS name and all sockets with it.',
      remedy: 'Set enable_deletion_protection to true in production; a destroy works once it is false again.',
    },
    'load-balancer-name': {
      remedy: 'Leave name out, or write name_prefix: the provider makes one that is free.',
    },
    'metric-dimensions': { remedy: 'Use arn_suffix of aws_lb and aws_lb_target_group.' },
    'target-group-name': {
      remedy: 'Leave name out, or write name_prefix: the provider makes one that is free.',
    },
    'tls-policy-omitted': {
      why: 'A listener that is created through the API without a policy gets ELBSecurityPolicy-2016-08: TLS 1.0 to 1.2, no 1.3. The console’s default is another.',
    },
    'scaling-resource-id': {
      remedy: 'Write resource_id = "service/CLUSTER/SERVICE" with the names of both.',
    },
  },
};
