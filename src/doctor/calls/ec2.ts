// Calls of EC2. All of them only read.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

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
  // As a filter: one id that does not exist any more would make the whole call fail. It takes 200 values.
  ...asking(
    awsCall('ec2', 'DescribeInstances', {
      Filters: [{ Name: 'instance-id', Values: instances.slice(0, 200) }],
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
