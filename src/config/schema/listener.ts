import * as z from 'zod/mini';
import { BUCKET_NAME, MAX_CERTIFICATE_NAME } from '../../alb/limits.ts';
import { LISTENER_PROPERTIES } from '../../alb/listener-settings.ts';
import { TLS_POLICY_RECOMMENDED } from '../../alb/tls-policies.ts';
import { describe, feature, list, optional, section, strings, value } from '../fields.ts';
import { arnOf, DOMAIN_NAME_WORDS, domainName, hostedZoneId } from './names.ts';

const certificateArn = {
  kind: 'string',
  pattern: new RegExp(`^${arnOf('acm')}certificate/[A-Za-z0-9-]+$`),
  words: 'the ARN of a certificate in ACM, in the Region of the load balancer',
} as const;

const certificate = z.strictObject({
  domainName: domainName('The name that clients connect to.', MAX_CERTIFICATE_NAME),
  subjectAlternativeNames: describe(
    z._default(
      list(
        z.union([
          domainName('A further name, validated in the hosted zone of the certificate.'),
          z.strictObject({
            domainName: domainName('A further name.'),
            hostedZoneId: z.optional(hostedZoneId('The hosted zone of this name.')),
          }),
        ]),
        `${DOMAIN_NAME_WORDS}, or domainName with its own hostedZoneId`,
        { min: 0, max: 9 },
      ),
      () => [],
    ),
    'Further names on the same certificate.',
  ),
  hostedZoneId: z.optional(
    hostedZoneId(
      'The Route 53 hosted zone in which ACM proves that the names are yours. Without it the deployment waits until you create the records by hand.',
    ),
  ),
});

/** The location of an S3 object from which the trust store is created. */
const objectWith = (what: string) =>
  z.strictObject({
    bucket: describe(z.string().check(z.regex(BUCKET_NAME.pattern)), `The bucket with ${what}.`, {
      allowed: BUCKET_NAME.words,
    }),
    key: describe(z.string().check(z.minLength(1), z.maxLength(1024)), `The object with ${what}, as PEM.`, {
      allowed: 'the key of an S3 object, at most 1024 characters',
    }),
    version: describe(
      z.optional(z.string().check(z.minLength(1), z.maxLength(1024))),
      'The version of the object.',
      { allowed: 'the version id of an S3 object' },
    ),
  });

const trustStore = objectWith('the CA certificates');
const crl = objectWith('a certificate revocation list');

const mutualTls = z.strictObject({
  mode: describe(
    z.enum(['passthrough', 'verify']),
    'passthrough passes the client certificate to the target in a header; verify checks it against a trust store first.',
    { allowed: 'one of passthrough, verify' },
  ),
  trustStoreArn: optional(
    {
      kind: 'string',
      pattern: new RegExp(`^${arnOf('elasticloadbalancing')}truststore/[A-Za-z0-9-]+/[0-9a-f]+$`),
      words: 'the ARN of a trust store',
    },
    'An existing trust store.',
  ),
  trustStore: describe(z.optional(trustStore), 'A trust store to create from an object in S3.', {
    allowed: 'a group of keys: bucket, key and version',
  }),
  revocationLists: describe(
    z.optional(list(crl, 'a group of keys: bucket, key and version', { max: 30 })),
    'Certificate revocation lists in S3: certificates on them are refused.',
  ),
  ignoreClientCertificateExpiry: optional({ kind: 'boolean' }, 'Accept certificates that have expired.'),
  advertiseTrustStoreCaNames: optional(
    { kind: 'boolean' },
    'Send clients the names of the certificate authorities, so that they can choose a certificate.',
  ),
});

export const listener = section('The listeners: what clients connect to.', {
  http: value(
    { kind: 'enum', values: ['redirect', 'forward', 'none'] },
    'redirect',
    'What port 80 does: redirect to HTTPS, forward to the targets, or none for no listener. A redirect helps page loads only: WebSocket clients do not follow it.',
  ),
  https: feature('The HTTPS listener, for wss://.', true, {
    port: value(LISTENER_PROPERTIES.Port.values, 443, 'The port of the HTTPS listener.'),
    sslPolicy: value(
      LISTENER_PROPERTIES.SslPolicy.values,
      TLS_POLICY_RECOMMENDED,
      'The TLS security policy. Without one ELB would use ELBSecurityPolicy-2016-08, which accepts TLS 1.0.',
    ),
    certificateArn: optional(
      certificateArn,
      'An existing certificate. It becomes the default of the parameter CertificateArn; without it and without `certificate` the parameter must be given at deployment. (The parameter also accepts a server certificate in IAM.)',
    ),
    additionalCertificateArns: describe(
      z.optional(strings(certificateArn, { max: 25 })),
      'Certificates for further names; the name that the client asks for selects one.',
    ),
    certificate: describe(z.optional(certificate), 'A certificate to create in ACM, validated through DNS.', {
      allowed: 'a group of keys',
    }),
    mutualTls: describe(z.optional(mutualTls), 'Clients show a certificate too.', {
      allowed: 'a group of keys, at least mode',
    }),
    hsts: feature('Tell browsers to use HTTPS only (Strict-Transport-Security).', false, {
      maxAge: value(
        { kind: 'integer', min: 0, max: 63072000, unit: 'seconds' },
        31536000,
        'For how long. To withdraw it, set 0 and wait.',
      ),
      includeSubDomains: value({ kind: 'boolean' }, false, 'Apply it to all subdomains too.'),
      preload: value({ kind: 'boolean' }, false, 'Request inclusion in the list that browsers ship with.'),
    }),
    hideServerHeader: value({ kind: 'boolean' }, false, 'Omit the header "server: awselb/2.0".'),
  }),
});
