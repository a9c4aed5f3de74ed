import { ACMClient, DescribeCertificateCommand, ListCertificatesCommand } from '@aws-sdk/client-acm';
import type { ServiceClient } from '../client.ts';

export const acm: ServiceClient<'acm'> = {
  connect: (config) => new ACMClient(config),
  commands: {
    DescribeCertificate: DescribeCertificateCommand,
    ListCertificates: ListCertificatesCommand,
  },
};
