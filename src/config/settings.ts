// Translates a config to ELB's attributes and properties. The template and the rules both start from these maps, so
// each key is translated once.
import { MAX_ATTRIBUTES } from '../alb/limits.ts';
import { LISTENER_PROPERTIES } from '../alb/listener-settings.ts';
import { LOAD_BALANCER_ATTRIBUTES, LOAD_BALANCER_PROPERTIES } from '../alb/load-balancer-settings.ts';
import type { Settings, SettingTable } from '../alb/setting.ts';
import { TARGET_GROUP_ATTRIBUTES, TARGET_GROUP_PROPERTIES } from '../alb/target-group-settings.ts';
import { healthCheckProtocol, logDestinations, logPrefixes } from './derived.ts';
import { valueAt } from './path.ts';
import type { Config } from './schema/index.ts';
import type { ProtocolVersion } from './target-groups.ts';

/** Settings whose value is the same in the config. */
function direct(config: Config, table: SettingTable): Map<string, string> {
  const settings = new Map<string, string>();
  for (const [key, { configKey }] of Object.entries(table)) {
    const value = configKey === undefined ? undefined : valueAt(config, configKey.split('.'));
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      settings.set(key, String(value));
  }
  return settings;
}

/** The attributes of the load balancer, in table order. The bucket of a log is included only if it is an existing one. */
export function loadBalancerAttributes(config: Config): Map<string, string> {
  const attributes = direct(config, LOAD_BALANCER_ATTRIBUTES);
  for (const { attribute, prefix } of logDestinations(config)) {
    attributes.set(`${attribute}.enabled`, String(prefix !== undefined));
    if (prefix === undefined) attributes.delete(`${attribute}.bucket`);
  }
  return fitted(config, inTableOrder(attributes, LOAD_BALANCER_ATTRIBUTES));
}

/**
 * The number of attributes that ELB takes is limited, and three logs plus everything else exceed it by one. So the
 * least informative ones are dropped: attributes at ELB's own default, starting from the end of the table.
 */
function fitted(config: Config, attributes: Map<string, string>): Map<string, string> {
  const table: SettingTable = LOAD_BALANCER_ATTRIBUTES;
  let excess = excessOf(config, attributes);
  const dispensable = [...attributes].filter(
    ([key, value]) => !key.includes('_logs.') && table[key]?.default === value,
  );
  for (const [key] of dispensable.toReversed()) {
    if (excess-- <= 0) break;
    attributes.delete(key);
  }
  return attributes;
}

/** How many attributes exceed the limit, counting the log buckets that the template adds. */
function excessOf(config: Config, attributes: ReadonlyMap<string, string>): number {
  const buckets = config.logs.bucket === undefined ? logPrefixes(config).length : 0;
  return attributes.size + buckets - MAX_ATTRIBUTES;
}

/** How many attributes the load balancer would have beyond ELB's limit; 0 if they fit. */
export const attributesBeyondLimit = (config: Config): number =>
  Math.max(0, excessOf(config, loadBalancerAttributes(config)));

/** The attributes of the target group, in table order. */
export function targetGroupAttributes(config: Config): Map<string, string> {
  const attributes = direct(config, TARGET_GROUP_ATTRIBUTES);
  const { stickiness, anomalyMitigation } = config.target;
  attributes.set('load_balancing.algorithm.anomaly_mitigation', anomalyMitigation ? 'on' : 'off');
  attributes.set('stickiness.enabled', String(stickiness.type !== 'none'));
  if (stickiness.type === 'none') attributes.delete('stickiness.type');
  if (stickiness.type !== 'app_cookie') attributes.delete('stickiness.app_cookie.duration_seconds');
  if (stickiness.type !== 'lb_cookie') attributes.delete('stickiness.lb_cookie.duration_seconds');
  return inTableOrder(attributes, TARGET_GROUP_ATTRIBUTES);
}

function inTableOrder(attributes: Map<string, string>, table: SettingTable): Map<string, string> {
  const ordered = new Map<string, string>();
  for (const key of Object.keys(table)) {
    const value = attributes.get(key);
    if (value !== undefined) ordered.set(key, value);
  }
  return ordered;
}

/** Attributes and properties of the load balancer, for the rules. */
export const loadBalancerSettings = (config: Config): Settings =>
  new Map([...loadBalancerAttributes(config), ...direct(config, LOAD_BALANCER_PROPERTIES)]);

/** Attributes and properties of the target group, for the rules; `version` is the HTTP version. */
export function targetGroupSettings(config: Config, version: ProtocolVersion = 'HTTP1'): Settings {
  const settings = new Map([
    ...targetGroupAttributes(config),
    ...direct(config, TARGET_GROUP_PROPERTIES),
    ['HealthCheckProtocol', healthCheckProtocol(config)] as const,
  ]);
  if (version === 'HTTP1') return settings;
  settings.set('ProtocolVersion', version);
  if (version === 'GRPC') {
    settings.set('Matcher.GrpcCode', settings.get('Matcher.HttpCode') ?? '');
    settings.delete('Matcher.HttpCode');
  }
  return settings;
}

/** Placeholder for the ARN of something that the template creates or takes as a parameter. */
const CREATED = '(created or given)';

/** The attributes of every listener. */
const listenerAttributes = ({ listener: { https } }: Config): Map<string, string> =>
  new Map([['routing.http.response.server.enabled', String(https === false || !https.hideServerHeader)]]);

/** The attributes of the HTTP listener. No HSTS, because browsers ignore it over plain HTTP. */
export const httpListenerAttributes = listenerAttributes;

/** The attributes of the HTTPS listener. */
export function httpsListenerAttributes(config: Config): Map<string, string> {
  const attributes = listenerAttributes(config);
  const { https } = config.listener;
  if (https !== false && https.hsts !== false) {
    const { maxAge, includeSubDomains, preload } = https.hsts;
    const parts = [
      `max-age=${maxAge}`,
      ...(includeSubDomains ? ['includeSubDomains'] : []),
      ...(preload ? ['preload'] : []),
    ];
    attributes.set('routing.http.response.strict_transport_security.header_value', parts.join('; '));
  }
  return attributes;
}

/** Properties of the HTTPS listener, for the rules; undefined if there is none. */
export function httpsListenerSettings(config: Config): Settings | undefined {
  if (config.listener.https === false) return undefined;
  const settings = direct(config, LISTENER_PROPERTIES);
  settings.set('Protocol', 'HTTPS');
  const { mutualTls } = config.listener.https;
  if (mutualTls?.advertiseTrustStoreCaNames !== undefined)
    settings.set(
      'MutualAuthentication.AdvertiseTrustStoreCaNames',
      mutualTls.advertiseTrustStoreCaNames ? 'on' : 'off',
    );
  if (mutualTls?.trustStore !== undefined) settings.set('MutualAuthentication.TrustStoreArn', CREATED);
  // Without an ARN the certificate is created, or requested as a template parameter: it is never missing.
  if (!settings.has('Certificates.CertificateArn')) settings.set('Certificates.CertificateArn', CREATED);
  return settings;
}
