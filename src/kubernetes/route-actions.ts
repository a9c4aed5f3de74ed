// The actions that the controller creates for a rule of a route. Source: aws-load-balancer-controller
// pkg/gateway/routeutils/route_rule_action.go, pkg/gateway/model/model_build_listener.go.
import { items, properties, scalar, text, type Node, type Property } from '../check/node.ts';
import type { Building } from './building.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';

const BEFORE = /^(?:authenticate-(?:oidc|cognito)|jwt-validation)$/;
const ROUTING = /^(?:forward|fixed-response|redirect)$/;

/**
 * @param configuration - the ListenerRuleConfiguration that the rule refers to, if it is in the files.
 * @param targets - what the rule forwards to.
 */
export function routeActions(
  rule: Node,
  configuration: Manifest | undefined,
  targets: Node | undefined,
  isHttps: boolean,
  place: { readonly line: number; readonly building: Building },
): Node | undefined {
  const { line, building } = place;
  const own = configuration ? writtenActions(configuration, building) : [];
  const before = isHttps ? own.find(({ type }) => BEFORE.test(type)) : undefined;
  const routing = own.find(({ type }) => ROUTING.test(type));
  const actions = [
    ...(before ? [authentication(before)] : []),
    routing?.type === 'fixed-response'
      ? fixedResponse(routing)
      : (redirectOf(rule, routing, line) ?? forward(targets, routing, line)),
  ];
  return items(
    line,
    actions.map((one, index) =>
      properties(line, actions.length < 2 ? one : [...one, ['Order', scalar(String(index + 1), line)]]),
    ),
  );
}

interface WrittenAction {
  readonly type: string;
  readonly node: Node;
  readonly line: number;
}

const writtenActions = (configuration: Manifest, building: Building): WrittenAction[] =>
  itemsOf(at(configuration.root, 'spec', 'actions')).map((node) => ({
    type: text(at(node, 'type')) ?? '',
    node,
    line: building.spots.of(configuration, node.line, 'spec.actions'),
  }));

function authentication({ type, node, line }: WrittenAction): Property[] {
  const isOidc = type === 'authenticate-oidc';
  const config = at(node, isOidc ? 'authenticateOIDCConfig' : 'authenticateCognitoConfig');
  return [
    ['Type', scalar(type, line)],
    [
      isOidc ? 'AuthenticateOidcConfig' : 'AuthenticateCognitoConfig',
      properties(line, [['OnUnauthenticatedRequest', copyOf(at(config, 'onUnauthenticatedRequest'), line)]]),
    ],
  ];
}

function fixedResponse({ type, node, line }: WrittenAction): Property[] {
  const config = at(node, 'fixedResponseConfig');
  return [
    ['Type', scalar(type, line)],
    [
      'FixedResponseConfig',
      properties(line, [
        ['StatusCode', copyOf(at(config, 'statusCode'), line)],
        ['ContentType', copyOf(at(config, 'contentType'), line)],
        ['MessageBody', copyOf(at(config, 'messageBody'), line)],
      ]),
    ],
  ];
}

const PORTS: Readonly<Record<string, string>> = { HTTP: '80', HTTPS: '443' };

/** A RequestRedirect filter; the query comes from the configuration. */
function redirectOf(rule: Node, routing: WrittenAction | undefined, line: number): Property[] | undefined {
  const filter = itemsOf(at(rule, 'filters')).find((one) => text(at(one, 'type')) === 'RequestRedirect');
  if (!filter) return undefined;
  const config = at(filter, 'requestRedirect');
  const scheme = text(at(config, 'scheme'))?.toUpperCase();
  const port = text(at(config, 'port')) ?? PORTS[scheme ?? ''];
  return [
    ['Type', scalar('redirect', line)],
    [
      'RedirectConfig',
      properties(line, [
        ['Protocol', scheme === undefined ? undefined : scalar(scheme, line)],
        ['Port', port === undefined ? undefined : scalar(port, line)],
        ['Host', copyOf(at(config, 'hostname'), line)],
        ['Path', copyOf(at(config, 'path', 'replaceFullPath'), line)],
        ['Query', copyOf(at(routing?.node, 'redirectConfig', 'query'), line)],
        ['StatusCode', scalar(`HTTP_${text(at(config, 'statusCode')) ?? '302'}`, line)],
      ]),
    ],
  ];
}

/** Without a backend, the controller configures a fixed 503. */
function forward(targets: Node | undefined, routing: WrittenAction | undefined, line: number): Property[] {
  if (!itemsOf(targets).some((one) => text(at(one, 'Weight')) !== '0'))
    return [
      ['Type', scalar('fixed-response', line)],
      ['FixedResponseConfig', properties(line, [['StatusCode', scalar('503', line)]])],
    ];
  const sticky = at(routing?.node, 'forwardConfig', 'targetGroupStickinessConfig');
  const here = routing?.line ?? line;
  return [
    ['Type', scalar('forward', line)],
    [
      'ForwardConfig',
      properties(line, [
        ['TargetGroups', targets],
        [
          'TargetGroupStickinessConfig',
          sticky &&
            properties(here, [
              ['Enabled', scalar(text(at(sticky, 'enabled')) ?? 'false', here)],
              ['DurationSeconds', copyOf(at(sticky, 'durationSeconds'), here)],
            ]),
        ],
      ]),
    ],
  ];
}

/** A value with another place. */
const copyOf = (from: Node | undefined, line: number): Node | undefined => {
  const value = text(from);
  return value === undefined ? undefined : scalar(value, line);
};
