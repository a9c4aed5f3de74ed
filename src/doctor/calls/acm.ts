// Calls of Certificate Manager. All of them only read.
import { awsCall } from '../../common/aws-call.ts';
import { asking, type Call } from './call.ts';

export const describeCertificate = (certificate: string): Call => ({
  about: `the certificate ${certificate}`,
  ...asking(awsCall('acm', 'DescribeCertificate', { CertificateArn: certificate })),
  placeholder: {},
});
