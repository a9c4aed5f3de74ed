import { HTTP_PORT } from '../../config/derived.ts';
import { httpListenerAttributes, httpsListenerAttributes } from '../../config/settings.ts';
import { asksIdentityProvider, routingOf, type RoutingRule } from '../../config/routing.ts';
import type { Config, Https } from '../../config/schema/index.ts';
import { ref } from '../intrinsics.ts';
import { keyValues } from '../key-values.ts';
import { ID } from '../names.ts';
import { tags } from '../tags.ts';
import type { Resource, Section } from '../types.ts';
import { actionsOf } from './actions.ts';
import { certificateRef } from './certificate.ts';

/** The listeners on port 80 and for HTTPS. */
export function listeners(config: Config): Section {
  const { http, https } = config.listener;
  const why = [
    'ELB upgrades to WebSocket by itself on HTTP and HTTPS listeners; there is no setting for it.',
    ...(http === 'redirect'
      ? [
          'The redirect serves browsers that load a page. WebSocket clients do not follow it: connect to wss://.',
        ]
      : []),
    ...(asksIdentityProvider(config)
      ? [
          'Clients must sign in before the handshake: browsers do not follow a redirect of one.',
          'The secret of the client is read from Secrets Manager at each deployment; it is not in this file.',
        ]
      : []),
  ];
  return {
    title: 'Listeners',
    why,
    resources: {
      ...(http !== 'none' && { [ID.httpListener]: httpListener(config) }),
      ...(https !== false && trustStore(config, https)),
      ...(https !== false && { [ID.httpsListener]: httpsListener(config, https) }),
      ...(https !== false && additionalCertificates(https)),
    },
  };
}

function httpListener(config: Config): Resource {
  const { http, https } = config.listener;
  const redirect = {
    Type: 'redirect',
    RedirectConfig: {
      Protocol: 'HTTPS',
      Port: String(https === false ? 443 : https.port),
      StatusCode: 'HTTP_301',
    },
  };
  return {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: ref(ID.loadBalancer),
      Port: HTTP_PORT,
      Protocol: 'HTTP',
      ListenerAttributes: keyValues(httpListenerAttributes(config)),
      DefaultActions: http === 'redirect' ? [redirect] : actionsOf(routingOf(config).rest),
    },
  };
}

/** An HTTPS listener: the one for clients, or the test listener. */
export const httpsListener = (
  config: Config,
  https: Https,
  port: number = https.port,
  rest: RoutingRule = routingOf(config).rest,
): Resource => ({
  Type: 'AWS::ElasticLoadBalancingV2::Listener',
  Properties: {
    LoadBalancerArn: ref(ID.loadBalancer),
    Port: port,
    Protocol: 'HTTPS',
    Certificates: [{ CertificateArn: certificateRef(config) }],
    SslPolicy: https.sslPolicy,
    ...(https.mutualTls && { MutualAuthentication: mutualAuthentication(https.mutualTls) }),
    ListenerAttributes: keyValues(httpsListenerAttributes(config)),
    DefaultActions: actionsOf(rest),
  },
});

function mutualAuthentication(mutualTls: NonNullable<Https['mutualTls']>): Record<string, unknown> {
  if (mutualTls.mode === 'passthrough') return { Mode: 'passthrough' };
  const { advertiseTrustStoreCaNames, ignoreClientCertificateExpiry, trustStoreArn } = mutualTls;
  return {
    Mode: 'verify',
    TrustStoreArn: trustStoreArn ?? ref(ID.trustStore),
    IgnoreClientCertificateExpiry: ignoreClientCertificateExpiry ?? false,
    AdvertiseTrustStoreCaNames: advertiseTrustStoreCaNames ? 'on' : 'off',
  };
}

function trustStore(config: Config, { mutualTls }: Https): Record<string, Resource> {
  if (mutualTls?.trustStore === undefined) return {};
  const {
    revocationLists = [],
    trustStore: { bucket, key, version },
  } = mutualTls;
  return {
    [ID.trustStore]: {
      Type: 'AWS::ElasticLoadBalancingV2::TrustStore',
      Properties: {
        CaCertificatesBundleS3Bucket: bucket,
        CaCertificatesBundleS3Key: key,
        ...(version !== undefined && { CaCertificatesBundleS3ObjectVersion: version }),
        Tags: tags(config, 'trust-store'),
      },
    },
    ...revocations(revocationLists),
  };
}

type RevocationLists = NonNullable<NonNullable<Https['mutualTls']>['revocationLists']>;

function revocations(lists: RevocationLists): Record<string, Resource> {
  if (lists.length === 0) return {};
  return {
    [`${ID.trustStore}Revocation`]: {
      Type: 'AWS::ElasticLoadBalancingV2::TrustStoreRevocation',
      Properties: {
        TrustStoreArn: ref(ID.trustStore),
        RevocationContents: lists.map(({ bucket, key, version }) => ({
          RevocationType: 'CRL',
          S3Bucket: bucket,
          S3Key: key,
          ...(version !== undefined && { S3ObjectVersion: version }),
        })),
      },
    },
  };
}

/** Only the default certificate is part of the listener; each additional one is a separate resource. */
const additionalCertificates = ({ additionalCertificateArns = [] }: Https): Record<string, Resource> =>
  Object.fromEntries(
    additionalCertificateArns.map((CertificateArn, index) => [
      `AdditionalCertificate${index + 1}`,
      {
        Type: 'AWS::ElasticLoadBalancingV2::ListenerCertificate',
        Properties: { ListenerArn: ref(ID.httpsListener), Certificates: [{ CertificateArn }] },
      },
    ]),
  );
