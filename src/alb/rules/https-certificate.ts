import type { Rule } from '../rule.ts';
import { cloudFormation } from '../sources.ts';

const PROTOCOL = 'Protocol';
const CERTIFICATE = 'Certificates.CertificateArn';

export const httpsCertificate: Rule = {
  code: 'https-certificate',
  title: 'HTTPS listener without a certificate',
  severity: 'error',
  subject: 'listener',
  reads: [CERTIFICATE, PROTOCOL],
  why: 'An HTTPS listener needs a default certificate.',
  source: cloudFormation('aws-resource-elasticloadbalancingv2-listener'),
  judge: (values) => {
    if (values[PROTOCOL] !== 'HTTPS') return 'not-applicable';
    return values[CERTIFICATE] === undefined ? 'violated' : 'met';
  },
  words: (_values, name) => ({
    what: `${name(PROTOCOL)} is HTTPS, but ${name(CERTIFICATE)} is not set.`,
    allowed: 'exactly one certificate ARN (more through ListenerCertificate)',
    remedy: `Set ${name(CERTIFICATE)}.`,
  }),
};
