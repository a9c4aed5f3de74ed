// Settings that meet each rule of ELB, and settings that break it. test/alb checks them directly, test/check as templates.

/** Attributes and properties by name, as in `alb/*-settings.ts`. */
export type Sample = Record<string, string>;
const STICKY = { 'stickiness.enabled': 'true' };
const DNS = 'target_group_health.dns_failover.minimum_healthy_targets';
const ROUTING = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';
const CERT = { 'Certificates.CertificateArn': 'arn' };

/** By code. There are no samples for "not applicable": every rule is also tried with values known only at deploy time. */
export const RULE_SAMPLES: Record<
  string,
  { met: Sample[]; violated: Sample[]; notApplicable?: Sample[] } | undefined
> = {
  'dualstack-without-public-ipv4-internal': {
    met: [
      { IpAddressType: 'dualstack', Scheme: 'internal' },
      { IpAddressType: 'dualstack-without-public-ipv4' },
    ],
    violated: [{ IpAddressType: 'dualstack-without-public-ipv4', Scheme: 'internal' }],
  },
  'slow-start-algorithm': {
    met: [
      {},
      { 'slow_start.duration_seconds': '30' },
      { 'load_balancing.algorithm.type': 'least_outstanding_requests' },
    ],
    violated: [
      { 'slow_start.duration_seconds': '30', 'load_balancing.algorithm.type': 'least_outstanding_requests' },
      { 'slow_start.duration_seconds': '900', 'load_balancing.algorithm.type': 'weighted_random' },
    ],
  },
  'weighted-random-stickiness': {
    met: [{ 'load_balancing.algorithm.type': 'weighted_random' }, STICKY],
    violated: [{ 'load_balancing.algorithm.type': 'weighted_random', ...STICKY }],
  },
  'anomaly-mitigation-algorithm': {
    met: [
      {
        'load_balancing.algorithm.anomaly_mitigation': 'on',
        'load_balancing.algorithm.type': 'weighted_random',
      },
      {},
    ],
    violated: [{ 'load_balancing.algorithm.anomaly_mitigation': 'on' }],
  },
  'stickiness-cross-zone': {
    met: [{ 'load_balancing.cross_zone.enabled': 'false' }, STICKY],
    violated: [{ 'load_balancing.cross_zone.enabled': 'false', ...STICKY }],
  },
  'app-cookie-name': {
    met: [{ ...STICKY, 'stickiness.type': 'app_cookie', 'stickiness.app_cookie.cookie_name': 'A' }],
    violated: [{ ...STICKY, 'stickiness.type': 'app_cookie' }],
    notApplicable: [{ 'stickiness.type': 'app_cookie' }, { ...STICKY, 'stickiness.type': 'lb_cookie' }],
  },
  'lambda-websocket': { met: [{}, { TargetType: 'ip' }], violated: [{ TargetType: 'lambda' }] },
  'lambda-cross-zone': {
    met: [{ TargetType: 'lambda' }],
    violated: [{ TargetType: 'lambda', 'load_balancing.cross_zone.enabled': 'false' }],
    notApplicable: [{ 'load_balancing.cross_zone.enabled': 'false' }],
  },
  'lambda-multi-value-headers': {
    met: [{ TargetType: 'lambda', 'lambda.multi_value_headers.enabled': 'true' }, {}],
    violated: [{ 'lambda.multi_value_headers.enabled': 'true' }],
  },
  'websocket-protocol-version': {
    met: [{}, { ProtocolVersion: 'HTTP1' }],
    violated: [{ ProtocolVersion: 'HTTP2' }, { ProtocolVersion: 'GRPC' }],
  },
  'target-optimizer-websocket': { met: [{}], violated: [{ TargetControlPort: '3000' }] },
  'health-check-timeout': {
    met: [{ HealthCheckTimeoutSeconds: '29' }, {}, { HealthCheckIntervalSeconds: '6' }],
    violated: [
      { HealthCheckTimeoutSeconds: '30' },
      { HealthCheckTimeoutSeconds: '9', HealthCheckIntervalSeconds: '5' },
      { HealthCheckIntervalSeconds: '5' },
    ],
  },
  'health-check-disabled': {
    met: [{}, { HealthCheckEnabled: 'false', TargetType: 'lambda' }],
    violated: [{ HealthCheckEnabled: 'false' }],
  },
  'dns-failover-threshold': {
    notApplicable: [{}, { [`${ROUTING}.count`]: '3' }, { [`${DNS}.percentage`]: '50' }],
    met: [
      { [`${DNS}.count`]: '3', [`${ROUTING}.count`]: '3' },
      { [`${DNS}.count`]: 'off', [`${ROUTING}.count`]: '9' },
    ],
    violated: [
      { [`${DNS}.count`]: '2', [`${ROUTING}.count`]: '3' },
      { [`${DNS}.percentage`]: '10', [`${ROUTING}.percentage`]: '20' },
    ],
  },
  'https-certificate': {
    met: [{ Protocol: 'HTTPS', ...CERT }],
    violated: [{ Protocol: 'HTTPS' }],
    notApplicable: [{ Protocol: 'HTTP' }],
  },
  'http-tls-settings': {
    met: [{ Protocol: 'HTTP' }],
    violated: [
      { Protocol: 'HTTP', ...CERT },
      { Protocol: 'HTTP', 'MutualAuthentication.Mode': 'verify' },
    ],
    notApplicable: [{ Protocol: 'HTTPS', ...CERT }],
  },
  'mutual-tls-trust-store': {
    met: [{ 'MutualAuthentication.Mode': 'verify', 'MutualAuthentication.TrustStoreArn': 'arn' }],
    violated: [{ 'MutualAuthentication.Mode': 'verify' }],
    notApplicable: [{ 'MutualAuthentication.Mode': 'passthrough' }, {}],
  },
  'mutual-tls-verify-options': {
    met: [{}, { 'MutualAuthentication.Mode': 'verify', 'MutualAuthentication.TrustStoreArn': 'arn' }],
    violated: [
      { 'MutualAuthentication.Mode': 'passthrough', 'MutualAuthentication.AdvertiseTrustStoreCaNames': 'on' },
    ],
  },
  'tls-policy-unknown': {
    met: [{ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }],
    violated: [{ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-O6' }],
    notApplicable: [{ Protocol: 'HTTP' }],
  },
  'tls-policy-old': {
    met: [{ Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }],
    violated: [
      { Protocol: 'HTTPS' },
      { Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-TLS13-1-0-2021-06' },
    ],
    notApplicable: [{ Protocol: 'HTTP' }, { Protocol: 'HTTPS', SslPolicy: 'ELBSecurityPolicy-NEW' }],
  },
};
