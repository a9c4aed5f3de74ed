// The parts of aws-cdk-lib that the generated code uses, by their own names.
import { call, fromModule, member, namespace, type Expression } from './source/nodes.ts';

const part = (alias: string, module: string) => namespace(`aws-cdk-lib/${module}`, alias);

export const acm = part('acm', 'aws-certificatemanager');
export const applicationAutoScaling = part('autoscaling', 'aws-applicationautoscaling');
export const athena = part('athena', 'aws-athena');
export const cloudwatch = part('cloudwatch', 'aws-cloudwatch');
export const cognito = part('cognito', 'aws-cognito');
export const ec2 = part('ec2', 'aws-ec2');
export const ecs = part('ecs', 'aws-ecs');
export const elbv2 = part('elbv2', 'aws-elasticloadbalancingv2');
export const elbv2Actions = part('elbv2actions', 'aws-elasticloadbalancingv2-actions');
export const elbv2Targets = part('elbv2targets', 'aws-elasticloadbalancingv2-targets');
export const glue = part('glue', 'aws-glue');
export const iam = part('iam', 'aws-iam');
export const kms = part('kms', 'aws-kms');
export const logs = part('logs', 'aws-logs');
export const route53 = part('route53', 'aws-route53');
export const route53Targets = part('route53targets', 'aws-route53-targets');
export const s3 = part('s3', 'aws-s3');
export const sns = part('sns', 'aws-sns');
export const wafv2 = part('wafv2', 'aws-wafv2');
export const cloudwatchActions = part('actions', 'aws-cloudwatch-actions');
export const snsSubscriptions = part('subscriptions', 'aws-sns-subscriptions');

/** A name that the root module of the library exports. */
export const core = (name: string): Expression => fromModule('aws-cdk-lib', name);
export const Fn = core('Fn');

const UNITS = [
  ['days', 86_400],
  ['hours', 3_600],
  ['minutes', 60],
] as const;

/** A time in the largest unit that expresses it as a whole number. */
export function duration(seconds: number): Expression {
  const [unit, size] = UNITS.find(([, size]) => seconds > 0 && seconds % size === 0) ?? ['seconds', 1];
  return call(core('Duration'), unit, seconds / size);
}

/** An enum member named after its value in capitals: `lb_cookie` -> `LB_COOKIE`. */
export const enumMember = (library: Expression, name: string, value: string): Expression =>
  member(library, `${name}.${value.toUpperCase().replaceAll('-', '_')}`);
