// Builds a Gateway's target group from TargetGroupConfigurations.
import { properties, scalar, text, unknown, type Node, type Property } from '../check/node.ts';
import { attributes, node, type Building, type Setting } from './building.ts';
import type { GroupSettings } from './group-settings.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';
import { pairsOf } from './pairs.ts';

/** What the controller sends for a Gateway if nothing is set; its values for an Ingress differ. */
const DEFAULTS: Readonly<Record<string, string>> = {
  HealthCheckIntervalSeconds: '15',
  HealthyThresholdCount: '3',
  UnhealthyThresholdCount: '3',
};
const HEALTH_CHECK: Readonly<Record<string, string>> = {
  healthCheckPath: 'HealthCheckPath',
  healthCheckProtocol: 'HealthCheckProtocol',
  healthCheckInterval: 'HealthCheckIntervalSeconds',
  healthCheckTimeout: 'HealthCheckTimeoutSeconds',
  healthyThresholdCount: 'HealthyThresholdCount',
  unhealthyThresholdCount: 'UnhealthyThresholdCount',
};

/** What the route determines if the configuration does not set it. On HTTP every group is HTTP1, whatever is set. */
interface FromRoute {
  readonly isHttps: boolean;
  readonly version: Setting | undefined;
}

/**
 * A target group as TargetGroupConfigurations set it.
 *
 * @param owners - the objects that it is made from; the first gives it its name.
 */
export function addConfigured(
  id: string,
  owners: readonly [Manifest, ...Manifest[]],
  settings: GroupSettings,
  building: Building,
  { isHttps, version }: FromRoute,
  says: readonly string[],
): void {
  const [first] = owners;
  const line = building.spots.of(first, first.line);
  const field = (...path: [string, ...string[]]): Node | undefined => fieldOf(settings, path, line, building);
  const byDefault = (value: string | undefined): Node | undefined =>
    value === undefined ? undefined : node(building.byDefault(value, first));
  const health = Object.entries(HEALTH_CHECK).map(([name, property]): Property => [
    property,
    field('healthCheckConfig', name) ?? byDefault(DEFAULTS[property]),
  ]);
  const protocolVersion = isHttps ? (field('protocolVersion') ?? node(version)) : undefined;
  const codes = field('healthCheckConfig', 'matcher', 'httpCode') ?? byDefault('200-399');
  const grpcCodes = field('healthCheckConfig', 'matcher', 'grpcCode');
  building.add(
    id,
    'TargetGroup',
    [...owners, ...settings.layers.map(({ object }) => object)],
    [
      ['TargetType', field('targetType') ?? byDefault('instance')],
      ['Protocol', knownField(settings, ['protocol'], building) ?? byDefault('HTTP')],
      ['ProtocolVersion', protocolVersion],
      ['TargetControlPort', knownField(settings, ['targetControlPort'], building)],
      ...health,
      [
        'Matcher',
        text(protocolVersion) === 'GRPC'
          ? properties(line, [['GrpcCode', grpcCodes]])
          : properties(line, [['HttpCode', codes]]),
      ],
      ['TargetGroupAttributes', attributesOf(settings, line, building)],
    ],
    { says },
  );
}

/** A field, from the first layer that has the top-level key of its path. */
function knownField(
  { layers }: GroupSettings,
  path: readonly [string, ...string[]],
  building: Building,
): Node | undefined {
  const layer = layers.find(({ props }) => at(props, path[0]) !== undefined);
  const found = at(layer?.props, ...path);
  const value = text(found);
  if (!layer || !found || value === undefined || value === '') return undefined;
  return scalar(value, building.spots.of(layer.object, found.line, path.join('.')));
}

/** Undefined if it is certainly not set. */
function fieldOf(
  settings: GroupSettings,
  path: readonly [string, ...string[]],
  line: number,
  building: Building,
): Node | undefined {
  const [top] = path;
  const isWritten = settings.layers.some(({ props }) => at(props, top) !== undefined);
  if (settings.others.some((props) => at(props, top) !== undefined) || (settings.isPartial && !isWritten))
    return unknown(path.join('.'), line);
  return knownField(settings, path, building);
}

const ATTRIBUTES = 'targetGroupAttributes';

/** The first layer's value for each key. */
function attributesOf(
  { layers, isPartial, others }: GroupSettings,
  line: number,
  building: Building,
): Node | undefined {
  const found = new Map<string, Setting>();
  for (const { object, props } of layers)
    for (const [key, setting] of pairsOf(at(props, ATTRIBUTES), object, building))
      if (!found.has(key)) found.set(key, setting);
  for (const props of others)
    for (const item of itemsOf(at(props, ATTRIBUTES))) found.delete(text(at(item, 'key')) ?? '');
  return attributes(found, line, isPartial);
}
