// Turns the controller's Gateways, with their routes and configurations, into load balancers.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/
import {
  items,
  properties,
  reference,
  scalar,
  text,
  unknown,
  type Node,
  type Property,
} from '../check/node.ts';
import { sectionsOf } from './attachment.ts';
import { attributes, node, type Building, type Setting } from './building.ts';
import { addConfigured } from './configured.ts';
import { gatewaysOf, isGroupOfAlb, type GatewayOf } from './gateways.ts';
import { settingsAlone } from './group-settings.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';
import { pairsOf } from './pairs.ts';
import { addRoutes } from './routes.ts';

export function addGateways(objects: readonly Manifest[], building: Building): void {
  const { managed, alone } = gatewaysOf(objects);
  const used = new Set<Manifest>();
  for (const one of managed) {
    addGateway(one, building);
    for (const configuration of addRoutes(one, objects, building)) used.add(configuration);
  }
  // Configurations whose Gateway or route is not in the files are judged on their own.
  for (const one of alone)
    addLoadBalancer(nameOf(one), [one], { configurations: [one], isPartial: true }, building);
  for (const one of objects)
    if (one.kind === 'TargetGroupConfiguration' && !used.has(one) && isGroupOfAlb(one))
      addConfigured(nameOf(one), [one], settingsAlone(one), building, { isHttps: true, version: undefined }, [
        one.name,
      ]);
}

function addGateway(own: GatewayOf, building: Building): void {
  const { gateway, configurations } = own;
  const id = nameOf(gateway);
  addLoadBalancer(id, [gateway, ...configurations], own, building);
  const seen = new Set<string>();
  for (const { key, node: listener } of sectionsOf(gateway)) {
    // Gateway listeners for several hosts on one port form a single ELB listener.
    if (seen.has(key)) continue;
    seen.add(key);
    addListener(id, key, listener, own, building);
  }
}

type Configured = Pick<GatewayOf, 'configurations' | 'isPartial'>;

function addLoadBalancer(
  id: string,
  owners: readonly [Manifest, ...Manifest[]],
  { configurations, isPartial }: Configured,
  building: Building,
): void {
  const [object] = owners;
  const line = building.spots.of(object, object.line);
  const setting = (field: string): Node | undefined =>
    node(firstOf(configurations, [field], building)) ?? (isPartial ? unknown(field, line) : undefined);
  const settings = new Map<string, Setting>();
  for (const one of configurations)
    for (const [key, value] of pairsOf(at(one.root, 'spec', 'loadBalancerAttributes'), one, building))
      if (!settings.has(key)) settings.set(key, value);
  building.add(id, 'LoadBalancer', owners, [
    ['Type', scalar('application', line)],
    ['Name', node(firstOf(configurations, ['loadBalancerName'], building))],
    ['Scheme', setting('scheme') ?? node(building.byDefault('internal', object))],
    ['IpAddressType', setting('ipAddressType')],
    ['LoadBalancerAttributes', attributes(settings, line, isPartial)],
  ]);
}

/** A field below spec, from the first configuration that has it. */
function firstOf(
  objects: readonly Manifest[],
  path: readonly string[],
  building: Building,
): Setting | undefined {
  for (const object of objects) {
    const found = at(object.root, 'spec', ...path);
    const value = text(found);
    if (found && value !== undefined && value !== '')
      return { value, line: building.spots.of(object, found.line, `spec.${path.join('.')}`) };
  }
  return undefined;
}

function addListener(
  loadBalancer: string,
  key: string,
  listener: Node,
  { gateway, configurations, isPartial }: GatewayOf,
  building: Building,
): void {
  const [protocol = '', port = ''] = key.split(':');
  const line = building.spots.of(gateway, listener.line, 'spec.listeners');
  const isHttps = protocol === 'HTTPS';
  const own = configurations.flatMap((object) =>
    itemsOf(at(object.root, 'spec', 'listenerConfigurations'))
      .filter((one) => text(at(one, 'protocolPort')) === key)
      .map((one) => ({ object, one })),
  )[0];
  const field = (...path: string[]): Node | undefined => {
    const found = at(own?.one, ...path);
    const value = text(found);
    // The controller uses the whole entry of the first configuration that has one.
    if (!own && isPartial) return unknown(path.join('.'), line);
    if (!own || !found || value === undefined || value === '') return undefined;
    return scalar(
      value,
      building.spots.of(own.object, found.line, `spec.listenerConfigurations.${path.join('.')}`),
    );
  };
  const settings = own ? pairsOf(at(own.one, 'listenerAttributes'), own.object, building) : [];
  const tls: Property[] = isHttps
    ? [
        ['SslPolicy', field('sslPolicy')],
        // Without a certificate, the controller looks for certificates for the hosts.
        [
          'Certificates',
          items(line, [
            properties(line, [
              ['CertificateArn', field('defaultCertificate') ?? scalar('(found by host)', line)],
            ]),
          ]),
        ],
        [
          'MutualAuthentication',
          properties(line, [
            ['Mode', field('mutualAuthentication', 'mode')],
            ['TrustStoreArn', field('mutualAuthentication', 'trustStore')],
            ['IgnoreClientCertificateExpiry', field('mutualAuthentication', 'ignoreClientCertificateExpiry')],
            ['AdvertiseTrustStoreCaNames', field('mutualAuthentication', 'advertiseTrustStoreCaNames')],
          ]),
        ],
      ]
    : [['SslPolicy', field('sslPolicy')]];
  building.add(
    `${loadBalancer} ${key}`,
    'Listener',
    [gateway, ...configurations],
    [
      ['LoadBalancerArn', reference(loadBalancer, line)],
      ['Port', scalar(port, line)],
      ['Protocol', scalar(protocol, line)],
      ...tls,
      ['ListenerAttributes', attributes(new Map(settings), line, isPartial && !own)],
      [
        'DefaultActions',
        items(line, [
          properties(line, [
            ['Type', scalar('fixed-response', line)],
            ['FixedResponseConfig', properties(line, [['StatusCode', scalar('404', line)]])],
          ]),
        ]),
      ],
    ],
    { says: [] },
  );
}
