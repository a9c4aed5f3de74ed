import * as z from 'zod/mini';
import { describe } from '../fields.ts';
import { domainName, hostedZoneId } from './names.ts';

const record = z.strictObject({
  hostedZoneId: hostedZoneId('The hosted zone of the name.'),
  domainName: domainName('The name that clients connect to.'),
});

export const dns = describe(
  z.optional(record),
  'A name for the load balancer: an alias record in Route 53, for IPv6 too when it has IPv6 addresses.',
  { allowed: 'a group of keys: hostedZoneId and domainName' },
);
