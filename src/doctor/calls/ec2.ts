// Calls to EC2, all of them read-only.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

/** EC2 accepts 200 values per filter. */
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
  // As a filter, because otherwise a single id that no longer exists would make the whole call fail.
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

/**
 * The interfaces that have any of these addresses. As a filter, so that addresses without an interface are simply left
 * out.
 */
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
