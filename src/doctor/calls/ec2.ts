// Calls of EC2. All of them only read.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

/** EC2 takes 200 values in a filter. */
const MAX_VALUES = 200;

export const describeSecurityGroups = (groups: readonly string[]): Call => ({
  about: 'the security groups of the load balancer',
  ...asking(awsCall('ec2', 'DescribeSecurityGroups', { GroupIds: [...groups] })),
  placeholder: {},
});

export const describeTargetSecurityGroups = (groups: readonly string[]): Call => ({
  ...describeSecurityGroups(groups),
  about: 'the security groups of the targets',
});

export const describeInstances = (instances: readonly string[]): Call => ({
  about: 'the instances that are targets',
  // As a filter: one id that does not exist any more would make the whole call fail.
  ...asking(
    awsCall('ec2', 'DescribeInstances', {
      Filters: [{ Name: 'instance-id', Values: instances.slice(0, MAX_VALUES) }],
    }),
  ),
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
    ...asking(
      awsCall('ec2', 'DescribeNetworkInterfaces', {
        Filters: [
          { Name: 'vpc-id', Values: [vpcId] },
          {
            Name: isIpv6 ? 'ipv6-addresses.ipv6-address' : 'addresses.private-ip-address',
            Values: addresses.slice(0, MAX_VALUES),
          },
        ],
      }),
    ),
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
  ...asking(awsCall('ec2', 'DescribeRouteTables', { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] })),
  placeholder: {},
});
