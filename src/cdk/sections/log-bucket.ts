import { CHINA_LOG_DELIVERY_ACCOUNTS, LOG_DELIVERY_SERVICE } from '../../alb/log-delivery.ts';
import { createsLogBucket, logPrefixes, logRetentionDays } from '../../config/derived.ts';
import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import { core, duration, Fn, iam, s3 } from '../library.ts';
import { sectionOf, tagName, type Part, type Sections } from '../part.ts';
import { call, cast, create, member, name, text, textOf, THIS, type Value } from '../source/nodes.ts';
import { flowLogPolicy } from './flow-logs.ts';
import { assign, BLANK, comment, declare, giveBack, run, type Statement } from '../source/statements.ts';

const BUCKET = name('bucket');
const DAY = 86_400;

/** The log bucket, and the policy that lets ELB write to it. */
export function logBucket(config: Config, sections: Sections): Part | undefined {
  if (!createsLogBucket(config)) return undefined;
  return {
    statements: [declare('logBucket', call(THIS, 'createLogBucket'))],
    methods: [
      {
        modifiers: 'private',
        name: 'createLogBucket',
        parameters: [],
        returns: member(s3, 'Bucket'),
        doc: sectionOf(sections, 'Log bucket').why,
        body: [
          ...bucket(config),
          BLANK,
          ...policy(logPrefixes(config)),
          ...flowLogPolicy(config),
          giveBack(BUCKET),
        ],
      },
    ],
    references: { [ID.logBucket]: member(name('logBucket'), 'bucketName') },
  };
}

function bucket(config: Config): Statement[] {
  const { serverAccessLogs } = config.logs;
  return [
    declare(
      'bucket',
      create(member(s3, 'Bucket'), THIS, ID.logBucket, {
        encryption: member(s3, 'BucketEncryption.S3_MANAGED'),
        blockPublicAccess: member(s3, 'BlockPublicAccess.BLOCK_ALL'),
        objectOwnership: member(s3, 'ObjectOwnership.BUCKET_OWNER_ENFORCED'),
        enforceSSL: true,
        lifecycleRules: [
          {
            id: 'DeleteOldLogs',
            expiration: duration(logRetentionDays(config) * DAY),
            abortIncompleteMultipartUploadAfter: duration(DAY),
          },
        ],
        removalPolicy: member(core('RemovalPolicy'), 'RETAIN'),
      }),
    ),
    ...tagName(BUCKET, config, 'logs'),
    ...(serverAccessLogs
      ? [
          comment('The other bucket has a policy of its own: CDK would warn that it cannot change it.'),
          declare('cfnBucket', cast(member(BUCKET, 'node.defaultChild'), member(s3, 'CfnBucket'))),
          assign(member(name('cfnBucket'), 'loggingConfiguration'), {
            destinationBucketName: serverAccessLogs.bucket,
            logFilePrefix: `${serverAccessLogs.prefix}/`,
          }),
        ]
      : []),
  ];
}

/** The same policy as the template's, valid in every Region. `logAccessLogs` does not work here: see notes/cdk.md. */
function policy(prefixes: readonly string[]): Statement[] {
  const condition = (id: string, parameter: string, value: string) =>
    create(core('CfnCondition'), THIS, id, {
      expression: call(Fn, 'conditionEquals', member(core('Aws'), parameter), value),
    });
  const choose = (id: string, yes: Value, no: Value) =>
    call(Fn, 'conditionIf', member(name(id), 'logicalId'), yes, no);
  const noValue = member(core('Aws'), 'NO_VALUE');
  const account = (region: keyof typeof CHINA_LOG_DELIVERY_ACCOUNTS) =>
    `arn:aws-cn:iam::${CHINA_LOG_DELIVERY_ACCOUNTS[region]}:root`;
  return [
    comment(
      'Only load balancers of this account and Region may write. In China, accounts of ELB write, without a source ARN.',
      'logAccessLogs() needs a known Region, and does not restrict which load balancer may write.',
    ),
    declare('inChina', condition('InChina', 'PARTITION', 'aws-cn')),
    declare('inBeijing', condition('InBeijing', 'REGION', 'cn-north-1')),
    declare('chinaAccount', choose('inBeijing', account('cn-north-1'), account('cn-northwest-1'))),
    declare('service', choose('inChina', noValue, LOG_DELIVERY_SERVICE)),
    declare('account', choose('inChina', name('chinaAccount'), noValue)),
    declare(
      'sourceArn',
      text`arn:${member(THIS, 'partition')}:elasticloadbalancing:${member(THIS, 'region')}:${member(THIS, 'account')}:loadbalancer/*`,
    ),
    run(
      call(
        BUCKET,
        'addToResourcePolicy',
        create(member(iam, 'PolicyStatement'), {
          sid: 'AllowLogDelivery',
          principals: [
            create(member(iam, 'ServicePrincipal'), call(name('service'), 'toString')),
            create(member(iam, 'ArnPrincipal'), call(name('account'), 'toString')),
          ],
          actions: ['s3:PutObject'],
          resources: prefixes.map((prefix) =>
            call(BUCKET, 'arnForObjects', textOf([`${prefix}/AWSLogs/`, member(THIS, 'account'), '/*'])),
          ),
          conditions: { ArnLike: choose('inChina', noValue, { 'aws:SourceArn': name('sourceArn') }) },
        }),
      ),
    ),
  ];
}
