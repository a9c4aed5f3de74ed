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
  title: 'Mutual TLS options that need verify mode',
  severity: 'error',
  subject: 'listener',
  reads: [IGNORE_EXPIRY, ADVERTISE, TRUST_STORE, MODE],
  why: 'These mutual TLS options matter only when the load balancer verifies certificates itself.',
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
