// What CloudFormation's words are called in manifests of the AWS Load Balancer Controller.
import type { Notation } from '../check/notation.ts';
import { PREFIX } from './annotations.ts';

const annotation = (name: string): string => PREFIX + name;

export const KUBERNETES: Notation = {
  name: 'kubernetes',
  terms: {
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
    TargetGroupStickinessConfig: 'targetGroupStickinessConfig',
    DurationSeconds: 'durationSeconds',
    ForwardConfig: 'forwardConfig',
    TargetGroupArn: 'targetGroupARN',
    'the template': 'the manifests',
    'this template': 'these manifests',
    'the stack is deployed': 'the controller applies it',
    'the stack fails': 'the controller fails',
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
      remedy:
        'Set idle_timeout.timeout_seconds in alb.ingress.kubernetes.io/load-balancer-attributes above twice the interval of your application’s pings, such as 4000 with a ping every 30 s, and the HTTP keep-alive timeout of the servers above it.',
    },
    'tls-only': {
      remedy:
        'Set alb.ingress.kubernetes.io/ssl-redirect to the port of an HTTPS listener, and let clients connect to wss://.',
    },
    'tls-policy-omitted': {
      why: 'Without a policy the controller asks for ELBSecurityPolicy-2016-08: TLS 1.0 to 1.2, no 1.3, unless its flag --default-ssl-policy says otherwise.',
    },
  },
};
