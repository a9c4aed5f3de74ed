// The target group that a backend of a route becomes.
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

/** Adds the target group of a Service for a route of a Gateway once, and names it. */
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
    // What nobody wrote is reported where it would be written.
    [configuration ?? route, route, ...(service ? [service] : [])],
    settingsFor(route, configuration, owner, configurations),
    building,
    { isHttps, version: versionOf(route, service, port, building) },
    [name, route.name],
  );
  return id;
}

/** On HTTPS: a GRPCRoute's is GRPC, else the port of the Service says it: `kubernetes.io/h2c` is HTTP2. */
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
