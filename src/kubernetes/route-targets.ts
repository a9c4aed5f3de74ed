// The target group for a backend of a route.
import { text } from '../check/node.ts';
import type { Building, Setting } from './building.ts';
import { addConfigured } from './configured.ts';
import type { GatewayOf } from './gateways.ts';
import { configurationOf, settingsFor } from './group-settings.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';

interface Backend {
  readonly service: readonly [namespace: string, name: string];
  readonly port: string;
  readonly route: Manifest;
  /** The listener's protocol. */
  readonly isHttps: boolean;
}

/** Adds the target group for a Service used by a Gateway's route, if it is new, and returns its id. */
export function addTarget(
  { service: [namespace, name], port, route, isHttps }: Backend,
  owner: GatewayOf,
  configurations: readonly Manifest[],
  building: Building,
): string {
  const id = `${nameOf(route)} Service ${namespace}/${name}:${port} (${nameOf(owner.gateway)})`;
  if (building.resources.has(id)) return id;
  const service = building.service(namespace, name);
  const configuration = configurationOf(namespace, name, configurations);
  addConfigured(
    id,
    // Settings that nobody wrote are reported where they would be written.
    [configuration ?? route, route, ...(service ? [service] : [])],
    settingsFor(route, configuration, owner, configurations),
    building,
    { isHttps, version: versionOf(route, service, port, building) },
    [name, route.name],
  );
  return id;
}

/** On HTTPS: GRPC for a GRPCRoute; otherwise the Service's port decides: `kubernetes.io/h2c` means HTTP2. */
function versionOf(
  route: Manifest,
  service: Manifest | undefined,
  port: string,
  building: Building,
): Setting | undefined {
  if (route.kind === 'GRPCRoute') return building.byDefault('GRPC', route);
  const own = itemsOf(at(service?.root, 'spec', 'ports')).find((one) => text(at(one, 'port')) === port);
  const protocol = at(own, 'appProtocol');
  if (!service || !protocol || text(protocol) !== 'kubernetes.io/h2c') return undefined;
  return { value: 'HTTP2', line: building.spots.of(service, protocol.line, 'appProtocol') };
}
