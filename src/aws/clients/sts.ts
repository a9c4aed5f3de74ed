import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { ServiceClient } from '../client.ts';

export const sts: ServiceClient<'sts'> = {
  connect: (config) => new STSClient(config),
  commands: {
    GetCallerIdentity: GetCallerIdentityCommand,
  },
};
