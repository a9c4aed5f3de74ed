// Calls to Certificate Manager, all of them read-only.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

export const describeCertificate = (certificate: string): Call => ({
  about: `the certificate ${certificate}`,
  ...asking(awsCall('acm', 'DescribeCertificate', { CertificateArn: certificate })),
  placeholder: {},
});
