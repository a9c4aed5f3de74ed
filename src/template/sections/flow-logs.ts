// VPC flow logs, in the load balancer's log bucket: delivery to S3 needs no role.
import { FLOW_LOG_PREFIX, LOG_DELIVERY_PRINCIPAL } from '../../alb/log-delivery.ts';
import { hasFlowLogs } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { getAtt, ref, sub } from '../intrinsics.ts';
import { ACCOUNT, ID, PARTITION, REGION } from '../names.ts';
import { tags } from '../tags.ts';
import type { Section } from '../types.ts';

/** The flow log of the created VPC. */
export function flowLogs(config: Config): Section[] {
  if (!hasFlowLogs(config)) return [];
  return [
    {
      title: 'Flow logs',
      why: [
        'All traffic of the VPC, accepted and rejected. The bucket policy comes first: delivery is refused without it.',
      ],
      resources: {
        [ID.flowLog]: {
          Type: 'AWS::EC2::FlowLog',
          DependsOn: ID.logBucketPolicy,
          Properties: {
            ResourceId: ref(ID.vpc),
            ResourceType: 'VPC',
            TrafficType: 'ALL',
            LogDestinationType: 's3',
            LogDestination: sub`${getAtt(ID.logBucket, 'Arn')}/${FLOW_LOG_PREFIX}/`,
            Tags: tags(config, 'flow-logs'),
          },
        },
      },
    },
  ];
}

/** Bucket policy statements for flow logs. Source: notes/template-decisions.md. */
export function flowLogStatements(config: Config): Record<string, unknown>[] {
  if (!hasFlowLogs(config)) return [];
  const ours = {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnLike: { 'aws:SourceArn': sub`arn:${PARTITION}:logs:${REGION}:${ACCOUNT}:*` },
  };
  return [
    {
      Sid: 'AllowFlowLogs',
      Effect: 'Allow',
      Principal: { Service: LOG_DELIVERY_PRINCIPAL },
      Action: 's3:PutObject',
      Resource: sub`${getAtt(ID.logBucket, 'Arn')}/${FLOW_LOG_PREFIX}/AWSLogs/${ACCOUNT}/*`,
      Condition: {
        ...ours,
        StringEquals: { ...ours.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    },
    {
      Sid: 'AllowFlowLogsCheck',
      Effect: 'Allow',
      Principal: { Service: LOG_DELIVERY_PRINCIPAL },
      Action: 's3:GetBucketAcl',
      Resource: getAtt(ID.logBucket, 'Arn'),
      Condition: ours,
    },
  ];
}
