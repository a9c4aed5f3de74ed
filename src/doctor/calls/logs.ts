// Calls to CloudWatch Logs, all of them read-only.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

/** Every vended log source in the Region, because there is no filter by resource. */
export const describeDeliverySources = (): Call => ({
  about: 'the sources of vended logs',
  ...asking(awsCall('logs', 'DescribeDeliverySources', {})),
  placeholder: {},
});
