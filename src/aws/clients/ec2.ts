import {
  EC2Client,
  DescribeInstancesCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import type { ServiceClient } from '../client.ts';

export const ec2: ServiceClient<'ec2'> = {
  connect: (config) => new EC2Client(config),
  commands: {
    DescribeInstances: DescribeInstancesCommand,
    DescribeNetworkAcls: DescribeNetworkAclsCommand,
    DescribeNetworkInterfaces: DescribeNetworkInterfacesCommand,
    DescribeRouteTables: DescribeRouteTablesCommand,
    DescribeSecurityGroups: DescribeSecurityGroupsCommand,
    DescribeSubnets: DescribeSubnetsCommand,
    DescribeVpcs: DescribeVpcsCommand,
  },
};
