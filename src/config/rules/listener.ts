import { validationRecords } from '../derived.ts';
import type { ConfigRule } from './rule.ts';

const noListener: ConfigRule = {
  code: 'no-listener',
  severity: 'error',
  keys: ['listener.http', 'listener.https'],
  violated: ({ listener }) => listener.http === 'none' && listener.https === false,
  words: () => ({
    what: 'listener.http is none and listener.https is false: nothing could connect.',
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
    allowed: 'one of the two: a certificate that exists, or one to create',
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
    allowed: 'a hostedZoneId for validation without you',
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
    allowed: 'one of the two: a trust store that exists, or one to create',
    remedy: 'Remove listener.https.mutualTls.trustStoreArn or listener.https.mutualTls.trustStore.',
  }),
};

export const listenerRules: readonly ConfigRule[] = [
  noListener,
  redirectToNowhere,
  portClash,
  twoCertificates,
  certificateWaits,
  twoTrustStores,
];
