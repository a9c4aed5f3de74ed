import type { Rule } from '../rule.ts';
import { userGuide } from '../sources.ts';
import { TLS_POLICIES, TLS_POLICY_RECOMMENDED } from '../tls-policies.ts';

const POLICY = 'SslPolicy';
const PROTOCOL = 'Protocol';
const source = userGuide('describe-ssl-policies');

/** The API model does not list the policies, so an unknown name may be a new policy: a warning, not an error. */
export const tlsPolicyUnknown: Rule = {
  code: 'tls-policy-unknown',
  title: 'Unknown TLS policy',
  severity: 'warning',
  subject: 'listener',
  reads: [POLICY, PROTOCOL],
  why: 'A misspelt policy is refused only when the stack is deployed.',
  source,
  judge: (values) => {
    if (values[PROTOCOL] !== 'HTTPS' || values[POLICY] === undefined) return 'not-applicable';
    return TLS_POLICIES.has(values[POLICY]) ? 'met' : 'violated';
  },
  words: (values, name) => ({
    what: `${name(POLICY)} ${values[POLICY]} is not among the policies known here. It is passed on as it is.`,
    allowed: `a policy listed in ${source}`,
    remedy: `Check the name; AWS recommends ${TLS_POLICY_RECOMMENDED}.`,
  }),
};

export const tlsPolicyOld: Rule = {
  code: 'tls-policy-old',
  title: 'TLS policy that accepts TLS 1.0 or 1.1',
  severity: 'warning',
  subject: 'listener',
  reads: [POLICY, PROTOCOL],
  why: 'TLS 1.0 and 1.1 are deprecated (RFC 8996); a policy that accepts them fails most audits.',
  source,
  judge: (values) => {
    const policy = TLS_POLICIES.get(values[POLICY] ?? '');
    if (values[PROTOCOL] !== 'HTTPS' || policy === undefined) return 'not-applicable';
    return policy.minimum === '1.0' || policy.minimum === '1.1' ? 'violated' : 'met';
  },
  words: (values, name) => ({
    what: `${name(POLICY)} ${values[POLICY]} accepts TLS ${TLS_POLICIES.get(values[POLICY] ?? '')?.minimum}, which is deprecated.`,
    allowed: 'a policy whose lowest version is TLS 1.2 or 1.3',
    remedy: `Use ${TLS_POLICY_RECOMMENDED}, which AWS recommends, unless clients need the old versions.`,
  }),
};
