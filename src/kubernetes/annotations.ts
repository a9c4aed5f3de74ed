// The annotations of the AWS Load Balancer Controller, version 3.5, and how it parses their values.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
import { AUTHENTICATION } from '../alb/authentication.ts';
import { LOAD_BALANCER_PROPERTIES } from '../alb/load-balancer-settings.ts';
import { TARGET_GROUP_PROPERTIES } from '../alb/target-group-settings.ts';
import { child, text } from '../check/node.ts';
import { at, type Manifest } from './manifests.ts';

export const PREFIX = 'alb.ingress.kubernetes.io/';

type Type = 'text' | 'list' | 'map' | 'json' | 'boolean' | 'integer' | readonly string[];

/** Names without the prefix, with the types of their values. */
export const ANNOTATIONS: Readonly<Record<string, Type>> = {
  'load-balancer-attributes': 'map',
  'target-group-attributes': 'map',
  scheme: LOAD_BALANCER_PROPERTIES.Scheme.values.values,
  'ip-address-type': LOAD_BALANCER_PROPERTIES.IpAddressType.values.values,
  subnets: 'list',
  'security-groups': 'list',
  'manage-backend-security-group-rules': 'boolean',
  'inbound-cidrs': 'list',
  'security-group-prefix-lists': 'list',
  'load-balancer-name': 'text',
  'group.name': 'text',
  'group.order': 'integer',
  'listen-ports': 'json',
  'ssl-redirect': 'integer',
  'certificate-arn': 'list',
  'ssl-policy': 'text',
  'mutual-authentication': 'json',
  'create-acm-cert': 'boolean',
  'acm-pca-arn': 'text',
  // The controller registers only these two of ELB's four types.
  'target-type': ['instance', 'ip'],
  'backend-protocol': TARGET_GROUP_PROPERTIES.Protocol.values.values,
  'backend-protocol-version': TARGET_GROUP_PROPERTIES.ProtocolVersion.values.values,
  'healthcheck-port': 'text',
  'healthcheck-protocol': TARGET_GROUP_PROPERTIES.HealthCheckProtocol.values.values,
  'healthcheck-path': 'text',
  'healthcheck-interval-seconds': 'integer',
  'healthcheck-timeout-seconds': 'integer',
  'healthy-threshold-count': 'integer',
  'unhealthy-threshold-count': 'integer',
  'success-codes': 'text',
  'auth-type': ['none', 'oidc', 'cognito'],
  'auth-idp-cognito': 'json',
  'auth-idp-oidc': 'json',
  'auth-on-unauthenticated-request': AUTHENTICATION.onUnauthenticated.values,
  'auth-scope': 'text',
  'auth-session-cookie': 'text',
  'auth-session-timeout': 'integer',
  'jwt-validation': 'json',
  'use-regex-path-match': 'boolean',
  'wafv2-acl-arn': 'text',
  'wafv2-acl-name': 'text',
  'waf-acl-id': 'text',
  'web-acl-id': 'text',
  'shield-advanced-protection': 'boolean',
  'minimum-load-balancer-capacity': 'map',
  'ipam-ipv4-pool-id': 'text',
  'customer-owned-ipv4-pool': 'text',
  tags: 'map',
  'multi-cluster-target-group': 'boolean',
  'target-node-labels': 'map',
  'enable-frontend-nlb': 'boolean',
  'dry-run-plan': 'text',
};

/** Names that end in a user-defined part, such as a service or a port. */
export const FAMILIES: Readonly<Record<string, Type>> = {
  'actions.': 'json',
  'conditions.': 'json',
  'transforms.': 'json',
  'listener-attributes.': 'map',
  'target-control-port.': 'integer',
  'frontend-nlb-': 'text',
};

/** The type of an annotation's value; undefined for an annotation that the controller does not have. */
export const typeOf = (name: string): Type | undefined =>
  Object.hasOwn(ANNOTATIONS, name)
    ? ANNOTATIONS[name]
    : Object.entries(FAMILIES).find(([beginning]) => name.startsWith(beginning))?.[1];

/** An annotation as written. */
export interface Annotation {
  readonly object: Manifest;
  /** Without the prefix. */
  readonly name: string;
  readonly value: string;
  readonly line: number;
  /** It has no quotes, and is a number or boolean: Kubernetes takes texts only. */
  readonly isBare: boolean;
}

/** Whether an annotation whose values are words has one of them; true for all others. */
export function isWord(name: string, value: string): boolean {
  const allowed = typeOf(name);
  return !Array.isArray(allowed) || allowed.includes(value);
}

/** The value that is meant by one in other capitals, which the controller cannot read; undefined for no value of the annotation. */
export function meantWord(name: string, value: string): string | undefined {
  const allowed = typeOf(name);
  if (!Array.isArray(allowed)) return value;
  return allowed.find((word) => word.toLowerCase() === value.toLowerCase());
}

/** The controller's annotations on an object. */
export function annotationsOf(object: Manifest): ReadonlyMap<string, Annotation> {
  const node = at(object.root, 'metadata', 'annotations');
  const found = new Map<string, Annotation>();
  if (node?.kind !== 'map') return found;
  for (const [key, { line, value }] of node.entries) {
    const own = text(value);
    if (!key.startsWith(PREFIX) || own === undefined) continue;
    const name = key.slice(PREFIX.length);
    found.set(name, {
      object,
      name,
      value: own,
      line,
      isBare: value.kind === 'scalar' && value.isBare === true,
    });
  }
  return found;
}

export const annotation = (object: Manifest, key: string): string | undefined =>
  text(child(at(object.root, 'metadata', 'annotations'), key));

/** `k1=v1,k2=v2`, where `\` escapes the next character. Undefined if a part has no `=`. */
export function stringMap(value: string): ReadonlyMap<string, string> | undefined {
  const found = new Map<string, string>();
  for (const part of parts(value)) {
    const split = part.indexOf('=');
    if (split < 0) return undefined;
    found.set(part.slice(0, split).trim(), part.slice(split + 1).trim());
  }
  return found;
}

const parts = (value: string): string[] => splitAtCommas(value).filter((part) => part.trim() !== '');

/** The parts between commas; `\` escapes the next character. */
export function splitAtCommas(value: string): string[] {
  const found: string[] = [''];
  for (let index = 0; index < value.length; index++) {
    const one = value[index] ?? '';
    if (one === ',') found.push('');
    else found.push((found.pop() ?? '') + (one === '\\' ? (value[++index] ?? '') : one));
  }
  return found;
}

export const stringList = (value: string): string[] =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** Parses booleans as Go does. */
export const boolean = (value: string): boolean | undefined =>
  /^(1|t|T|TRUE|true|True)$/.test(value)
    ? true
    : /^(0|f|F|FALSE|false|False)$/.test(value)
      ? false
      : undefined;

/**
 * Parses JSON; returns a copy with all keys in lower case, because Go ignores their case. Undefined if it is not JSON.
 */
export function json(value: string): unknown {
  try {
    return lowered(JSON.parse(value));
  } catch {
    return undefined;
  }
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key.toLowerCase(), lowered(own)]));
}
