import * as z from 'zod/mini';
import { LISTENER_PROPERTIES } from '../../alb/listener-settings.ts';
import { TLS_POLICY_RECOMMENDED } from '../../alb/tls-policies.ts';
import { describe, feature, optional, section, strings, value } from '../fields.ts';

const LABEL = '[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const domain = {
  kind: 'string',
  pattern: new RegExp(`^(\\*\\.)?(${LABEL}\\.)+${LABEL}$`),
  maxLength: 253,
  words: 'a domain name such as ws.example.com or *.example.com',
} as const;

const certificate = z.strictObject({
  domainName: describe(
    z.string().check(z.maxLength(domain.maxLength), z.regex(domain.pattern)),
    'The name that clients connect to.',
    {
      allowed: domain.words,
    },
  ),
  subjectAlternativeNames: describe(
    z._default(strings(domain, { min: 0, max: 9 }), () => []),
    'Further names on the same certificate.',
  ),
  hostedZoneId: optional(
    { kind: 'string', pattern: /^Z[A-Z0-9]{1,31}$/, words: 'the id of a Route 53 hosted zone, "Z…"' },
    'The Route 53 hosted zone in which ACM proves that the names are yours. Without it the deployment waits until you create the records by hand.',
  ),
});

export const listener = section('The listeners: what clients connect to.', {
  http: value(
    { kind: 'enum', values: ['redirect', 'forward', 'none'] },
    'redirect',
    'What port 80 does: redirect to HTTPS, forward to the targets, or not exist. A redirect helps page loads only: WebSocket clients do not follow it.',
  ),
  https: feature('The HTTPS listener, for wss://.', true, {
    port: value(LISTENER_PROPERTIES.Port.values, 443, 'The port of the HTTPS listener.'),
    sslPolicy: value(
      LISTENER_PROPERTIES.SslPolicy.values,
      TLS_POLICY_RECOMMENDED,
      'The TLS security policy. Without one ELB would take ELBSecurityPolicy-2016-08, which accepts TLS 1.0.',
    ),
    certificateArn: optional(
      {
        kind: 'string',
        pattern:
          /^arn:aws[a-z-]*:(acm:[a-z0-9-]+:\d{12}:certificate\/[A-Za-z0-9-]+|iam::\d{12}:server-certificate\/[\w+=,.@/-]+)$/,
        words: 'the ARN of a certificate in ACM (in the same Region) or IAM',
      },
      'A certificate that exists. It becomes the default of the parameter CertificateArn; without it and without `certificate` the parameter must be given at deployment.',
    ),
    certificate: describe(z.optional(certificate), 'A certificate to create in ACM, validated through DNS.', {
      allowed: 'a group of keys',
    }),
  }),
});
