// aws_lb_listener and aws_lb_listener_rule, with their actions and conditions.
// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb_listener
import { HTTPS_LISTENER_ATTRIBUTES, LISTENER_ATTRIBUTES } from '../alb/listener-settings.ts';
import { items, properties, scalar, type Node, type Property } from '../check/node.ts';
import type { Resource } from '../check/template.ts';
import { ELB } from '../check/topology.ts';
import type { Argument } from './argument.ts';
import { attribute } from './load-balancer.ts';
import { resourceOf, tagsOf, type Translation } from './translation.ts';

/** Argument -> attribute: `routing_http_response_server_enabled` -> `routing.http.response.server.enabled`. */
export const LISTENER_ARGUMENTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys({ ...LISTENER_ATTRIBUTES, ...HTTPS_LISTENER_ATTRIBUTES }).map((key) => [
    key.replaceAll('.', '_'),
    key,
  ]),
);

export function listeners(translation: Translation): Resource[] {
  return translation.of('aws_lb_listener').map((one) => {
    const [certificate, policy] = [one.at('certificate_arn'), one.at('ssl_policy')];
    const protocol = protocolOf(one);
    const isHttp = protocol?.kind === 'scalar' && protocol.value === 'HTTP';
    return resourceOf(one, `${ELB}Listener`, [
      ['LoadBalancerArn', translation.link(one.at('load_balancer_arn'))],
      ['Port', one.at('port').node()],
      ['Protocol', protocol],
      // A state has a policy for HTTP too, although nobody wrote one.
      ['SslPolicy', isHttp && !policy.written ? undefined : policy.node()],
      [
        'Certificates',
        items(certificate.line, [
          properties(certificate.line, [['CertificateArn', certificateOf(certificate, translation)]]),
        ]),
      ],
      ['MutualAuthentication', mutualAuthenticationOf(one, translation)],
      [
        'ListenerAttributes',
        items(
          one.line,
          Object.entries(LISTENER_ARGUMENTS).map(([name, key]) => attribute('listener', key, one.at(name))),
        ),
      ],
      ['DefaultActions', actionsOf(one.at('default_action'), translation)],
      ['Tags', tagsOf(one)],
    ]);
  });
}

/** Even an unknown ARN shows that there is a certificate. */
const certificateOf = (argument: Argument, translation: Translation): Node | undefined =>
  argument.isUnknown ? argument.unknownNode() : translation.link(argument);

/** The provider's default is HTTP, except for a Gateway Load Balancer, whose listeners have no port. */
function protocolOf(one: Argument): Node | undefined {
  const protocol = one.at('protocol');
  if (typeof protocol.value === 'string') return scalar(protocol.value.toUpperCase(), protocol.line);
  if (protocol.isUnknown) return protocol.unknownNode();
  return one.at('port').isSet ? scalar('HTTP', protocol.line) : undefined;
}

function mutualAuthenticationOf(one: Argument, translation: Translation): Node | undefined {
  const block = one.block('mutual_authentication');
  if (!block) return undefined;
  return properties(block.line, [
    ['Mode', block.at('mode').node()],
    ['TrustStoreArn', translation.link(block.at('trust_store_arn'))],
    ['IgnoreClientCertificateExpiry', onlyTrue(block.at('ignore_client_certificate_expiry'))],
    ['AdvertiseTrustStoreCaNames', onlyWritten(block.at('advertise_trust_store_ca_names'))],
  ]);
}

/** The provider fills in false, which carries no information. */
const onlyTrue = (argument: Argument): Node | undefined =>
  argument.value === false ? undefined : argument.node();
const onlyWritten = (argument: Argument): Node | undefined =>
  argument.isByDefault ? undefined : argument.node();

export function listenerRules(translation: Translation): Resource[] {
  return translation.of('aws_lb_listener_rule').map((one) =>
    resourceOf(one, `${ELB}ListenerRule`, [
      ['ListenerArn', translation.link(one.at('listener_arn'))],
      ['Priority', one.at('priority').node()],
      ['Conditions', conditionsOf(one.at('condition'))],
      ['Actions', actionsOf(one.at('action'), translation)],
      ['Tags', tagsOf(one)],
    ]),
  );
}

function actionsOf(argument: Argument, translation: Translation): Node | undefined {
  const blocks = argument.blocks();
  if (!blocks) return argument.unknownNode();
  return items(
    argument.line,
    blocks.map((block, index) => actionOf(block, index, blocks.length, translation)),
  );
}

function actionOf(block: Argument, index: number, count: number, translation: Translation): Node | undefined {
  const order = block.at('order');
  const [cognito, oidc, jwt] = [
    block.block('authenticate_cognito'),
    block.block('authenticate_oidc'),
    block.block('jwt_validation'),
  ];
  return properties(block.line, [
    ['Type', block.at('type').node()],
    // The provider numbers actions in the order written.
    ['Order', order.node() ?? (count > 1 ? scalar(String(index + 1), order.line) : undefined)],
    ...forwardOf(block, translation),
    ['RedirectConfig', configOf(block.block('redirect'), REDIRECT)],
    ['FixedResponseConfig', configOf(block.block('fixed_response'), FIXED_RESPONSE)],
    ['AuthenticateCognitoConfig', configOf(cognito, AUTHENTICATE)],
    ['AuthenticateOidcConfig', configOf(oidc, AUTHENTICATE)],
    ['JwtValidationConfig', configOf(jwt, { issuer: 'Issuer' })],
  ]);
}

const REDIRECT = {
  host: 'Host',
  path: 'Path',
  port: 'Port',
  protocol: 'Protocol',
  query: 'Query',
  status_code: 'StatusCode',
};
const FIXED_RESPONSE = {
  content_type: 'ContentType',
  message_body: 'MessageBody',
  status_code: 'StatusCode',
};
const AUTHENTICATE = { on_unauthenticated_request: 'OnUnauthenticatedRequest' };

const configOf = (block: Argument | undefined, names: Readonly<Record<string, string>>): Node | undefined =>
  block &&
  properties(
    block.line,
    Object.entries(names).map(([name, property]): Property => [property, block.at(name).node()]),
  );

function forwardOf(block: Argument, translation: Translation): Property[] {
  const [direct, all] = [block.at('target_group_arn'), block.at('forward')];
  if (block.at('type').value !== 'forward') return [];
  const blocks = all.blocks();
  if (!blocks) return [['ForwardConfig', all.unknownNode()]];
  const [forward] = blocks;
  // A state has both, no matter which was written.
  if (!forward) return [['TargetGroupArn', translation.link(direct)]];
  const sticky = forward.block('stickiness');
  const duration = sticky?.at('duration');
  return [
    [
      'ForwardConfig',
      properties(forward.line, [
        ['TargetGroups', weightedOf(forward.at('target_group'), translation)],
        [
          'TargetGroupStickinessConfig',
          sticky &&
            properties(sticky.line, [
              ['Enabled', sticky.at('enabled').node()],
              ['DurationSeconds', duration?.value === 0 ? undefined : duration?.node()],
            ]),
        ],
      ]),
    ],
  ];
}

/** The groups are a set, which a plan reorders, so if ARNs are unknown, use the blocks as written. */
function weightedOf(argument: Argument, translation: Translation): Node | undefined {
  const blocks = argument.blocks();
  if (!blocks) return argument.unknownNode();
  const isKnown = blocks.every((block) => block.at('arn').isSet);
  const written = isKnown || blocks.length < 2 ? undefined : argument.writtenBlocks(blocks.length);
  return items(
    argument.line,
    blocks.map((block, index) => {
      const own = written?.[index] ?? block;
      const arn = own.at('arn');
      const isMixed = !isKnown && blocks.length > 1 && !written;
      return properties(block.line, [
        ['TargetGroupArn', isMixed ? arn.unknownNode() : (translation.link(arn) ?? arn.unknownNode())],
        ['Weight', own.at('weight').node()],
      ]);
    }),
  );
}

const CONDITIONS: Readonly<Record<string, readonly [field: string, config: string]>> = {
  host_header: ['host-header', 'HostHeaderConfig'],
  path_pattern: ['path-pattern', 'PathPatternConfig'],
  http_header: ['http-header', 'HttpHeaderConfig'],
  http_request_method: ['http-request-method', 'HttpRequestMethodConfig'],
  source_ip: ['source-ip', 'SourceIpConfig'],
};

function conditionsOf(argument: Argument): Node | undefined {
  const blocks = argument.blocks();
  // A single sensitive or unknown member hides the whole set.
  if (!blocks) return argument.unknownNode();
  return items(
    argument.line,
    blocks.flatMap((block) => [
      ...Object.entries(CONDITIONS).map(([name, [field, config]]) => {
        const own = block.block(name);
        return (
          own &&
          properties(argument.line, [
            ['Field', scalar(field, own.line), own.line],
            [
              config,
              properties(own.line, [
                ['HttpHeaderName', own.at('http_header_name').node()],
                ['Values', own.at('values').nodes()],
                ['RegexValues', own.at('regex_values').nodes()],
              ]),
            ],
          ])
        );
      }),
      queriesOf(block.at('query_string')),
    ]),
  );
}

function queriesOf(argument: Argument): Node | undefined {
  const blocks = argument.blocks() ?? [];
  if (blocks.length === 0) return undefined;
  const values = blocks.map((block) =>
    properties(argument.line, [
      ['Key', block.at('key').node()],
      ['Value', block.at('value').node()],
    ]),
  );
  return properties(argument.line, [
    ['Field', scalar('query-string', argument.line)],
    ['QueryStringConfig', properties(argument.line, [['Values', items(argument.line, values)]])],
  ]);
}
