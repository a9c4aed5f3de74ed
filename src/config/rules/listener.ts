import { validationRecords } from '../derived.ts';
import type { Config } from '../schema/index.ts';
import type { ConfigRule } from './rule.ts';

const noListener: ConfigRule = {
  code: 'no-listener',
  severity: 'error',
  keys: ['listener.http', 'listener.https'],
  violated: ({ listener }) => listener.http === 'none' && listener.https === false,
  words: () => ({
    what: 'listener.http is none and listener.https is false: no client could connect.',
    allowed: 'at least one listener',
    remedy: 'Set listener.https to true, or listener.http to forward.',
  }),
};

const redirectToNowhere: ConfigRule = {
  code: 'redirect-without-https',
  severity: 'error',
  keys: ['listener.https', 'listener.http'],
  violated: ({ listener }) => listener.http === 'redirect' && listener.https === false,
  words: () => ({
    what: 'listener.http redirects to HTTPS, but listener.https is false.',
    allowed: 'listener.http forward with listener.https false',
    remedy: 'Set listener.http to forward, or keep listener.https.',
  }),
};

const portClash: ConfigRule = {
  code: 'listener-port-clash',
  severity: 'error',
  keys: ['listener.https.port', 'listener.http'],
  violated: ({ listener }) =>
    listener.http !== 'none' && listener.https !== false && listener.https.port === 80,
  words: () => ({
    what: 'listener.https.port is 80, which the HTTP listener uses.',
    allowed: '1–65535 except 80, unless listener.http is none',
    remedy: 'Use port 443, or set listener.http to none.',
  }),
};

const twoCertificates: ConfigRule = {
  code: 'two-certificates',
  severity: 'error',
  keys: ['listener.https.certificateArn', 'listener.https.certificate'],
  violated: ({ listener }) =>
    listener.https !== false &&
    listener.https.certificateArn !== undefined &&
    listener.https.certificate !== undefined,
  words: () => ({
    what: 'listener.https.certificateArn and listener.https.certificate are both set.',
    allowed: 'one of the two: an existing certificate, or one to create',
    remedy: 'Remove listener.https.certificateArn or listener.https.certificate.',
  }),
};

const certificateWaits: ConfigRule = {
  code: 'certificate-waits',
  severity: 'warning',
  keys: ['listener.https.certificate'],
  violated: ({ listener }) =>
    listener.https !== false &&
    listener.https.certificate !== undefined &&
    validationRecords(listener.https.certificate).some(({ hostedZoneId }) => hostedZoneId === undefined),
  words: () => ({
    what: 'listener.https.certificate has names without a hostedZoneId: the deployment waits until you create the validation records yourself.',
    allowed: 'a hostedZoneId for every name: the records are then created for you',
    remedy:
      'Set listener.https.certificate.hostedZoneId, or one at each name, or watch ACM during the deployment.',
  }),
};

const twoTrustStores: ConfigRule = {
  code: 'two-trust-stores',
  severity: 'error',
  keys: ['listener.https.mutualTls.trustStoreArn', 'listener.https.mutualTls.trustStore'],
  violated: ({ listener }) =>
    listener.https !== false &&
    listener.https.mutualTls?.trustStoreArn !== undefined &&
    listener.https.mutualTls.trustStore !== undefined,
  words: () => ({
    what: 'listener.https.mutualTls.trustStoreArn and listener.https.mutualTls.trustStore are both set.',
    allowed: 'one of the two: an existing trust store, or one to create',
    remedy: 'Remove listener.https.mutualTls.trustStoreArn or listener.https.mutualTls.trustStore.',
  }),
};

const revocationWithoutTrustStore: ConfigRule = {
  code: 'revocation-without-trust-store',
  severity: 'error',
  keys: ['listener.https.mutualTls.revocationLists', 'listener.https.mutualTls.mode'],
  violated: ({ listener: { https } }) =>
    https !== false &&
    https.mutualTls?.revocationLists !== undefined &&
    https.mutualTls.trustStore === undefined,
  words: () => ({
    what: 'listener.https.mutualTls.revocationLists is set, but no trust store is created here: the lists belong to a trust store.',
    allowed: 'revocationLists with listener.https.mutualTls.trustStore and mode verify',
    remedy: 'Set listener.https.mutualTls.trustStore, or add the lists to your own trust store.',
  }),
};

const twoWebAcls: ConfigRule = {
  code: 'two-web-acls',
  severity: 'error',
  keys: ['waf.webAclArn', 'waf.create'],
  violated: ({ waf }) => waf.webAclArn !== undefined && waf.create !== false,
  words: () => ({
    what: 'waf.webAclArn and waf.create are both set; a load balancer has one web ACL.',
    allowed: 'one of the two: an existing web ACL, or one to create',
    remedy: 'Remove waf.webAclArn or waf.create.',
  }),
};

/** Whether a certificate for `pattern`, which may be a wildcard, covers a name. */
const covers = (pattern: string, name: string): boolean =>
  pattern.toLowerCase() === name.toLowerCase() ||
  (pattern.startsWith('*.') &&
    name.slice(name.indexOf('.')).toLowerCase() === pattern.slice(1).toLowerCase());

const nameWithoutCertificate: ConfigRule = {
  code: 'name-without-certificate',
  severity: 'error',
  keys: ['dns.domainName', 'listener.https.certificate.domainName'],
  violated: ({ dns, listener: { https } }) =>
    dns !== undefined &&
    https !== false &&
    https.certificate !== undefined &&
    !validationRecords(https.certificate).some((record) => covers(record.domainName, dns.domainName)),
  words: ({ dns }) => ({
    what: `dns.domainName ${dns?.domainName} is not among the names of listener.https.certificate: every client would refuse the certificate.`,
    allowed: 'a name on the certificate, or one covered by its wildcards',
    remedy: 'Add it to listener.https.certificate.subjectAlternativeNames, or change dns.domainName.',
  }),
};

const preloadWithoutSubDomains: ConfigRule = {
  code: 'hsts-preload',
  severity: 'warning',
  keys: ['listener.https.hsts.preload', 'listener.https.hsts.includeSubDomains'],
  violated: ({ listener: { https } }) =>
    https !== false && https.hsts !== false && https.hsts.preload && !https.hsts.includeSubDomains,
  words: () => ({
    what: 'listener.https.hsts.preload is on without includeSubDomains: the list that browsers ship with refuses that (hstspreload.org).',
    allowed: 'preload together with includeSubDomains and a maxAge of a year',
    remedy: 'Set listener.https.hsts.includeSubDomains to true, or preload to false.',
  }),
};

/** The Region of each ARN in the config, by key. */
function regionsOf({ listener: { https }, waf, alarms }: Config): [string, string][] {
  const arns: [string, string | undefined][] = [
    ['listener.https.certificateArn', https === false ? undefined : https.certificateArn],
    [
      'listener.https.additionalCertificateArns',
      https === false ? undefined : https.additionalCertificateArns?.[0],
    ],
    ['listener.https.mutualTls.trustStoreArn', https === false ? undefined : https.mutualTls?.trustStoreArn],
    ['waf.webAclArn', waf.webAclArn],
    ['alarms.notify.topicArn', alarms === false ? undefined : alarms.notify?.topicArn],
  ];
  return arns.flatMap(([key, arn]) => (arn === undefined ? [] : [[key, arn.split(':')[3] ?? '']]));
}

const severalRegions: ConfigRule = {
  code: 'several-regions',
  severity: 'error',
  keys: [
    'waf.webAclArn',
    'alarms.notify.topicArn',
    'listener.https.mutualTls.trustStoreArn',
    'listener.https.additionalCertificateArns',
    'listener.https.certificateArn',
  ],
  violated: (config) => new Set(regionsOf(config).map(([, region]) => region)).size > 1,
  words: (config) => ({
    what: `These are in different Regions: ${regionsOf(config)
      .map(([key, region]) => `${key} ${region}`)
      .join(', ')}. All must be in the Region of the load balancer.`,
    allowed: 'ARNs of one Region',
    remedy: 'Use what exists in the Region that you deploy to.',
  }),
};

export const listenerRules: readonly ConfigRule[] = [
  nameWithoutCertificate,
  preloadWithoutSubDomains,
  severalRegions,
  noListener,
  redirectToNowhere,
  portClash,
  twoCertificates,
  certificateWaits,
  twoTrustStores,
  revocationWithoutTrustStore,
  twoWebAcls,
];
