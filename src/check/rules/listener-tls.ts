// Certificates, policies and authentication of listeners, beyond ELB's rules in alb/.
import { UNKNOWN } from '../../alb/setting.ts';
import { cloudFormation, userGuide } from '../../alb/sources.ts';
import { TLS_POLICIES, TLS_POLICY_API_DEFAULT, TLS_POLICY_RECOMMENDED } from '../../alb/tls-policies.ts';
import { addProperty, removeProperty } from '../fix/properties.ts';
import { recommendPolicy } from '../fix/tls-policy.ts';
import { entry } from '../node.ts';
import { each, listeners, violation, type CheckRule } from '../rule.ts';
import { actionsOfType, protocolOf } from './actions.ts';

const resource = cloudFormation('aws-resource-elasticloadbalancingv2-listener');
const policies = userGuide('describe-ssl-policies');
const POLICY = 'SslPolicy';

export const httpTlsPolicy: CheckRule = {
  code: 'http-tls-policy',
  severity: 'error',
  group: 'refused',
  title: 'TLS policy on an HTTP listener',
  why: 'A TLS policy belongs to HTTPS listeners.',
  source: resource,
  judge: each(listeners, ({ settings, lineOf }) => {
    if (settings.get('Protocol') !== 'HTTP') return 'not-applicable';
    const policy = settings.get(POLICY);
    if (policy === UNKNOWN) return 'not-applicable';
    return policy === undefined ? 'met' : violation(lineOf(POLICY));
  }),
  fix: { mode: 'safe', what: 'Removes SslPolicy.', change: (site) => removeProperty(site, POLICY) },
  words: () => ({
    what: 'SslPolicy is set on an HTTP listener.',
    remedy: 'Remove SslPolicy, or set Protocol to HTTPS with a certificate.',
  }),
};

export const listenerCertificates: CheckRule = {
  code: 'listener-certificates',
  severity: 'error',
  group: 'refused',
  title: 'More than one certificate on a listener',
  why: 'A listener’s Certificates property holds exactly one certificate, the default one.',
  source: resource,
  judge: each(listeners, ({ resource: { properties, line } }, { resolver }) => {
    const found = entry(properties, 'Certificates');
    const items = resolver.items(found?.value);
    if (!found || items === UNKNOWN || items.includes(UNKNOWN)) return 'not-applicable';
    return items.length <= 1 ? 'met' : violation(found.line || line, { count: items.length });
  }),
  words: ({ count }) => ({
    what: `Certificates has ${String(count)} members.`,
    allowed: 'one',
    remedy: 'Move the others to an AWS::ElasticLoadBalancingV2::ListenerCertificate.',
  }),
};

export const authenticateHttp: CheckRule = {
  code: 'authenticate-http',
  severity: 'error',
  group: 'refused',
  title: 'Authentication on an HTTP listener',
  why: 'The actions authenticate-oidc, authenticate-cognito and jwt-validation work on HTTPS listeners only.',
  source: userGuide('rule-action-types'),
  judge: each(actionsOfType(/^(authenticate-(oidc|cognito)|jwt-validation)$/), ({ route, line, type }) => {
    const protocol = protocolOf(route);
    if (protocol === undefined) return 'not-applicable';
    return protocol === 'HTTP' ? violation(line, { type }) : 'met';
  }),
  words: ({ type }) => ({
    what: `The action ${String(type)} is on an HTTP listener.`,
    remedy: 'Move it to an HTTPS listener.',
  }),
};

export const tlsPolicyOmitted: CheckRule = {
  code: 'tls-policy-omitted',
  severity: 'warning',
  group: 'sockets',
  title: 'HTTPS listener without a TLS policy',
  why: `Through CloudFormation a listener without a policy gets ${TLS_POLICY_API_DEFAULT}: TLS 1.0 to 1.2, no 1.3. The console's default differs.`,
  source: policies,
  judge: each(listeners, ({ settings, resource: { line } }) => {
    if (settings.get('Protocol') !== 'HTTPS') return 'not-applicable';
    if (settings.get(POLICY) === UNKNOWN) return 'not-applicable';
    return settings.has(POLICY) ? 'met' : violation(line);
  }),
  fix: {
    mode: 'suggest',
    what: `Sets it to ${TLS_POLICY_RECOMMENDED}.`,
    change: (site) => addProperty(site, POLICY, TLS_POLICY_RECOMMENDED, ['Protocol', 'Port']),
  },
  words: () => ({
    what: `SslPolicy is not set, so it is ${TLS_POLICY_API_DEFAULT}, which accepts TLS 1.0.`,
    remedy: `Set SslPolicy; AWS recommends ${TLS_POLICY_RECOMMENDED}.`,
  }),
};

export const tlsPolicySuperseded: CheckRule = {
  code: 'tls-policy-superseded',
  severity: 'info',
  group: 'sockets',
  title: 'Superseded TLS policy',
  why: 'Policies older than TLS 1.3 do not offer it, and withdrawn ones are in none of today’s tables.',
  source: policies,
  judge: each(listeners, ({ settings, lineOf }) => {
    const policy = settings.get(POLICY);
    if (settings.get('Protocol') !== 'HTTPS' || typeof policy !== 'string') return 'not-applicable';
    const known = TLS_POLICIES.get(policy);
    // tls-policy-old and tls-policy-unknown cover the rest.
    if (!known || (known.current && (known.minimum === '1.0' || known.minimum === '1.1')))
      return 'not-applicable';
    return known.current && policy.includes('TLS13') ? 'met' : violation(lineOf(POLICY), { policy });
  }),
  fix: recommendPolicy,
  words: ({ policy }) => ({
    what: `SslPolicy is ${String(policy)}, which does not offer TLS 1.3.`,
    remedy: `Use ${TLS_POLICY_RECOMMENDED}, which AWS recommends.`,
  }),
};
