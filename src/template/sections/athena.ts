import { ACCESS_LOG_TABLE, CONNECTION_LOG_TABLE, type LogTable } from '../../alb/log-tables.ts';
import type { Config } from '../../config/schema/index.ts';
import { ATHENA_QUERIES, fillIn, type AthenaQuery } from '../athena-queries.ts';
import { ref, select, split, sub } from '../intrinsics.ts';
import { ACCOUNT, ID, REGION, STACK_NAME } from '../names.ts';
import { tags } from '../tags.ts';
import type { Ref, Resource, Section } from '../types.ts';

/** A query that reads more is cancelled: 100 GB. Athena bills by bytes read. */
const MAX_BYTES_SCANNED = 100 * 1024 ** 3;

/** Never in a table: those lie below `AWSLogs/`, which no prefix of a log may contain. */
const RESULTS_PREFIX = 'athena-results';

/** The first day of the tables. Days without logs cost nothing as long as a query names its days. */
const FIRST_DAY = '2022/01/01';

/** Tables over the logs, a workgroup to query them in, and named queries. */
export function athena(config: Config): Section[] {
  const { logs } = config;
  if (!logs.athena || (logs.access === false && logs.connection === false)) return [];
  const bucket = logs.bucket ?? ref(ID.logBucket);
  const queries = ATHENA_QUERIES.filter(({ table }) => logs[table] !== false);
  return [
    {
      title: 'Athena',
      why: [
        'Queries name their days, and Athena reads the folders of those days only: no crawler, no partitions to add.',
        'The database is named after the id of the stack: the name of a stack may hold capitals, that of a database not.',
        'Results are kept in the bucket of the logs, beside the logs and never in a table.',
      ],
      resources: {
        [ID.logDatabase]: database(),
        ...(logs.access !== false && {
          [ID.accessLogTable]: table(ACCESS_LOG_TABLE, bucket, logs.access.prefix),
        }),
        ...(logs.connection !== false && {
          [ID.connectionLogTable]: table(CONNECTION_LOG_TABLE, bucket, logs.connection.prefix),
        }),
        [ID.athenaWorkGroup]: workGroup(config, bucket),
        ...Object.fromEntries(queries.map((query) => [query.logicalId, namedQuery(config, query)])),
      },
      outputs: {
        AthenaWorkGroup: {
          Description: 'Athena workgroup with the named queries',
          Value: ref(ID.athenaWorkGroup),
        },
        AthenaDatabase: {
          Description: 'Database with the tables over the logs',
          Value: ref(ID.logDatabase),
        },
      },
    },
  ];
}

/**
 * The name that CloudFormation would make holds a hyphen and "is not compatible with Athena"
 * (https://docs.aws.amazon.com/athena/latest/ug/tables-databases-columns-names.html); names are lower case, which that
 * of a stack need not be. The id of the stack ends in a UUID, whose first part tells stacks apart.
 */
const database = (): Resource => ({
  Type: 'AWS::Glue::Database',
  Properties: {
    CatalogId: ACCOUNT,
    DatabaseInput: {
      Name: {
        'Fn::Sub': [
          'alb_logs_${StackUuid}',
          { StackUuid: select(0, split('-', select(2, split('/', ref('AWS::StackId'))))) },
        ],
      },
      Description: 'Logs of the load balancer',
    },
  },
});

/**
 * A table with a partition for each day.
 * Source: https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
function table(
  { name, description, columns, regex }: LogTable,
  bucket: string | Ref,
  prefix: string,
): Resource {
  const inFolder = (rest: string) =>
    sub`s3://${bucket}/${prefix}/AWSLogs/${ACCOUNT}/elasticloadbalancing/${REGION}/${rest}`;
  return {
    Type: 'AWS::Glue::Table',
    Properties: {
      CatalogId: ACCOUNT,
      DatabaseName: ref(ID.logDatabase),
      TableInput: {
        Name: name,
        Description: description,
        TableType: 'EXTERNAL_TABLE',
        Parameters: {
          EXTERNAL: 'TRUE',
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy/MM/dd',
          'projection.day.range': `${FIRST_DAY},NOW`,
          'projection.day.interval': '1',
          'projection.day.interval.unit': 'DAYS',
          // A variable of Athena: escaped, so that CloudFormation leaves it alone.
          'storage.location.template': inFolder('${day}'),
        },
        PartitionKeys: [{ Name: 'day', Type: 'string' }],
        StorageDescriptor: {
          Columns: Object.entries(columns).map(([Name, Type]) => ({ Name, Type })),
          Location: inFolder(''),
          InputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
          OutputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
          SerdeInfo: {
            SerializationLibrary: 'org.apache.hadoop.hive.serde2.RegexSerDe',
            Parameters: { 'serialization.format': '1', 'input.regex': regex },
          },
        },
      },
    },
  };
}

const workGroup = (config: Config, bucket: string | Ref): Resource => ({
  Type: 'AWS::Athena::WorkGroup',
  Properties: {
    // CloudFormation makes no name for it.
    Name: STACK_NAME,
    Description: 'Queries over the logs of the load balancer',
    // With its named queries and history, so that the stack can be deleted.
    RecursiveDeleteOption: true,
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: MAX_BYTES_SCANNED,
      ResultConfiguration: {
        OutputLocation: sub`s3://${bucket}/${RESULTS_PREFIX}/${STACK_NAME}/`,
        // As the bucket itself.
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
      },
    },
    Tags: tags(config, 'athena'),
  },
});

const namedQuery = ({ loadBalancer }: Config, { name, description, sql }: AthenaQuery): Resource => ({
  Type: 'AWS::Athena::NamedQuery',
  Properties: {
    Name: name,
    Description: description,
    Database: ref(ID.logDatabase),
    WorkGroup: ref(ID.athenaWorkGroup),
    QueryString: fillIn(sql, { 'loadBalancer.idleTimeout': loadBalancer.idleTimeout }),
  },
});
