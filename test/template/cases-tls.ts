// Golden files about certificates and mutual TLS; part of cases.ts.
import type { ConfigInput } from '../../src/config/schema/index.ts';

export const TLS_CASES: Readonly<Record<string, ConfigInput>> = {
  'created-certificate': {
    name: 'chat',
    tags: { Environment: 'production', 'cost:center': 'real-time' },
    network: { scheme: 'internet-facing', ipAddressType: 'dualstack-without-public-ipv4' },
    listener: {
      http: 'redirect',
      https: {
        certificate: {
          domainName: 'ws.example.com',
          subjectAlternativeNames: ['*.ws.example.com'],
          hostedZoneId: 'Z0123456789ABCDEFGHIJ',
        },
      },
    },
  },
  'certificate-validated-by-hand': {
    listener: { https: { certificate: { domainName: 'ws.example.com' } } },
  },
  'mutual-tls-verify': {
    listener: {
      https: {
        certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
        additionalCertificateArns: [
          'arn:aws:acm:eu-west-1:123456789012:certificate/22345678-1234-1234-1234-123456789012',
          'arn:aws:acm:eu-west-1:123456789012:certificate/32345678-1234-1234-1234-123456789012',
        ],
        mutualTls: {
          mode: 'verify',
          trustStoreArn:
            'arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/clients/0123456789abcdef',
          ignoreClientCertificateExpiry: true,
          advertiseTrustStoreCaNames: true,
        },
        hsts: { maxAge: 63072000, includeSubDomains: true, preload: true },
        hideServerHeader: true,
      },
    },
  },
  'mutual-tls-created-trust-store': {
    listener: {
      https: {
        mutualTls: {
          mode: 'verify',
          trustStore: { bucket: 'client-cas', key: 'chat/ca bundle.pem', version: '3/L4kqtJlcpXroDTDmJ' },
          ignoreClientCertificateExpiry: false,
          advertiseTrustStoreCaNames: false,
        },
        hsts: { maxAge: 0, includeSubDomains: false, preload: false },
      },
    },
  },
  'mutual-tls-passthrough': {
    listener: { https: { mutualTls: { mode: 'passthrough' }, hsts: true } },
  },
  'certificate-in-two-zones': {
    listener: {
      https: {
        certificate: {
          domainName: 'ws.example.com',
          hostedZoneId: 'Z0123456789ABCDEFGHIJ',
          subjectAlternativeNames: [
            { domainName: 'ws.example.org', hostedZoneId: 'ZEXAMPLEORG' },
            'ws2.example.com',
          ],
        },
      },
    },
  },
};
