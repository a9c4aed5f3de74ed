// Which rules apply to which notations. Rules about CloudFormation features, or about resources that a notation's
// reader does not read, do not apply to that notation: nothing could violate them, or their verdict would be wrong.
import { NOTATION_NAMES, type NotationName } from './notation.ts';

/**
 * Rules about the template language, about CloudFormation's order of operations, and about services with two target
 * groups.
 */
const CLOUDFORMATION_ONLY: ReadonlySet<string> = new Set([
  'ecs-blue-green-bake',
  'ecs-blue-green-default-action',
  'ecs-blue-green-metrics',
  'ecs-blue-green-role',
  'ecs-blue-green-rule',
  'ecs-app-cookie-alternate',
  'ecs-circuit-breaker-strategy',
  'ecs-desired-count',
  'ecs-exec-readonly',
  'ecs-express-scaling',
  'ecs-green-unlike-blue',
  'ecs-public-ip',
  'ecs-rebalancing',
  'ecs-rebalancing-max',
  'ecs-service-depends-on',
  'ecs-service-name',
  'ecs-service-role',
  'ecs-strategy-configuration',
  'ecs-strategy-parts',
  'ignore-invalid',
  'key-duplicate',
  'lambda-permission',
  'listener-certificates',
  'log-bucket-depends-on',
  'subnets-not-public',
  'target-group-fixed-name',
]);

/**
 * In a plan, arguments cannot be misspelt or written twice, and the provider has no arguments for features that ALBs
 * lack.
 */
const NOT_IN_TERRAFORM: ReadonlySet<string> = new Set([
  'annotation-unknown',
  'annotation-value',
  'attribute-duplicate',
  'attribute-limit',
  'attribute-not-for-alb',
  'attribute-unknown',
  'ingress-group-conflict',
  'listener-attributes-unused',
]);

/**
 * The controller creates security groups, finds subnets and certificates, and drops redirects to themselves; alarms,
 * log buckets and servers do not occur in manifests of load balancers.
 */
const NOT_IN_KUBERNETES: ReadonlySet<string> = new Set([
  'alarm-actions',
  'alarm-missing-data',
  'alarm-response-time',
  'asg-health-check',
  'attribute-duplicate',
  'connection-count-statistic',
  'count-statistic',
  'cross-zone-all-zones',
  'dashboard-json',
  'host-count-statistic',
  'https-certificate',
  'listener-port-closed',
  'log-bucket-kms',
  'log-bucket-policy',
  'metric-dimensions',
  'metrics-watched',
  'redirect-loop',
  'rule-priority-duplicate',
  'rule-priority-range',
  'security-group-egress',
  'security-groups-missing',
  'subnet-small',
  'subnets-and-mappings',
  'subnets-missing',
  'subnets-one-zone',
  'subnets-too-few',
  'tags',
  'target-group-incomplete',
  'target-group-two-load-balancers',
]);

const ABOUT_SERVERS = /^(ecs|scaling)-/;
const KUBERNETES_ONLY: ReadonlySet<string> = new Set([
  'annotation-unknown',
  'annotation-value',
  'ingress-group-conflict',
  'listener-attributes-unused',
]);

/** Whether a rule applies to a notation. */
export function isJudgedIn(code: string, notation: NotationName): boolean {
  if (notation === 'cloudformation') return !KUBERNETES_ONLY.has(code);
  if (CLOUDFORMATION_ONLY.has(code)) return false;
  if (notation === 'terraform') return !NOT_IN_TERRAFORM.has(code);
  return !NOT_IN_KUBERNETES.has(code) && !ABOUT_SERVERS.test(code);
}

export const notationsOf = (code: string): readonly NotationName[] =>
  NOTATION_NAMES.filter((name) => isJudgedIn(code, name));
