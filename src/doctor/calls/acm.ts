// Calls of Certificate Manager. All of them only read.
import type { Call } from './call.ts';

export const describeCertificate = (certificate: string): Call => ({
  about: `the certificate ${certificate}`,
  args: ['acm', 'describe-certificate', '--certificate-arn', certificate],
  permission: 'acm:DescribeCertificate',
  placeholder: {},
});
