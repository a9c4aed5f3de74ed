import { testListenerOf } from '../../config/deployment.ts';
import type { Config, Https } from '../../config/schema/index.ts';
import { NOT_FOUND, routingOf, testRuleOf, type RoutingRule } from '../../config/routing.ts';
import { httpListenerAttributes, httpsListenerAttributes } from '../../config/settings.ts';
import { ID } from '../../template/names.ts';
import { HTTP_PORT } from '../../config/derived.ts';
import { elbv2, s3 } from '../library.ts';
import { tagName, type Part } from '../part.ts';
import { call, commented, create, member, name, THIS, type Expression, type Value } from '../source/nodes.ts';
import { declare, run, type Statement } from '../source/statements.ts';
import { actionOf } from './actions.ts';
import { ruleOf } from './routes.ts';
import { LOAD_BALANCER } from './load-balancer.ts';
import { sslPolicy } from './ssl-policy.ts';

/** The HTTP listener on port 80 and the HTTPS listener. */
export function listeners(config: Config): Part {
  const { http, https } = config.listener;
  return {
    statements: [
      ...(http === 'none' ? [] : httpListener(config)),
      ...(https === false ? [] : [...trustStore(config, https), ...httpsListener(config, https)]),
    ],
  };
}

const action = (kind: string, argument: Value) => call(member(elbv2, 'ListenerAction'), kind, argument);

const listener = (variable: string, id: string, properties: Readonly<Record<string, Value | undefined>>) =>
  declare(
    variable,
    create(member(elbv2, 'ApplicationListener'), THIS, id, {
      loadBalancer: LOAD_BALANCER,
      ...properties,
      open: commented(false, 'Otherwise CDK would open the security group to everybody.'),
    }),
  );

const attributes = (variable: string, values: ReadonlyMap<string, string>): Statement[] =>
  [...values].map(([key, value]) => run(call(name(variable), 'setAttribute', key, value)));

function httpListener(config: Config): Statement[] {
  const { http, https } = config.listener;
  const redirect = () =>
    action('redirect', {
      protocol: 'HTTPS',
      port: String(https === false ? 443 : https.port),
      permanent: true,
    });
  return [
    listener('httpListener', ID.httpListener, {
      port: HTTP_PORT,
      protocol: member(elbv2, 'ApplicationProtocol.HTTP'),
      defaultAction: http === 'redirect' ? redirect() : actionOf(routingOf(config).rest),
    }),
    ...attributes('httpListener', httpListenerAttributes(config)),
  ];
}

const httpsListener = (config: Config, https: Https): Statement[] => [
  listener('httpsListener', ID.httpsListener, httpsProperties(https, https.port, routingOf(config).rest)),
  ...attributes('httpsListener', httpsListenerAttributes(config)),
  ...additionalCertificates(https),
];

const httpsProperties = (
  https: Https,
  port: number,
  rest: RoutingRule,
): Readonly<Record<string, Value | undefined>> => ({
  port,
  protocol: member(elbv2, 'ApplicationProtocol.HTTPS'),
  certificates: [name('certificate')],
  sslPolicy: sslPolicy(https.sslPolicy),
  mutualAuthentication: https.mutualTls && mutualAuthentication(https.mutualTls),
  defaultAction: actionOf(rest),
});

/** The listener for testing the new version before traffic shifts; undefined unless the config asks for it. */
export function testListener(config: Config): Part | undefined {
  const wanted = testListenerOf(config);
  const rule = testRuleOf(config);
  if (!wanted || !rule) return undefined;
  const { https } = config.listener;
  return {
    statements: [
      listener(
        'testListener',
        ID.testListener,
        https === false
          ? {
              port: wanted.port,
              protocol: member(elbv2, 'ApplicationProtocol.HTTP'),
              defaultAction: actionOf(NOT_FOUND),
            }
          : httpsProperties(https, wanted.port, NOT_FOUND),
      ),
      ...attributes(
        'testListener',
        https === false ? httpListenerAttributes(config) : httpsListenerAttributes(config),
      ),
      declare('testRule', ruleOf(ID.testRule, 'testListener', rule)),
    ],
  };
}

const mode = (value: string) => member(elbv2, `MutualAuthenticationMode.${value}`);

const mutualAuthentication = (mutualTls: NonNullable<Https['mutualTls']>): Value =>
  mutualTls.mode === 'passthrough'
    ? { mutualAuthenticationMode: mode('PASS_THROUGH') }
    : {
        mutualAuthenticationMode: mode('VERIFY'),
        trustStore: name('trustStore'),
        ignoreClientCertificateExpiry: mutualTls.ignoreClientCertificateExpiry ?? false,
        advertiseTrustStoreCaNames: mutualTls.advertiseTrustStoreCaNames ?? false,
      };

function trustStore(config: Config, { mutualTls }: Https): Statement[] {
  if (mutualTls?.mode !== 'verify') return [];
  const construct = member(elbv2, 'TrustStore');
  if (mutualTls.trustStore === undefined)
    return [
      declare(
        'trustStore',
        call(construct, 'fromTrustStoreArn', THIS, ID.trustStore, mutualTls.trustStoreArn ?? ''),
      ),
    ];
  const { bucket, key, version } = mutualTls.trustStore;
  return [
    declare(
      'trustStore',
      create(construct, THIS, ID.trustStore, {
        bucket: call(member(s3, 'Bucket'), 'fromBucketName', THIS, 'TrustStoreBucket', bucket),
        key,
        version,
      }),
    ),
    ...tagName(name('trustStore'), config, 'trust-store'),
    ...revocations(mutualTls.revocationLists),
  ];
}

type RevocationLists = NonNullable<Https['mutualTls']>['revocationLists'];

const revocations = (lists: RevocationLists = []): Statement[] =>
  lists.length === 0
    ? []
    : [
        run(
          create(member(elbv2, 'CfnTrustStoreRevocation'), THIS, `${ID.trustStore}Revocation`, {
            trustStoreArn: member(name('trustStore'), 'trustStoreArn'),
            revocationContents: lists.map(({ bucket, key, version }) => ({
              revocationType: 'CRL',
              s3Bucket: bucket,
              s3Key: key,
              s3ObjectVersion: version,
            })),
          }),
        ),
      ];

const fromArn = (arn: string): Expression => call(member(elbv2, 'ListenerCertificate'), 'fromArn', arn);

const additionalCertificates = ({ additionalCertificateArns = [] }: Https): Statement[] =>
  additionalCertificateArns.length === 0
    ? []
    : [
        run(
          call(
            name('httpsListener'),
            'addCertificates',
            'AdditionalCertificate',
            additionalCertificateArns.map(fromArn),
          ),
        ),
      ];
