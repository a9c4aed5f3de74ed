// The listeners of a live load balancer.
import type { Draft, Live, LiveListener, LiveRule } from './live.ts';

const HSTS = 'routing.http.response.strict_transport_security.header_value';
const SERVER = 'routing.http.response.server.enabled';
const ACM = /^arn:[^:]+:acm:/;

/** Sets `listener`, and returns the ARNs of the target groups that requests go to, the sockets' own first. */
export function writeListeners(draft: Draft, { listeners }: Live): string[] {
  const https = listeners.find(({ description }) => description.Protocol === 'HTTPS');
  const http = listeners.find(
    ({ description }) => description.Protocol === 'HTTP' && description.Port === 80,
  );
  draft.set('listener.http', http ? httpOf(draft, http) : 'none');
  if (https) writeHttps(draft, https);
  else draft.set('listener.https', false);
  for (const listener of listeners) {
    const { description, rules } = listener;
    if (listener !== https && listener !== http) draft.leave(`the ${nameOf(listener)}`);
    for (const rule of rules) if (rule.IsDefault !== true) draft.leave(ruleWords(listener, rule));
    const used = [https, http].includes(listener) ? (description.DefaultActions ?? []) : [];
    for (const { Type } of used)
      if (Type !== 'forward' && Type !== 'redirect') draft.leave(`${Type} of the ${nameOf(listener)}`);
  }
  const groups = [https, http].flatMap((listener) => (listener ? forwardedTo(listener) : []));
  return [...new Set(groups)];
}

const nameOf = ({ description: { Protocol, Port } }: LiveListener): string =>
  `${Protocol} listener on port ${Port}`;

function ruleWords(listener: LiveListener, { Priority, Conditions = [], Actions = [] }: LiveRule): string {
  const conditions = Conditions.map(({ Field, Values = [], PathPatternConfig, HostHeaderConfig }) =>
    [Field, ...(PathPatternConfig?.Values ?? HostHeaderConfig?.Values ?? Values)].join(' '),
  );
  const action = Actions.at(-1)?.Type ?? 'nothing';
  return `rule ${Priority} of the ${nameOf(listener)}: ${conditions.join(', ')} -> ${action}`;
}

/** The target groups of a listener's default action, the one with the most weight first, then those of its rules. */
function forwardedTo({ description, rules }: LiveListener): string[] {
  const ofActions = (actions: LiveRule['Actions'] = []): string[] =>
    actions.flatMap(({ TargetGroupArn, ForwardConfig }) => [
      ...(TargetGroupArn === undefined ? [] : [TargetGroupArn]),
      ...(ForwardConfig?.TargetGroups ?? [])
        .toSorted((left, right) => (right.Weight ?? 0) - (left.Weight ?? 0))
        .flatMap((group) => group.TargetGroupArn ?? []),
    ]);
  return [...ofActions(description.DefaultActions), ...rules.flatMap(({ Actions }) => ofActions(Actions))];
}

function httpOf(draft: Draft, listener: LiveListener): 'redirect' | 'forward' {
  const action = listener.description.DefaultActions?.at(-1);
  if (action?.Type !== 'redirect') return 'forward';
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

/** A header with facts of TLS for the target that has its own name: `routing.http.request.x_amzn_tls_version.header_name`. */
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
