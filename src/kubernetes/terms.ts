// The terms that manifests of the AWS Load Balancer Controller use in place of CloudFormation's.
import { TLS_POLICY_API_DEFAULT, TLS_POLICY_RECOMMENDED } from '../alb/tls-policies.ts';
import type { Notation } from '../check/notation.ts';
import { PREFIX } from './annotations.ts';

const annotation = (name: string): string => PREFIX + name;

/** Terms that are the same for Ingresses and Gateways. */
const COMMON = {
  TargetGroupStickinessConfig: 'targetGroupStickinessConfig',
  DurationSeconds: 'durationSeconds',
  ForwardConfig: 'forwardConfig',
  'the template': 'the manifests',
  'this template': 'these manifests',
  'the stack is deployed': 'the controller applies it',
  'the stack fails': 'the controller fails',
} as const;

/** The controller numbers the rules itself. */
const SHADOWED = 'Remove one of the two, or narrow the first: the controller numbers the rules itself';
const POLICY_OMITTED = `Without a policy the controller asks for ${TLS_POLICY_API_DEFAULT}: TLS 1.0 to 1.2, no 1.3, unless its flag --default-ssl-policy says otherwise.`;
const IDLE_TIMEOUT =
  'above twice the interval of your application’s pings, such as 4000 with a ping every 30 s, and the HTTP keep-alive timeout of the servers above it.';

/** Fields of LoadBalancerConfiguration, TargetGroupConfiguration and ListenerRuleConfiguration. */
const GATEWAY: NonNullable<Notation['dialects']>[number] = {
  kinds: ['Gateway', 'HTTPRoute', 'GRPCRoute', 'LoadBalancerConfiguration', 'TargetGroupConfiguration'],
  terms: {
    ...COMMON,
    LoadBalancerAttributes: 'loadBalancerAttributes',
    TargetGroupAttributes: 'targetGroupAttributes',
    ListenerAttributes: 'listenerAttributes',
    Scheme: 'scheme',
    IpAddressType: 'ipAddressType',
    SecurityGroups: 'securityGroups',
    Subnets: 'loadBalancerSubnets',
    SslPolicy: 'sslPolicy',
    'Certificates.CertificateArn': 'defaultCertificate',
    TargetType: 'targetType',
    ProtocolVersion: 'protocolVersion',
    TargetControlPort: 'targetControlPort',
    HealthCheckPath: 'healthCheckPath',
    HealthCheckPort: 'healthCheckPort',
    HealthCheckProtocol: 'healthCheckProtocol',
    HealthCheckIntervalSeconds: 'healthCheckInterval',
    HealthCheckTimeoutSeconds: 'healthCheckTimeout',
    HealthyThresholdCount: 'healthyThresholdCount',
    UnhealthyThresholdCount: 'unhealthyThresholdCount',
    'Matcher.HttpCode': 'matcher.httpCode',
    'Matcher.GrpcCode': 'matcher.grpcCode',
    'MutualAuthentication.Mode': 'mutualAuthentication.mode',
    'MutualAuthentication.TrustStoreArn': 'mutualAuthentication.trustStore',
    'MutualAuthentication.IgnoreClientCertificateExpiry':
      'mutualAuthentication.ignoreClientCertificateExpiry',
    'MutualAuthentication.AdvertiseTrustStoreCaNames': 'mutualAuthentication.advertiseTrustStoreCaNames',
    OnUnauthenticatedRequest: 'onUnauthenticatedRequest',
    TargetGroupArn: 'backendRefs',
  },
  answers: {
    'access-logs': {
      remedy:
        'Set access_logs.s3.enabled to true and access_logs.s3.bucket in loadBalancerAttributes of the LoadBalancerConfiguration: SSE-S3, and a policy for the log delivery service.',
    },
    'deletion-protection': {
      why: 'A Gateway that is deleted by mistake takes the load balancer, its DNS name and all sockets with it.',
      remedy:
        'Set deletion_protection.enabled to true in loadBalancerAttributes of the LoadBalancerConfiguration; the Gateway can be deleted once it is false again.',
    },
    'idle-timeout-short': {
      remedy: `Set idle_timeout.timeout_seconds in loadBalancerAttributes of the LoadBalancerConfiguration ${IDLE_TIMEOUT}`,
    },
    'rule-shadowed': {
      remedy: `${SHADOWED}, by host, kind and length of the path, method, headers and query.`,
    },
    'tls-only': {
      remedy:
        'Attach a route with a filter RequestRedirect to https to the listener for HTTP, and name the listener for HTTPS in sectionName of the others; let clients connect to wss://.',
    },
    'tls-policy-omitted': {
      why: POLICY_OMITTED,
      remedy: `Set sslPolicy in listenerConfigurations of the LoadBalancerConfiguration; AWS recommends ${TLS_POLICY_RECOMMENDED}.`,
    },
  },
};

export const KUBERNETES: Notation = {
  name: 'kubernetes',
  dialects: [GATEWAY],
  terms: {
    ...COMMON,
    LoadBalancerAttributes: annotation('load-balancer-attributes'),
    TargetGroupAttributes: annotation('target-group-attributes'),
    ListenerAttributes: annotation('listener-attributes'),
    Scheme: annotation('scheme'),
    IpAddressType: annotation('ip-address-type'),
    SecurityGroups: annotation('security-groups'),
    Subnets: annotation('subnets'),
    SslPolicy: annotation('ssl-policy'),
    'Certificates.CertificateArn': annotation('certificate-arn'),
    TargetType: annotation('target-type'),
    ProtocolVersion: annotation('backend-protocol-version'),
    TargetControlPort: annotation('target-control-port'),
    HealthCheckPath: annotation('healthcheck-path'),
    HealthCheckPort: annotation('healthcheck-port'),
    HealthCheckProtocol: annotation('healthcheck-protocol'),
    HealthCheckIntervalSeconds: annotation('healthcheck-interval-seconds'),
    HealthCheckTimeoutSeconds: annotation('healthcheck-timeout-seconds'),
    HealthyThresholdCount: annotation('healthy-threshold-count'),
    UnhealthyThresholdCount: annotation('unhealthy-threshold-count'),
    'Matcher.HttpCode': annotation('success-codes'),
    'Matcher.GrpcCode': annotation('success-codes'),
    'MutualAuthentication.Mode': 'mode in alb.ingress.kubernetes.io/mutual-authentication',
    'MutualAuthentication.TrustStoreArn': 'trustStore in alb.ingress.kubernetes.io/mutual-authentication',
    'MutualAuthentication.IgnoreClientCertificateExpiry':
      'ignoreClientCertificateExpiry in alb.ingress.kubernetes.io/mutual-authentication',
    'MutualAuthentication.AdvertiseTrustStoreCaNames':
      'advertiseTrustStoreCaNames in alb.ingress.kubernetes.io/mutual-authentication',
    OnUnauthenticatedRequest: annotation('auth-on-unauthenticated-request'),
    TargetGroupArn: 'targetGroupARN',
  },
  answers: {
    'access-logs': {
      remedy:
        'Set access_logs.s3.enabled=true and access_logs.s3.bucket in alb.ingress.kubernetes.io/load-balancer-attributes: SSE-S3, and a policy for the log delivery service.',
    },
    'deletion-protection': {
      why: 'An Ingress that is deleted by mistake takes the load balancer, its DNS name and all sockets with it.',
      remedy:
        'Set deletion_protection.enabled=true in alb.ingress.kubernetes.io/load-balancer-attributes; the Ingress can be deleted once it is false again.',
    },
    'idle-timeout-short': {
      remedy: `Set idle_timeout.timeout_seconds in alb.ingress.kubernetes.io/load-balancer-attributes ${IDLE_TIMEOUT}`,
    },
    'rule-shadowed': {
      remedy: `${SHADOWED}: Ingresses by group.order, exact paths of a host before prefixes, and those by their length.`,
    },
    'tls-only': {
      remedy:
        'Set alb.ingress.kubernetes.io/ssl-redirect to the port of an HTTPS listener, and let clients connect to wss://.',
    },
    'tls-policy-omitted': {
      why: POLICY_OMITTED,
    },
  },
};
