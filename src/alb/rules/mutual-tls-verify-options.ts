import type { Rule, RuleValues } from '../rule.ts';
import { elbApi } from '../sources.ts';

const MODE = 'MutualAuthentication.Mode';
const IGNORE_EXPIRY = 'MutualAuthentication.IgnoreClientCertificateExpiry';
const ADVERTISE = 'MutualAuthentication.AdvertiseTrustStoreCaNames';
const TRUST_STORE = 'MutualAuthentication.TrustStoreArn';

const misplaced = (values: RuleValues): string | undefined =>
  [IGNORE_EXPIRY, ADVERTISE, TRUST_STORE].find((key) => values[key] !== undefined);

export const mutualTlsVerifyOptions: Rule = {
  code: 'mutual-tls-verify-options',
  title: 'Options of mutual TLS that need mode verify',
  severity: 'error',
  subject: 'listener',
  reads: [IGNORE_EXPIRY, ADVERTISE, TRUST_STORE, MODE],
  why: 'These options of mutual TLS mean something only while the load balancer verifies certificates itself.',
  source: elbApi('MutualAuthenticationAttributes'),
  judge: (values) => (values[MODE] !== 'verify' && misplaced(values) !== undefined ? 'violated' : 'met'),
  words: (values, name) => {
    const key = misplaced(values) ?? TRUST_STORE;
    return {
      what: `${name(key)} is set while ${name(MODE)} is ${values[MODE]}.`,
      allowed: `${name(key)} only with ${name(MODE)} verify`,
      remedy: `Remove ${name(key)}, or set ${name(MODE)} to verify.`,
    };
  },
};
