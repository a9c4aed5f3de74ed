import type { Rule } from '../rule.ts';
import { elbApi } from '../sources.ts';

const MODE = 'MutualAuthentication.Mode';
const TRUST_STORE = 'MutualAuthentication.TrustStoreArn';

export const mutualTlsTrustStore: Rule = {
  code: 'mutual-tls-trust-store',
  title: 'Mutual TLS in verify mode without a trust store',
  severity: 'error',
  subject: 'listener',
  reads: [TRUST_STORE, MODE],
  why: 'Verifying client certificates needs a trust store to verify them against.',
  source: elbApi('MutualAuthenticationAttributes'),
  judge: (values) => {
    if (values[MODE] !== 'verify') return 'not-applicable';
    return values[TRUST_STORE] === undefined ? 'violated' : 'met';
  },
  words: (_values, name) => ({
    what: `${name(MODE)} is verify, but ${name(TRUST_STORE)} is not set.`,
    allowed: 'the ARN of a trust store',
    remedy: `Set ${name(TRUST_STORE)}, create one, or set ${name(MODE)} to passthrough and verify in the application.`,
  }),
};
