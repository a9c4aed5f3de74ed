import type { Rule } from '../rule.ts';
import { cloudFormation } from '../sources.ts';

const PROTOCOL = 'Protocol';
const CERTIFICATE = 'Certificates.CertificateArn';
const MODE = 'MutualAuthentication.Mode';

export const httpTlsSettings: Rule = {
  code: 'http-tls-settings',
  title: 'Certificate or mutual TLS on an HTTP listener',
  severity: 'error',
  subject: 'listener',
  reads: [PROTOCOL, CERTIFICATE, MODE],
  why: 'Certificates and mutual TLS belong to HTTPS listeners.',
  source: cloudFormation('aws-resource-elasticloadbalancingv2-listener'),
  judge: (values) => {
    if (values[PROTOCOL] !== 'HTTP') return 'not-applicable';
    return values[CERTIFICATE] === undefined && values[MODE] === 'off' ? 'met' : 'violated';
  },
  words: (values, name) => {
    const which = values[CERTIFICATE] === undefined ? MODE : CERTIFICATE;
    return {
      what: `${name(which)} is set on an HTTP listener: ELB refuses it.`,
      allowed: `${name(which)} only with ${name(PROTOCOL)} HTTPS`,
      remedy: `Remove ${name(which)}, or set ${name(PROTOCOL)} to HTTPS.`,
    };
  },
};
