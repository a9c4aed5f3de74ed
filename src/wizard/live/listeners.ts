// Converts the listeners of a live load balancer to `listener`.
import type { Draft, Live, LiveListener } from './live.ts';
import { listenerName, ruleWords } from './rule-words.ts';

const HSTS = 'routing.http.response.strict_transport_security.header_value';
const SERVER = 'routing.http.response.server.enabled';
const ACM = /^arn:[^:]+:acm:/;

export interface ForwardingListeners {
  /** The listener whose rules become the config's: HTTPS, or if there is none, HTTP. */
  readonly main: LiveListener | undefined;
  /** The HTTP listener, if it forwards too: a config has the same rules for both. */
  readonly other: LiveListener | undefined;
}

/** Sets `listener`, and returns the listeners that forward. */
export function writeListeners(draft: Draft, { listeners }: Live): ForwardingListeners {
  const https = listeners.find(({ description }) => description.Protocol === 'HTTPS');
  const http = listeners.find(
    ({ description }) => description.Protocol === 'HTTP' && description.Port === 80,
  );
  const kind = http ? httpOf(draft, http) : 'none';
  draft.set('listener.http', kind);
  if (https) writeHttps(draft, https);
  else draft.set('listener.https', false);
  for (const listener of listeners) {
    if (listener !== https && listener !== http) draft.leave(`the ${listenerName(listener)}`);
    if (listener === https || (listener === http && kind === 'forward')) continue;
    for (const rule of listener.rules)
      if (!rule.rule.isDefault)
        draft.leave(`${ruleWords(listener, rule)}: only listeners that forward have rules`);
  }
  const forwarding = kind === 'forward' ? http : undefined;
  return https ? { main: https, other: forwarding } : { main: forwarding, other: undefined };
}

function httpOf(draft: Draft, listener: LiveListener): 'redirect' | 'forward' | 'none' {
  const action = listener.description.DefaultActions?.at(-1);
  const forwards = listener.rules.some(({ description: { Actions = [] } }) =>
    Actions.some(({ Type }) => Type === 'forward'),
  );
  if (action?.Type !== 'redirect' || forwards) {
    if (forwards || action?.Type === 'forward') return 'forward';
    draft.leave(`the ${listenerName(listener)}: it forwards nothing, and answers with ${action?.Type}`);
    return 'none';
  }
  const { Protocol, StatusCode, Host } = action.RedirectConfig ?? {};
  if (Protocol !== 'HTTPS' || StatusCode !== 'HTTP_301' || (Host !== undefined && Host !== '#{host}'))
    draft.leave(`where port 80 redirects to: ${Protocol} ${Host} with ${StatusCode}`);
  return 'redirect';
}

function writeHttps(draft: Draft, { description, attributes, certificates }: LiveListener): void {
  const key = (name: string) => `listener.https.${name}`;
  draft.set(key('port'), description.Port);
  draft.set(key('sslPolicy'), description.SslPolicy);
  const certificate = description.Certificates?.[0]?.CertificateArn;
  if (certificate !== undefined && ACM.test(certificate)) draft.set(key('certificateArn'), certificate);
  else if (certificate !== undefined)
    draft.leave(`the certificate ${certificate}: give it as the parameter CertificateArn`);
  const more = certificates.filter((arn) => arn !== certificate);
  const inAcm = more.filter((arn) => ACM.test(arn));
  if (inAcm.length > 0) draft.set(key('additionalCertificateArns'), inAcm);
  for (const arn of more.filter((one) => !ACM.test(one))) draft.leave(`the certificate ${arn}`);

  const { Mode, TrustStoreArn, IgnoreClientCertificateExpiry, AdvertiseTrustStoreCaNames } =
    description.MutualAuthentication ?? {};
  if (Mode !== undefined && Mode !== 'off') {
    draft.set(key('mutualTls.mode'), Mode);
    draft.set(key('mutualTls.trustStoreArn'), TrustStoreArn);
    if (Mode === 'verify')
      draft.set(key('mutualTls.ignoreClientCertificateExpiry'), IgnoreClientCertificateExpiry);
    if (AdvertiseTrustStoreCaNames === 'on') draft.set(key('mutualTls.advertiseTrustStoreCaNames'), true);
  }
  writeHeaders(draft, attributes);
}

function writeHeaders(draft: Draft, attributes: ReadonlyMap<string, string>): void {
  for (const [attribute, value] of attributes) {
    if (attribute === SERVER) draft.set('listener.https.hideServerHeader', value === 'false');
    else if (value === '' || isUsualName(attribute, value)) continue;
    else if (attribute === HSTS) writeHsts(draft, value);
    else draft.leave(`the HTTPS listener: ${attribute} = ${value}`);
  }
}

/**
 * Whether a TLS header for targets has its standard name, such as
 * `routing.http.request.x_amzn_tls_version.header_name`.
 */
const isUsualName = (attribute: string, value: string): boolean =>
  attribute === `routing.http.request.${value.toLowerCase().replaceAll('-', '_')}.header_name`;

/** `max-age=31536000; includeSubDomains; preload` */
function writeHsts(draft: Draft, value: string): void {
  const parts = value.split(';').map((part) => part.trim());
  const maxAge = /^max-age=(\d+)$/.exec(parts[0] ?? '')?.[1];
  const known = parts.slice(1).every((part) => /^(includeSubDomains|preload)$/i.test(part));
  if (maxAge === undefined || !known) {
    draft.leave(`the HTTPS listener: ${HSTS} = ${value}`);
    return;
  }
  const has = (name: string) => parts.some((part) => part.toLowerCase() === name.toLowerCase());
  draft.set('listener.https.hsts', {
    maxAge: Number(maxAge),
    ...(has('includeSubDomains') && { includeSubDomains: true }),
    ...(has('preload') && { preload: true }),
  });
}
