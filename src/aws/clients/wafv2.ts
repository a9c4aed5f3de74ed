import { WAFV2Client, GetWebACLForResourceCommand } from '@aws-sdk/client-wafv2';
import type { ServiceClient } from '../client.ts';

export const wafv2: ServiceClient<'wafv2'> = {
  connect: (config) => new WAFV2Client(config),
  commands: {
    GetWebACLForResource: GetWebACLForResourceCommand,
  },
};
