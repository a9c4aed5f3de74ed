import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import type { ServiceClient } from '../client.ts';

export const athena: ServiceClient<'athena'> = {
  connect: (config) => new AthenaClient(config),
  commands: {
    GetQueryExecution: GetQueryExecutionCommand,
    GetQueryResults: GetQueryResultsCommand,
    StartQueryExecution: StartQueryExecutionCommand,
    StopQueryExecution: StopQueryExecutionCommand,
  },
};
