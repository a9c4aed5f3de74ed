// A TargetGroupConfiguration, or none -> a target group of a Gateway.
import { text } from '../check/node.ts';
import {
  attributes,
  group as groupNode,
  node,
  type Building,
  type Property,
  type Setting,
} from './building.ts';
import { at, type Manifest } from './manifests.ts';
import { pairsOf } from './pairs.ts';

/** What the controller sends for a Gateway where nothing is written; for an Ingress it sends others. */
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

/** What the route says where the configuration says nothing. On HTTP every group is HTTP1, whatever is written. */
interface FromRoute {
  readonly isHttps: boolean;
  readonly version: Setting | undefined;
}

/** A target group as a TargetGroupConfiguration sets it. */
export function addConfigured(
  id: string,
  object: Manifest,
  configuration: Manifest | undefined,
  building: Building,
  { isHttps, version }: FromRoute,
  says: readonly string[],
): void {
  const base = at(configuration?.root, 'spec', 'defaultConfiguration');
  const field = (...path: string[]): Setting | undefined => {
    const found = at(base, ...path);
    const value = text(found);
    if (!configuration || !found || value === undefined || value === '') return undefined;
    return { value, line: building.spots.of(configuration, found.line, path.join('.')) };
  };
  const health = Object.entries(HEALTH_CHECK).map(([name, property]): Property => {
    const fallback = DEFAULTS[property];
    return [
      property,
      node(
        field('healthCheckConfig', name) ??
          (fallback === undefined ? undefined : building.byDefault(fallback, object)),
      ),
    ];
  });
  const [codes, grpc] = [
    field('healthCheckConfig', 'matcher', 'httpCode') ?? building.byDefault('200-399', object),
    field('healthCheckConfig', 'matcher', 'grpcCode'),
  ];
  const own = isHttps ? (field('protocolVersion') ?? version) : undefined;
  const line = building.spots.of(object, object.line);
  const settings = configuration ? pairsOf(at(base, 'targetGroupAttributes'), configuration, building) : [];
  building.add(
    id,
    'TargetGroup',
    object,
    [
      ['TargetType', node(field('targetType') ?? building.byDefault('instance', object))],
      ['Protocol', node(field('protocol') ?? building.byDefault('HTTP', object))],
      ['ProtocolVersion', node(own)],
      ['TargetControlPort', node(field('targetControlPort'))],
      ...health,
      [
        'Matcher',
        own?.value === 'GRPC'
          ? grpc && groupNode(grpc.line, [['GrpcCode', node(grpc)]])
          : groupNode(codes.line, [['HttpCode', node(codes)]]),
      ],
      ['TargetGroupAttributes', attributes(new Map(settings), line)],
    ],
    says,
  );
}
