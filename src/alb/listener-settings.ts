import { PORT } from './limits.ts';
import type { Setting, SettingTable } from './setting.ts';
import { cloudFormation, userGuide } from './sources.ts';
import { TLS_POLICY_API_DEFAULT } from './tls-policies.ts';

const headers = userGuide('header-modification');
const resource = cloudFormation('aws-resource-elasticloadbalancingv2-listener');

// "The value is at most 1 KB", in these characters; an empty value restores the default.
const headerValue = (): Setting => ({
  values: {
    kind: 'string',
    pattern: /^[a-zA-Z0-9_ :;.,\\/'?!(){}[\]@<>=\-+*#&`|~^%]*$/,
    maxLength: 1024,
    words:
      "at most 1024 letters, digits, spaces and _ : ; . , \\ / ' ? ! ( ) { } [ ] @ < > = - + * # & ` | ~ ^ %",
  },
  source: headers,
});

const RESPONSE_HEADERS = [
  'strict_transport_security',
  'access_control_allow_origin',
  'access_control_allow_methods',
  'access_control_allow_headers',
  'access_control_allow_credentials',
  'access_control_expose_headers',
  'access_control_max_age',
  'content_security_policy',
  'x_content_type_options',
  'x_frame_options',
];

const REQUEST_HEADERS = [
  'x_amzn_mtls_clientcert',
  'x_amzn_mtls_clientcert_serial_number',
  'x_amzn_mtls_clientcert_issuer',
  'x_amzn_mtls_clientcert_subject',
  'x_amzn_mtls_clientcert_validity',
  'x_amzn_mtls_clientcert_leaf',
  'x_amzn_tls_version',
  'x_amzn_tls_cipher_suite',
];

/** Attributes that every listener of an Application Load Balancer has. */
export const LISTENER_ATTRIBUTES: SettingTable = {
  'routing.http.response.server.enabled': {
    values: { kind: 'boolean' },
    default: 'true',
    configKey: 'listener.https.hideServerHeader',
    source: headers,
  },
  ...Object.fromEntries(
    RESPONSE_HEADERS.map((name) => [`routing.http.response.${name}.header_value`, headerValue()]),
  ),
};

/** Attributes of listeners of Network and Gateway Load Balancers; ELB rejects them here. */
export const NOT_FOR_APPLICATION_LISTENERS: readonly string[] = [
  'tcp.idle_timeout.seconds',
  'send_tcp_reset.on_idle_timeout.enabled',
];

// HTTP field names, as RFC 9110 defines them.
const headerName = (): Setting => ({
  values: {
    kind: 'string',
    pattern: /^[A-Za-z0-9!#$%&'*+\-.^_`|~]*$/,
    maxLength: 1024,
    words: "the name of a header: letters, digits and ! # $ % & ' * + - . ^ _ ` | ~",
  },
  source: userGuide('enable-header-modification'),
});

/** Attributes of HTTPS listeners only: names of the headers that pass TLS information to the target. */
export const HTTPS_LISTENER_ATTRIBUTES: SettingTable = Object.fromEntries(
  REQUEST_HEADERS.map((name) => [`routing.http.request.${name}.header_name`, headerName()]),
);

/** Properties of AWS::ElasticLoadBalancingV2::Listener that rules use. */
export const LISTENER_PROPERTIES = {
  Port: { values: PORT, configKey: 'listener.https.port', source: resource },
  Protocol: {
    values: { kind: 'enum', values: ['HTTP', 'HTTPS'] },
    configKey: 'listener.https',
    source: resource,
  },
  SslPolicy: {
    values: {
      kind: 'string',
      pattern: /^ELBSecurityPolicy-[A-Za-z0-9-]+$/,
      words: 'the name of a TLS security policy, "ELBSecurityPolicy-…"',
    },
    default: TLS_POLICY_API_DEFAULT,
    configKey: 'listener.https.sslPolicy',
    source: userGuide('describe-ssl-policies'),
  },
  'Certificates.CertificateArn': {
    values: { kind: 'string', words: 'the ARN of a certificate in ACM or IAM' },
    configKey: 'listener.https.certificateArn',
    source: resource,
  },
  'MutualAuthentication.Mode': {
    values: { kind: 'enum', values: ['off', 'passthrough', 'verify'] },
    default: 'off',
    configKey: 'listener.https.mutualTls.mode',
    source: resource,
  },
  'MutualAuthentication.TrustStoreArn': {
    values: { kind: 'string', words: 'the ARN of a trust store' },
    configKey: 'listener.https.mutualTls.trustStoreArn',
    source: resource,
  },
  'MutualAuthentication.IgnoreClientCertificateExpiry': {
    values: { kind: 'boolean' },
    configKey: 'listener.https.mutualTls.ignoreClientCertificateExpiry',
    source: resource,
  },
  'MutualAuthentication.AdvertiseTrustStoreCaNames': {
    values: { kind: 'enum', values: ['on', 'off'] },
    configKey: 'listener.https.mutualTls.advertiseTrustStoreCaNames',
    source: resource,
  },
} as const satisfies SettingTable;
