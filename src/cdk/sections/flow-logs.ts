import { FLOW_LOG_PREFIX, LOG_DELIVERY_PRINCIPAL } from '../../alb/log-delivery.ts';
import { hasFlowLogs } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import { ec2, iam } from '../library.ts';
import { tagName, type Part } from '../part.ts';
import { call, create, member, name, present, text, textOf, THIS } from '../source/nodes.ts';
import { BLANK, declare, run, type Statement } from '../source/statements.ts';

/** The flow log of the created VPC. Not `vpc.addFlowLog`, which would create a bucket policy of its own. */
export function flowLogs(config: Config): Part | undefined {
  if (!hasFlowLogs(config)) return undefined;
  const flowLog = name('flowLog');
  return {
    statements: [
      declare(
        'flowLog',
        create(member(ec2, 'CfnFlowLog'), THIS, ID.flowLog, {
          resourceId: member(name('vpc'), 'vpcId'),
          resourceType: 'VPC',
          trafficType: 'ALL',
          logDestinationType: 's3',
          logDestination: call(name('logBucket'), 'arnForObjects', `${FLOW_LOG_PREFIX}/`),
        }),
      ),
      ...tagName(flowLog, config, 'flow-logs'),
      run(call(flowLog, 'node.addDependency', present(member(name('logBucket'), 'policy')))),
    ],
  };
}

/** The bucket policy's statements for flow logs, the same as in the template. */
export function flowLogPolicy(config: Config): Statement[] {
  if (!hasFlowLogs(config)) return [];
  const bucket = name('bucket');
  const account = member(THIS, 'account');
  const source = name('flowLogSource');
  const statement = (sid: string, action: string, resource: ReturnType<typeof call>, more: object) =>
    run(
      call(
        bucket,
        'addToResourcePolicy',
        create(member(iam, 'PolicyStatement'), {
          sid,
          principals: [create(member(iam, 'ServicePrincipal'), LOG_DELIVERY_PRINCIPAL)],
          actions: [action],
          resources: [resource],
          conditions: {
            StringEquals: { 'aws:SourceAccount': account, ...more },
            ArnLike: { 'aws:SourceArn': source },
          },
        }),
      ),
    );
  return [
    BLANK,
    declare(
      'flowLogSource',
      text`arn:${member(THIS, 'partition')}:logs:${member(THIS, 'region')}:${account}:*`,
    ),
    statement(
      'AllowFlowLogs',
      's3:PutObject',
      call(bucket, 'arnForObjects', textOf([`${FLOW_LOG_PREFIX}/AWSLogs/`, account, '/*'])),
      { 's3:x-amz-acl': 'bucket-owner-full-control' },
    ),
    statement('AllowFlowLogsCheck', 's3:GetBucketAcl', member(bucket, 'bucketArn') as never, {}),
  ];
}
