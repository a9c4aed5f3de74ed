// The AWS CLI command printed for a call sends AWS the same request as the SDK: a server records both.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLIENTS } from '../../src/aws/clients/index.ts';
import { AwsSession } from '../../src/aws/session.ts';
import { awsCall, awsCallCommand, type AwsCall } from '../../src/common/aws-call.ts';
import { needs, run } from '../helpers/tools.ts';

const HOSTILE = `-x 'a' "b" $(id) \`id\` \${HOME}; é`;
const LOAD_BALANCER =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/chat/0123456789abcdef';
const METRIC = {
  Id: 'm0',
  MetricStat: {
    Metric: {
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'ActiveConnectionCount',
      Dimensions: [{ Name: 'LoadBalancer', Value: 'app/chat/0123456789abcdef' }],
    },
    Period: 300,
    Stat: 'Sum',
  },
};

/** Each service, and each way in which an input becomes options. */
const CALLS: readonly AwsCall[] = [
  // A single string.
  awsCall('acm', 'DescribeCertificate', {
    CertificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/1',
  }),
  awsCall('cloudformation', 'DescribeStacks', { StackName: 'chat' }),
  awsCall('elbv2', 'DescribeListeners', { LoadBalancerArn: LOAD_BALANCER }),
  awsCall('wafv2', 'GetWebACLForResource', { ResourceArn: LOAD_BALANCER }),
  awsCall('sns', 'ListSubscriptionsByTopic', { TopicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms' }),
  // Nothing.
  awsCall('sts', 'GetCallerIdentity', {}),
  awsCall('logs', 'DescribeDeliverySources', {}),
  awsCall('route53', 'ListHostedZones', {}),
  // Part of the address.
  awsCall('route53', 'ListResourceRecordSets', { HostedZoneId: 'Z0123456789' }),
  awsCall('s3api', 'GetBucketPolicy', { Bucket: 'chat-logs' }),
  awsCall('s3api', 'ListObjectsV2', { Bucket: 'chat-logs', Prefix: 'a b/+é&=', Delimiter: '/' }),
  // Lists of strings, with one and with several.
  awsCall('elbv2', 'DescribeTags', { ResourceArns: [LOAD_BALANCER, `${LOAD_BALANCER}0`] }),
  awsCall('ec2', 'DescribeSecurityGroups', { GroupIds: ['sg-0123456789abcdef0'] }),
  awsCall('autoscaling', 'DescribeAutoScalingGroups', { AutoScalingGroupNames: ['chat', 'my group'] }),
  awsCall('ecs', 'DescribeServices', { cluster: 'chat', services: ['web', 'api'], include: ['TAGS'] }),
  // Strings that a shell or the AWS CLI would misinterpret.
  awsCall('cloudwatch', 'DescribeAlarms', { AlarmNames: [HOSTILE, '{a}', '[b]'] }),
  awsCall('cloudwatch', 'DescribeAlarms', { AlarmNames: ['file:///etc/hostname'] }),
  awsCall('cloudformation', 'ListStackResources', { StackName: HOSTILE }),
  // Shorthand, and values that it cannot express.
  awsCall('ec2', 'DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: ['vpc-1', 'vpc-2'] }] }),
  awsCall('ec2', 'DescribeInstances', { Filters: [{ Name: 'tag:Name', Values: ['a,b', HOSTILE] }] }),
  // Structures, numbers, times and switches.
  awsCall('cloudwatch', 'GetMetricData', {
    StartTime: new Date('2026-01-01T00:00:00Z'),
    EndTime: new Date('2026-01-01T06:00:00Z'),
    MetricDataQueries: [METRIC, { Id: 'e1', Expression: 'FILL(m0, 0) * 2', ReturnData: true }],
  }),
  awsCall('athena', 'StartQueryExecution', {
    QueryString: `SELECT '${HOSTILE}'\nFROM logs -- all`,
    QueryExecutionContext: { Database: 'alb' },
    WorkGroup: 'chat',
  }),
  awsCall('cloudformation', 'ExecuteChangeSet', {
    ChangeSetName: 'arn:aws:cloudformation:1',
    DisableRollback: true,
  }),
  awsCall('cloudformation', 'ExecuteChangeSet', {
    ChangeSetName: 'arn:aws:cloudformation:1',
    DisableRollback: false,
  }),
];

interface Recorded {
  readonly service: string;
  readonly operation: string;
  readonly parameters: unknown;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What was requested, in whichever of AWS's protocols. */
function recordOf({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Recorded {
  const service = /Credential=[^,\s]+\/([^/,]+)\/aws4_request/.exec(headers.authorization ?? '')?.[1] ?? '';
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    const input = JSON.parse(body.toString() || '{}') as Record<string, unknown>;
    // Made up for each request, so that a retry does not start the query twice.
    delete input['ClientRequestToken'];
    return { service, operation: target.split('.').at(-1) ?? '', parameters: input };
  }
  const form = Object.fromEntries(new URLSearchParams(body.toString()));
  const { Action, Version: _, ...parameters } = form;
  if (Action !== undefined) return { service, operation: Action, parameters: times(parameters) };
  const { pathname, searchParams } = new URL(url, 'http://aws');
  // Both state these in their own ways: the operation's name, and that object names are escaped.
  for (const key of ['x-id', 'encoding-type']) searchParams.delete(key);
  return {
    service,
    operation: `${method} ${pathname.replace(/\/$/, '')}`,
    parameters: Object.fromEntries(searchParams),
  };
}

/** `2026-01-01T00:00:00Z` and `2026-01-01T00:00:00.000Z` are the same. */
const times = (form: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(form).map(([key, value]) => [
      key,
      key.endsWith('Time') ? new Date(value).toISOString() : value,
    ]),
  );

describe('a printed command sends the same request as the SDK', needs('aws'), () => {
  const recorded: Recorded[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      recorded.push(recordOf(request, body));
      // Neither retries after that.
      response.writeHead(403, { 'content-type': 'text/xml' });
      response.end(
        '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>',
      );
    });
  });
  let env: Record<string, string>;
  let session: AwsSession;
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    env = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    };
    Object.assign(process.env, env);
    session = new AwsSession();
  });
  afterAll(async () => {
    for (const name of Object.keys(env)) delete process.env[name];
    await session.close();
    server.close();
  });

  it('covers every service', () => {
    expect(new Set(CALLS.map(({ service }) => service))).toEqual(new Set(Object.keys(CLIENTS)));
  });

  it.each(CALLS.map((call) => [awsCallCommand(call), call] as const))('%s', async (command, call) => {
    recorded.length = 0;
    await session.run(call).catch(() => undefined);
    const ofSdk = [...recorded];
    recorded.length = 0;
    const { stderr } = await run('sh', ['-c', command], { env });
    expect(ofSdk, stderr).toHaveLength(1);
    expect(recorded).toEqual(ofSdk);
  });
});
