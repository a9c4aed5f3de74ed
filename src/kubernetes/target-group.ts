// Turns a Service behind an Ingress into a target group. The Service's annotations take precedence over the Ingress's.
import { properties, text, type Node, type Property } from '../check/node.ts';
import { annotationsOf, stringMap, typeOf, type Annotation } from './annotations.ts';
import { attributes, node, type Building, type Setting } from './building.ts';
import type { Member } from './ingresses.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';
import { ofMember } from './merging.ts';

/**
 * What the controller sends if nothing is set. These differ from ELB's own defaults; the timeout of 5 seconds does not.
 */
const DEFAULTS = {
  'healthcheck-interval-seconds': '15',
  'healthy-threshold-count': '2',
  'unhealthy-threshold-count': '2',
} as const;

const HEALTH_CHECK: Readonly<Record<string, string>> = {
  'healthcheck-path': 'HealthCheckPath',
  'healthcheck-protocol': 'HealthCheckProtocol',
  'healthcheck-interval-seconds': 'HealthCheckIntervalSeconds',
  'healthcheck-timeout-seconds': 'HealthCheckTimeoutSeconds',
  'healthy-threshold-count': 'HealthyThresholdCount',
  'unhealthy-threshold-count': 'UnhealthyThresholdCount',
};

/** Adds the target group for a service of an Ingress, if it is new, and returns its id. */
export function addTargetGroup(
  member: Member,
  service: string,
  port: Node | undefined,
  building: Building,
): string {
  const { object, annotations } = member;
  const number = text(at(port, 'number')) ?? text(at(port, 'name')) ?? '';
  const id = `${nameOf(object)} Service ${service}:${number}`;
  if (building.resources.has(id)) return id;
  const own = building.service(object.namespace, service);
  const onService: ReadonlyMap<string, Annotation> = own ? annotationsOf(own) : new Map();
  const setting = (name: string): Setting | undefined => {
    const found =
      building.setting(onService.get(name)) ??
      (name === 'target-type' ? ofMember(member, name, building) : building.setting(annotations.get(name)));
    // A value that the controller cannot read is reported separately.
    const allowed = typeOf(name);
    return found && Array.isArray(allowed) && !allowed.includes(found.value) ? undefined : found;
  };
  const version = setting('backend-protocol-version');
  const isGrpc = version?.value === 'GRPC';
  const codes = setting('success-codes');
  const protocol = setting('backend-protocol') ?? building.byDefault('HTTP', object);
  const control = annotations.get(`target-control-port.${service}.${number}`);
  const health = Object.entries(HEALTH_CHECK).map(([name, property]): Property => {
    const fallback = (DEFAULTS as Readonly<Record<string, string>>)[name];
    const found =
      setting(name) ?? (fallback === undefined ? undefined : building.byDefault(fallback, object));
    return [property, node(found)];
  });
  const healthPort = setting('healthcheck-port');
  building.add(
    id,
    'TargetGroup',
    own ? [object, own] : [object],
    [
      ['TargetType', node(setting('target-type') ?? building.byDefault('instance', object))],
      ['Protocol', node(protocol)],
      ['ProtocolVersion', node(version)],
      ['Port', node(portOf(object, number, own, building))],
      ['TargetControlPort', node(building.setting(control))],
      // The controller looks a name up in the Service.
      [
        'HealthCheckPort',
        /^(\d+|traffic-port)$/.test(healthPort?.value ?? '') ? node(healthPort) : undefined,
      ],
      ...health,
      ['Matcher', codes && properties(codes.line, [[isGrpc ? 'GrpcCode' : 'HttpCode', node(codes)]])],
      ['TargetGroupAttributes', attributesOf(setting('target-group-attributes'))],
    ],
    { says: [service, object.name] },
  );
  return id;
}

function attributesOf(setting: Setting | undefined): Node | undefined {
  if (!setting) return undefined;
  const found = stringMap(setting.value) ?? new Map<string, string>();
  const settings = [...found].map(([key, value]): [string, Setting] => [key, { value, line: setting.line }]);
  return attributes(new Map(settings), setting.line);
}

/** A named port is one of the Service's ports. */
function portOf(
  object: Manifest,
  port: string,
  service: Manifest | undefined,
  building: Building,
): Setting | undefined {
  const line = building.spots.of(object, object.line);
  if (/^\d+$/.test(port)) return { value: port, line };
  const named = itemsOf(at(service?.root, 'spec', 'ports')).find((one) => text(at(one, 'name')) === port);
  const value = text(at(named, 'port'));
  return value === undefined ? undefined : { value, line };
}
