// HTTPRoutes and GRPCRoutes of Gateways, with the target groups that their backends become.
import { reference, scalar, text, type Node } from '../check/node.ts';
import { group as groupNode, items, type Building, type Property, type Setting } from './building.ts';
import { addConfigured } from './configured.ts';
import type { GatewayOf } from './pairs.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';
import { condition, patternsOf } from './rules.ts';

export function addRoutes(
  objects: readonly Manifest[],
  gateways: readonly GatewayOf[],
  building: Building,
): void {
  const configurations = objects.filter(({ kind }) => kind === 'TargetGroupConfiguration');
  const rules = objects.filter(({ kind }) => kind === 'ListenerRuleConfiguration');
  const used = new Set<Manifest>();
  let priority = 1;
  for (const route of objects.filter(({ kind }) => kind === 'HTTPRoute' || kind === 'GRPCRoute')) {
    const parents = itemsOf(at(route.root, 'spec', 'parentRefs'));
    for (const { gateway } of gateways) {
      if (!parents.some((one) => isFor(one, route, gateway))) continue;
      const listeners = [...building.resources.values()].filter(
        ({ id, type }) => type.endsWith('::Listener') && id.startsWith(`${nameOf(gateway)} `),
      );
      for (const listener of listeners)
        for (const rule of itemsOf(at(route.root, 'spec', 'rules')))
          for (const match of matchesOf(rule)) {
            const line = building.spots.of(route, rule.line, 'spec.rules');
            const targets = itemsOf(at(rule, 'backendRefs')).map((backend) => {
              const found = configurationOf(backend, route, configurations);
              if (found) used.add(found);
              return groupNode(line, [
                ['TargetGroupArn', reference(addTarget(backend, route, listener.id, found, building), line)],
                ['Weight', weightOf(backend, line)],
              ]);
            });
            building.add(
              `${nameOf(route)} ${listener.id} rule ${priority}`,
              'ListenerRule',
              route,
              [
                ['ListenerArn', reference(listener.id, line)],
                ['Priority', scalar(String(priority), line)],
                ['Conditions', conditionsOf(route, match, line)],
                ['Actions', actionsOf(rule, route, rules, items(line, targets), building)],
              ],
              [route.name, ...itemsOf(at(rule, 'backendRefs')).map((one) => text(at(one, 'name')) ?? '')],
            );
            priority++;
          }
    }
  }
  // One whose route is elsewhere is judged by itself.
  for (const one of configurations)
    if (!used.has(one))
      addConfigured(nameOf(one), one, one, building, { isHttps: true, version: undefined }, [one.name]);
}

const isFor = (parent: Node, route: Manifest, gateway: Manifest): boolean =>
  text(at(parent, 'name')) === gateway.name &&
  (text(at(parent, 'namespace')) ?? route.namespace) === gateway.namespace;

const matchesOf = (rule: Node): readonly (Node | undefined)[] => {
  const matches = itemsOf(at(rule, 'matches'));
  return matches.length > 0 ? matches : [undefined];
};

const weightOf = (backend: Node, line: number): Node | undefined => {
  const weight = text(at(backend, 'weight'));
  return weight === undefined ? undefined : scalar(weight, line);
};

function conditionsOf(route: Manifest, match: Node | undefined, line: number): Node | undefined {
  const hosts = itemsOf(at(route.root, 'spec', 'hostnames')).flatMap((one) => text(one) ?? []);
  const path = text(at(match, 'path', 'value')) ?? '/';
  const type = text(at(match, 'path', 'type')) ?? 'PathPrefix';
  const headers = itemsOf(at(match, 'headers')).map((one) =>
    groupNode(line, [
      ['Field', scalar('http-header', line)],
      [
        'HttpHeaderConfig',
        groupNode(line, [
          ['HttpHeaderName', scalar(text(at(one, 'name')) ?? '', line)],
          ['Values', items(line, [scalar(text(at(one, 'value')) ?? '', line)])],
        ]),
      ],
    ]),
  );
  return items(line, [
    hosts.length > 0 ? condition('host-header', 'HostHeaderConfig', hosts, line) : undefined,
    type === 'RegularExpression'
      ? undefined
      : condition('path-pattern', 'PathPatternConfig', patternsOf(path, type), line),
    ...headers,
  ]);
}

/** The actions of a ListenerRuleConfiguration that the rule names, before the forward. */
function actionsOf(
  rule: Node,
  route: Manifest,
  configurations: readonly Manifest[],
  targets: Node | undefined,
  building: Building,
): Node | undefined {
  const line = building.spots.of(route, rule.line, 'spec.rules');
  const filters = itemsOf(at(rule, 'filters'));
  const name = text(
    at(
      filters.find((one) => text(at(one, 'type')) === 'ExtensionRef'),
      'extensionRef',
      'name',
    ),
  );
  const own = configurations.find((one) => one.name === name && one.namespace === route.namespace);
  const actions: (readonly Property[])[] = [];
  let sticky: Node | undefined;
  for (const action of itemsOf(at(own?.root, 'spec', 'actions'))) {
    const type = text(at(action, 'type')) ?? '';
    if (!own) break;
    const here = building.spots.of(own, action.line, 'spec.actions');
    const config = at(action, 'forwardConfig', 'targetGroupStickinessConfig');
    if (type === 'forward' && config)
      sticky = groupNode(here, [
        ['Enabled', scalar(text(at(config, 'enabled')) ?? 'false', here)],
        ['DurationSeconds', textNode(at(config, 'durationSeconds'), here)],
      ]);
    else if (/^(authenticate-(oidc|cognito)|jwt-validation)$/.test(type))
      actions.push([
        ['Type', scalar(type, here)],
        [
          type === 'authenticate-oidc' ? 'AuthenticateOidcConfig' : 'AuthenticateCognitoConfig',
          groupNode(here, [
            [
              'OnUnauthenticatedRequest',
              textNode(
                at(
                  action,
                  type === 'authenticate-oidc' ? 'authenticateOIDCConfig' : 'authenticateCognitoConfig',
                  'onUnauthenticatedRequest',
                ),
                here,
              ),
            ],
          ]),
        ],
      ]);
    else if (type === 'redirect' || type === 'fixed-response')
      return items(here, [groupNode(here, [['Type', scalar(type, here)], ...terminalOf(action, here)])]);
  }
  if (filters.some((one) => text(at(one, 'type')) === 'RequestRedirect'))
    return items(line, [
      groupNode(line, [
        ['Type', scalar('redirect', line)],
        ['RedirectConfig', groupNode(line, [['StatusCode', scalar('HTTP_301', line)]])],
      ]),
    ]);
  if (!targets) return undefined;
  actions.push([
    ['Type', scalar('forward', line)],
    [
      'ForwardConfig',
      groupNode(line, [
        ['TargetGroups', targets],
        ['TargetGroupStickinessConfig', sticky],
      ]),
    ],
  ]);
  return items(
    line,
    actions.map((one, index) =>
      groupNode(line, actions.length < 2 ? one : [...one, ['Order', scalar(String(index + 1), line)]]),
    ),
  );
}

const textNode = (from: Node | undefined, line: number): Node | undefined => {
  const value = text(from);
  return value === undefined ? undefined : scalar(value, line);
};

const terminalOf = (action: Node, line: number): Property[] => [
  [
    'FixedResponseConfig',
    at(action, 'fixedResponseConfig') &&
      groupNode(line, [
        ['StatusCode', textNode(at(action, 'fixedResponseConfig', 'statusCode'), line)],
        ['ContentType', textNode(at(action, 'fixedResponseConfig', 'contentType'), line)],
        ['MessageBody', textNode(at(action, 'fixedResponseConfig', 'messageBody'), line)],
      ]),
  ],
];

const configurationOf = (
  backend: Node,
  route: Manifest,
  configurations: readonly Manifest[],
): Manifest | undefined =>
  configurations.find(
    (one) =>
      one.namespace === (text(at(backend, 'namespace')) ?? route.namespace) &&
      text(at(one.root, 'spec', 'targetReference', 'name')) === text(at(backend, 'name')),
  );

/** The target group of a backend on a listener. */
function addTarget(
  backend: Node,
  route: Manifest,
  listener: string,
  configuration: Manifest | undefined,
  building: Building,
): string {
  const [name, port] = [text(at(backend, 'name')) ?? '', text(at(backend, 'port')) ?? ''];
  const isHttps = / HTTPS:\d+$/.test(listener);
  const id = `${nameOf(route)} Service ${name}:${port}${isHttps ? '' : ' over HTTP'}`;
  if (building.resources.has(id)) return id;
  const service = building.service(text(at(backend, 'namespace')) ?? route.namespace, name);
  const version = isHttps ? (versionOf(service, port, building) ?? grpcOf(route, building)) : undefined;
  addConfigured(id, configuration ?? route, configuration, building, { isHttps, version }, [
    name,
    route.name,
  ]);
  return id;
}

/** On HTTPS the controller takes the version from the port of the Service: `kubernetes.io/h2c` is HTTP2. */
function versionOf(service: Manifest | undefined, port: string, building: Building): Setting | undefined {
  const own = itemsOf(at(service?.root, 'spec', 'ports')).find((one) => text(at(one, 'port')) === port);
  const protocol = at(own, 'appProtocol');
  if (!service || !protocol || text(protocol) !== 'kubernetes.io/h2c') return undefined;
  return { value: 'HTTP2', line: building.spots.of(service, protocol.line, 'appProtocol') };
}

const grpcOf = (route: Manifest, building: Building): Setting | undefined =>
  route.kind === 'GRPCRoute' ? building.byDefault('GRPC', route) : undefined;
