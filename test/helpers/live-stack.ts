// The stack of our template in moto, as close to AWS as possible.
//
// The AWS CLI makes up for what moto's CloudFormation omits: it applies no attributes, registers no targets, and skips bucket
// policies and alarms. There is no traffic, so metrics are put. A target in moto is healthy at once.
import { generate } from './cli.ts';
import { attributes, objectOf } from './template.ts';
import { stackParameters, type FakeAws } from './tools.ts';

const TYPE = 'AWS::ElasticLoadBalancingV2::';
const STACK = ['--stack-name', 'chat'];

export interface LiveStack {
  readonly loadBalancer: string;
  readonly targetGroup: string;
  readonly instances: readonly string[];
  readonly bucket: string;
}

/** Deploys the stack `chat` with everything in the template. */
export async function deployHealthy(fake: FakeAws): Promise<LiveStack> {
  const { aws } = fake;
  const parameters = await stackParameters(fake);
  const instances = (parameters['InstanceIds'] ?? '').split(',');
  const deployed = await generate(
    [
      'deploy',
      ...STACK,
      '--set',
      'name=chat',
      '--',
      '--parameter-overrides',
      ...Object.entries(parameters).map(([key, value]) => `${key}=${value}`),
    ],
    { env: fake.env },
  );
  if (deployed.status !== 0) throw new Error(deployed.stderr);
  const { StackResourceSummaries } = await aws('cloudformation', 'list-stack-resources', ...STACK);
  const idOf = (type: string): string =>
    StackResourceSummaries.find(({ ResourceType }: { ResourceType: string }) => ResourceType === type)
      .PhysicalResourceId;
  const loadBalancer = idOf(`${TYPE}LoadBalancer`);
  const targetGroup = idOf(`${TYPE}TargetGroup`);
  const bucket = idOf('AWS::S3::Bucket');

  const template = objectOf({ name: 'chat' });
  const listOf = (logicalId: string) =>
    Object.entries(attributes(template, logicalId)).map(
      ([key, value]) => `Key=${key},Value=${typeof value === 'string' ? value : bucket}`,
    );
  await aws(
    'elbv2',
    'modify-load-balancer-attributes',
    '--load-balancer-arn',
    loadBalancer,
    '--attributes',
    ...listOf('WebSocketALB').filter((one) => !/Key=(waf|zonal_shift|health_check_logs)/.test(one)),
  );
  await aws(
    'elbv2',
    'modify-target-group-attributes',
    '--target-group-arn',
    targetGroup,
    '--attributes',
    ...listOf('WebSocketTargetGroup').filter((one) => !/target_group_health|anomaly/.test(one)),
  );
  await aws(
    'elbv2',
    'register-targets',
    '--target-group-arn',
    targetGroup,
    '--targets',
    ...instances.map((id) => `Id=${id}`),
  );
  const policy = {
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${bucket}/alb-logs/AWSLogs/*`,
      },
    ],
  };
  await aws('s3api', 'put-bucket-policy', '--bucket', bucket, '--policy', JSON.stringify(policy));
  await routeToInternet(fake, loadBalancer);
  return { loadBalancer, targetGroup, instances, bucket };
}

/** moto's VPC has no internet gateway, so no client on the internet could connect. */
async function routeToInternet({ aws }: FakeAws, loadBalancer: string): Promise<void> {
  const { LoadBalancers } = await aws(
    'elbv2',
    'describe-load-balancers',
    '--load-balancer-arns',
    loadBalancer,
  );
  const vpc = String(LoadBalancers[0].VpcId);
  const { InternetGateway } = await aws('ec2', 'create-internet-gateway');
  const gateway = String(InternetGateway.InternetGatewayId);
  await aws('ec2', 'attach-internet-gateway', '--internet-gateway-id', gateway, '--vpc-id', vpc);
  const { RouteTables } = await aws('ec2', 'describe-route-tables', '--filters', `Name=vpc-id,Values=${vpc}`);
  for (const { RouteTableId } of RouteTables)
    await aws(
      'ec2',
      'create-route',
      '--route-table-id',
      String(RouteTableId),
      '--destination-cidr-block',
      '0.0.0.0/0',
      '--gateway-id',
      gateway,
    );
}

/** Puts values of an ELB metric, each some minutes ago. */
export function putMetric(
  { aws }: FakeAws,
  metric: string,
  values: readonly (readonly [minutesAgo: number, value: number])[],
  dimensions: Record<string, string>,
) {
  const now = Date.now();
  return aws(
    'cloudwatch',
    'put-metric-data',
    '--namespace',
    'AWS/ApplicationELB',
    '--metric-data',
    JSON.stringify(
      values.map(([minutesAgo, Value]) => ({
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
        Timestamp: new Date(now - minutesAgo * 60_000).toISOString(),
        Value,
      })),
    ),
  );
}
