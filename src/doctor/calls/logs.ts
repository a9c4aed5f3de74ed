// Calls of CloudWatch Logs. All of them only read.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

/** Every source of vended logs of the Region: there is no filter for one resource. */
export const describeDeliverySources = (): Call => ({
  about: 'the sources of vended logs',
  ...asking(awsCall('logs', 'DescribeDeliverySources', {})),
  placeholder: {},
});
