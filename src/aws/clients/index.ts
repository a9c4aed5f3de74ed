// The SDK clients, one module each, loaded on first use.
import type { AwsService } from '../../common/aws-operations.ts';
import type { ServiceClient } from '../client.ts';

/** The services, by AWS CLI command name. */
export const CLIENTS: { readonly [S in AwsService]: () => Promise<ServiceClient<S>> } = {
  acm: async () => (await import('./acm.ts')).acm,
  athena: async () => (await import('./athena.ts')).athena,
  autoscaling: async () => (await import('./autoscaling.ts')).autoscaling,
  cloudformation: async () => (await import('./cloudformation.ts')).cloudformation,
  cloudwatch: async () => (await import('./cloudwatch.ts')).cloudwatch,
  ec2: async () => (await import('./ec2.ts')).ec2,
  ecs: async () => (await import('./ecs.ts')).ecs,
  elbv2: async () => (await import('./elbv2.ts')).elbv2,
  logs: async () => (await import('./logs.ts')).logs,
  route53: async () => (await import('./route53.ts')).route53,
  s3api: async () => (await import('./s3api.ts')).s3api,
  sns: async () => (await import('./sns.ts')).sns,
  sts: async () => (await import('./sts.ts')).sts,
  wafv2: async () => (await import('./wafv2.ts')).wafv2,
};
