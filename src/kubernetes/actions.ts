// The actions for an Ingress's backends: a forward to a Service, or the action in an annotation.
import {
  items,
  jsonNode,
  properties as propertiesOf,
  reference,
  scalar,
  text,
  unknown,
  type Node,
  type Property,
} from '../check/node.ts';
import { isRecord } from '../common/json.ts';
import { annotationsOf, json } from './annotations.ts';
import type { Building } from './building.ts';
import type { Group, Member } from './ingresses.ts';
import { at } from './manifests.ts';
import { addTargetGroup } from './target-group.ts';

/** Lower-cased names in the controller's JSON, and their CloudFormation spelling. */
export const NAMES: Readonly<Record<string, string>> = {
  field: 'Field',
  hostheaderconfig: 'HostHeaderConfig',
  pathpatternconfig: 'PathPatternConfig',
  httpheaderconfig: 'HttpHeaderConfig',
  httprequestmethodconfig: 'HttpRequestMethodConfig',
  querystringconfig: 'QueryStringConfig',
  sourceipconfig: 'SourceIpConfig',
  httpheadername: 'HttpHeaderName',
  values: 'Values',
  regexvalues: 'RegexValues',
  key: 'Key',
  value: 'Value',
  type: 'Type',
  forwardconfig: 'ForwardConfig',
  redirectconfig: 'RedirectConfig',
  fixedresponseconfig: 'FixedResponseConfig',
  targetgroupstickinessconfig: 'TargetGroupStickinessConfig',
  enabled: 'Enabled',
  durationseconds: 'DurationSeconds',
  host: 'Host',
  path: 'Path',
  port: 'Port',
  protocol: 'Protocol',
  query: 'Query',
  statuscode: 'StatusCode',
  contenttype: 'ContentType',
  messagebody: 'MessageBody',
};

/** The default backend's actions, else a fixed 404. */
export function defaultActions(group: Group, listener: string, building: Building): Node | undefined {
  for (const member of group.members) {
    const backend = at(member.object.root, 'spec', 'defaultBackend');
    if (backend) return actionsOf(backend, member, listener, building);
  }
  const [{ object }] = group.members;
  const line = building.spots.of(object, object.line);
  const config = propertiesOf(line, [
    ['StatusCode', scalar('404', line)],
    ['ContentType', scalar('text/plain', line)],
  ]);
  return items(line, [
    propertiesOf(line, [
      ['Type', scalar('fixed-response', line)],
      ['FixedResponseConfig', config],
    ]),
  ]);
}

export function actionsOf(
  backend: Node,
  member: Member,
  listener: string,
  building: Building,
): Node | undefined {
  const { object, annotations } = member;
  const line = building.spots.of(object, backend.line, 'backend');
  const service = text(at(backend, 'service', 'name')) ?? '';
  const port = at(backend, 'service', 'port');
  const authenticate = authenticateOf(member, service, listener, building);
  if (text(at(port, 'name')) !== 'use-annotation') {
    const target = addTargetGroup(member, service, port, building);
    const forward: Property[] = [
      ['Type', scalar('forward', line)],
      ['TargetGroupArn', reference(target, line)],
    ];
    return inOrder([authenticate, forward], line);
  }
  const action = annotations.get(`actions.${service}`);
  const parsed = action && json(action.value);
  // The controller fails if the annotation is missing; the reader of annotations reports that.
  if (!action || !isRecord(parsed)) return items(line, [unknown(`the action ${service}`, line)]);
  return inOrder([authenticate, writtenAction(parsed, building.lineOf(action), member, building)], line);
}

/** Multiple actions are numbered. */
function inOrder(actions: readonly (readonly Property[] | undefined)[], line: number): Node | undefined {
  const found = actions.filter((one) => one !== undefined);
  return items(
    line,
    found.map((one, index) =>
      propertiesOf(line, found.length < 2 ? one : [...one, ['Order', scalar(String(index + 1), line)]]),
    ),
  );
}

/** The OIDC or Cognito action before the main action, on HTTPS only. */
function authenticateOf(
  { object, annotations }: Member,
  service: string,
  listener: string,
  building: Building,
): Property[] | undefined {
  const own = building.service(object.namespace, service);
  const onService = own && annotationsOf(own);
  const value = (name: string) => building.setting(onService?.get(name) ?? annotations.get(name));
  const type = value('auth-type');
  if (!type || type.value === 'none' || !/ HTTPS:\d+$/.test(listener)) return undefined;
  const config = type.value === 'oidc' ? 'AuthenticateOidcConfig' : 'AuthenticateCognitoConfig';
  const unauthenticated = value('auth-on-unauthenticated-request')?.value ?? 'authenticate';
  return [
    ['Type', scalar(`authenticate-${type.value}`, type.line)],
    [config, propertiesOf(type.line, [['OnUnauthenticatedRequest', scalar(unauthenticated, type.line)]])],
  ];
}

/** An action from the annotation `actions.<name>`: the long form, or just an ARN. */
function writtenAction(
  action: Readonly<Record<string, unknown>>,
  line: number,
  member: Member,
  building: Building,
): Property[] {
  const { type } = action;
  const properties: Property[] = [['Type', typeof type === 'string' ? scalar(type, line) : undefined]];
  if (type !== 'forward') {
    for (const key of ['redirectconfig', 'fixedresponseconfig'])
      if (isRecord(action[key])) properties.push([NAMES[key] ?? key, jsonNode(action[key], line, NAMES)]);
    return properties;
  }
  const config = action['forwardconfig'];
  if (!isRecord(config)) {
    const arn = action['targetgrouparn'] ?? action['targetgroupname'];
    return [...properties, ['TargetGroupArn', typeof arn === 'string' ? scalar(arn, line) : undefined]];
  }
  const tuples: readonly unknown[] = Array.isArray(config['targetgroups']) ? config['targetgroups'] : [];
  const groups = tuples.filter(isRecord).map((tuple) => {
    const { servicename: name, serviceport: port, weight } = tuple;
    const arn = tuple['targetgrouparn'] ?? tuple['targetgroupname'];
    const target =
      typeof name === 'string'
        ? reference(addTargetGroup(member, name, portNode(port, line), building), line)
        : scalar(String(arn), line);
    return propertiesOf(line, [
      ['TargetGroupArn', target],
      ['Weight', typeof weight === 'number' ? scalar(String(weight), line) : undefined],
    ]);
  });
  const sticky = config['targetgroupstickinessconfig'];
  return [
    ...properties,
    [
      'ForwardConfig',
      propertiesOf(line, [
        ['TargetGroups', items(line, groups)],
        ['TargetGroupStickinessConfig', isRecord(sticky) ? jsonNode(sticky, line, NAMES) : undefined],
      ]),
    ],
  ];
}

/** A port from JSON: a number or a name. */
const portNode = (port: unknown, line: number): Node =>
  jsonNode(typeof port === 'number' ? { number: port } : { name: port }, line);
