// Combinations of `logs` options that are refused.
import type { Problem } from '../../common/known-error.ts';
import { LOG_GROUP } from './not-a-path.ts';
import type { LogsOptions } from './logs-options.ts';

interface Refusal extends Problem {
  readonly when: (options: LogsOptions, paths: readonly string[]) => boolean;
}

const isStdin = (paths: readonly string[]): boolean => paths.length === 0 || paths.includes('-');

export const REFUSALS: readonly Refusal[] = [
  { where: '--log-group', ...LOG_GROUP, when: ({ logGroup }) => logGroup !== undefined },
  {
    where: '--athena',
    what: 'Athena reads the logs in S3 itself, and takes no paths.',
    remedy: 'Leave the paths out, or --athena.',
    when: ({ athena }, paths) => athena === true && paths.length > 0,
  },
  {
    where: '--stack-name',
    what: 'It goes with --athena.',
    remedy: 'Add --athena, or name the logs by their paths.',
    when: ({ athena, stackName }) => stackName !== undefined && athena !== true,
  },
  {
    where: '--athena',
    what: 'The questions are about the access log.',
    remedy: 'The named query "Failed TLS handshakes" of the stack reads the connection log.',
    when: ({ athena, type }) => athena === true && type === 'connection',
  },
  {
    where: '--format',
    what: 'Without --stack-name, --athena prints SQL: there is no report yet.',
    remedy: 'Add --stack-name, or leave --format out; -o queries.sql writes the SQL to a file.',
    when: ({ athena, stackName, format }) => athena === true && stackName === undefined && format !== 'text',
  },
  {
    where: '--show-malformed',
    what: 'Lines that Athena’s table cannot read are not in its answers.',
    remedy:
      'Leave it out, or read the logs here: npx websocket-alb logs --show-malformed s3://bucket/prefix.',
    when: ({ athena, showMalformed }) => athena === true && showMalformed === true,
  },
  {
    where: '--config',
    what: 'Standard input cannot be both the config and the logs.',
    remedy: 'Name a file for one of them.',
    when: ({ config, athena }, paths) => athena !== true && config?.includes('-') === true && isStdin(paths),
  },
  {
    where: '--output',
    what: 'The name of the file is empty.',
    remedy: 'Name a file, or leave --output out.',
    when: ({ output }) => output === '',
  },
  {
    where: '--output',
    what: 'Records are written one after the other, to standard output.',
    remedy: 'Redirect them: --format ndjson > report.ndjson.',
    when: ({ output = '-', format }) => output !== '-' && format === 'ndjson',
  },
  {
    where: '--output',
    what: 'Lines are written one after the other, to standard output.',
    remedy: 'Redirect them: --lines > some.log.',
    when: ({ output = '-', lines }) => output !== '-' && lines !== undefined,
  },
  {
    where: '--cache',
    what: 'The name of the folder is empty.',
    remedy: 'Name a folder, or leave --cache out.',
    when: ({ cache }) => cache === '',
  },
  {
    where: '--cache',
    what: 'It keeps copies from S3, and none of the paths begins with s3://.',
    remedy: 'Name s3://bucket/prefix, or leave --cache out.',
    when: ({ cache = '' }, paths) => cache !== '' && !paths.some((path) => path.startsWith('s3://')),
  },
  {
    where: '--where',
    what: 'Athena’s queries are about all lines of a time.',
    remedy:
      'Leave it out and put the condition into the SQL that --athena prints; or read the logs here: npx websocket-alb logs --where status=5xx s3://bucket/prefix.',
    when: ({ where, athena }) => where !== undefined && athena === true,
  },
  {
    where: '--where',
    what: 'Conditions are about lines of access logs: connection logs have no target, path, status or user agent.',
    remedy: 'Leave out --where or --type connection.',
    when: ({ where, athena, type }) => where !== undefined && athena !== true && type === 'connection',
  },
  {
    where: '--baseline',
    what: 'Athena is asked about one time.',
    remedy:
      'Leave it out; or read the logs here: npx websocket-alb logs --baseline 2d..1d --since 1d s3://bucket/prefix.',
    when: ({ baseline, athena }) => baseline !== undefined && athena === true,
  },
  {
    where: '--baseline',
    what: 'Access logs are compared; of connection logs there is nothing to compare.',
    remedy: 'Leave out --baseline or --type connection.',
    when: ({ baseline, athena, type }) => baseline !== undefined && athena !== true && type === 'connection',
  },
  {
    where: '--baseline',
    what: 'It compares two times in a report, and --lines prints lines in its place.',
    remedy: 'Leave out --baseline or --lines; --since and --until choose the time of the lines.',
    when: ({ baseline, lines }) => baseline !== undefined && lines !== undefined,
  },
  {
    where: '--baseline',
    what: 'Standard input is read once, and two times take two readings.',
    remedy: 'Name files.',
    when: ({ baseline, athena, lines }, paths) =>
      baseline !== undefined && athena !== true && lines === undefined && isStdin(paths),
  },
  {
    where: '--lines',
    what: 'Athena answers with counts, not with lines.',
    remedy: 'Leave it out, or read the logs here: npx websocket-alb logs --lines s3://bucket/prefix.',
    when: ({ lines, athena }) => lines !== undefined && athena === true,
  },
  {
    where: '--lines',
    what: 'It prints lines as they are, in place of a report in some format.',
    remedy: 'Leave out --lines or --format.',
    when: ({ lines, athena, format }) => lines !== undefined && athena !== true && format !== 'text',
  },
  {
    where: '--lines',
    what: 'It prints lines that count; malformed ones are in the report.',
    remedy: 'Leave out --lines or --show-malformed.',
    when: ({ lines, showMalformed }) => lines !== undefined && showMalformed === true,
  },
  {
    where: '--top',
    what: 'It is about the tables of a report, and --lines prints none.',
    remedy: 'For so many lines: --lines 20.',
    when: ({ lines, top }) => lines !== undefined && top !== undefined,
  },
  {
    where: '--path',
    what: 'It says which path is one of WebSockets, and leaves no line out.',
    remedy: 'For the lines of a path: --lines --where path=/ws.',
    when: ({ lines, path }) => lines !== undefined && path !== undefined,
  },
  {
    where: '--table',
    what: 'It names the table that --format csv prints.',
    remedy: 'Add --format csv.',
    when: ({ table, format }) => table !== undefined && format !== 'csv',
  },
  {
    where: '--table',
    what: 'Changes are against an earlier time, and none is given.',
    remedy: 'Add --baseline SINCE..UNTIL.',
    when: ({ table, baseline }) => table === 'changes' && baseline === undefined,
  },
  {
    where: '--load-balancer',
    what: 'The tables of a stack are about one load balancer.',
    remedy: 'Leave it out.',
    when: ({ athena, loadBalancer }) => loadBalancer !== undefined && athena === true,
  },
];
