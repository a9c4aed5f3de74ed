// Calls of EC2. All of them only read.
import type { Call } from './call.ts';

/** EC2 takes 200 values in a filter. */
const MAX_VALUES = 200;

export const describeSecurityGroups = (groups: readonly string[]): Call => ({
  about: 'the security groups of the load balancer',
  args: ['ec2', 'describe-security-groups', '--group-ids', ...groups],
  permission: 'ec2:DescribeSecurityGroups',
  placeholder: {},
});

export const describeTargetSecurityGroups = (groups: readonly string[]): Call => ({
  ...describeSecurityGroups(groups),
  about: 'the security groups of the targets',
});

export const describeInstances = (instances: readonly string[]): Call => ({
  about: 'the instances that are targets',
  // As a filter: one id that does not exist any more would make the whole call fail.
  args: [
    'ec2',
    'describe-instances',
    '--filters',
    `Name=instance-id,Values=${instances.slice(0, MAX_VALUES).join(',')}`,
  ],
  permission: 'ec2:DescribeInstances',
  placeholder: {
    Reservations: [
      {
        Instances: [{ InstanceId: 'INSTANCE_ID', SecurityGroups: [{ GroupId: 'TARGET_SECURITY_GROUP_ID' }] }],
      },
    ],
  },
});

/** The interfaces that have some addresses. As a filter: an address without one is left out of the answer. */
export const describeNetworkInterfaces = (vpcId: string, addresses: readonly string[]): Call => {
  const isIpv6 = addresses[0]?.includes(':') ?? false;
  return {
    about: 'the network interfaces of the targets',
    args: [
      'ec2',
      'describe-network-interfaces',
      '--filters',
      `Name=vpc-id,Values=${vpcId}`,
      `Name=${isIpv6 ? 'ipv6-addresses.ipv6-address' : 'addresses.private-ip-address'},Values=${addresses.slice(0, MAX_VALUES).join(',')}`,
    ],
    permission: 'ec2:DescribeNetworkInterfaces',
    placeholder: {
      NetworkInterfaces: [
        {
          PrivateIpAddress: 'IP_ADDRESS',
          Groups: [{ GroupId: 'TARGET_SECURITY_GROUP_ID' }],
        },
      ],
    },
  };
};

export const describeRouteTables = (vpcId: string): Call => ({
  about: 'the route tables of the subnets',
  args: ['ec2', 'describe-route-tables', '--filters', `Name=vpc-id,Values=${vpcId}`],
  permission: 'ec2:DescribeRouteTables',
  placeholder: {},
});
