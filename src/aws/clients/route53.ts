import {
  Route53Client,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
} from '@aws-sdk/client-route-53';
import type { ServiceClient } from '../client.ts';

export const route53: ServiceClient<'route53'> = {
  connect: (config) => new Route53Client(config),
  commands: {
    ListHostedZones: ListHostedZonesCommand,
    ListResourceRecordSets: ListResourceRecordSetsCommand,
  },
};
