// Gateways of the controller with their routes and configurations -> load balancers.
// https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/
import { reference, scalar, text, type Node } from '../check/node.ts';
import {
  attributes,
  group as groupNode,
  items,
  node,
  type Building,
  type Property,
  type Setting,
} from './building.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';
import { pairsOf, type GatewayOf } from './pairs.ts';
import { addRoutes } from './routes.ts';

const CONTROLLER = 'gateway.k8s.aws/alb';

export function addGateways(objects: readonly Manifest[], building: Building): void {
  const ofKind = (kind: string): readonly Manifest[] => objects.filter((one) => one.kind === kind);
  const [classes, configurations] = [ofKind('GatewayClass'), ofKind('LoadBalancerConfiguration')];
  const used = new Set<Manifest>();
  const gateways = ofKind('Gateway').flatMap((gateway): GatewayOf[] => {
    const className = text(at(gateway.root, 'spec', 'gatewayClassName'));
    const own = classes.find(({ name }) => name === className);
    const controller = text(at(own?.root, 'spec', 'controllerName'));
    const named = [
      at(own?.root, 'spec', 'parametersRef'),
      at(gateway.root, 'spec', 'infrastructure', 'parametersRef'),
    ].flatMap((ref) => {
      const name = text(at(ref, 'name'));
      const namespace = text(at(ref, 'namespace')) ?? gateway.namespace;
      const found = configurations.find((one) => one.name === name && one.namespace === namespace);
      if (found) used.add(found);
      return found ?? [];
    });
    if (controller === undefined ? named.length === 0 : controller !== CONTROLLER) return [];
    return [{ gateway, configurations: named }];
  });
  for (const one of gateways) addGateway(one, building);
  // One whose Gateway is elsewhere is judged by itself.
  for (const one of configurations) if (!used.has(one)) addLoadBalancer(nameOf(one), one, [one], building);
  addRoutes(objects, gateways, building);
}

function addGateway({ gateway, configurations }: GatewayOf, building: Building): void {
  const id = nameOf(gateway);
  addLoadBalancer(id, gateway, configurations, building);
  const seen = new Set<string>();
  for (const one of itemsOf(at(gateway.root, 'spec', 'listeners'))) {
    const [protocol, port] = [text(at(one, 'protocol')) ?? '', text(at(one, 'port')) ?? ''];
    const key = `${protocol}:${port}`;
    // Listeners of several hosts on one port are one listener of ELB.
    if (!/^HTTPS?$/.test(protocol) || seen.has(key)) continue;
    seen.add(key);
    addListener(id, key, one, gateway, configurations, building);
  }
}

function addLoadBalancer(
  id: string,
  object: Manifest,
  configurations: readonly Manifest[],
  building: Building,
): void {
  const line = building.spots.of(object, object.line);
  const setting = (field: string): Setting | undefined => firstOf(configurations, [field], building);
  const settings = new Map<string, Setting>();
  for (const one of configurations)
    for (const [key, value] of pairsOf(at(one.root, 'spec', 'loadBalancerAttributes'), one, building))
      if (!settings.has(key)) settings.set(key, value);
  building.add(id, 'LoadBalancer', object, [
    ['Type', scalar('application', line)],
    ['Name', node(setting('loadBalancerName'))],
    ['Scheme', node(setting('scheme') ?? building.byDefault('internal', object))],
    ['IpAddressType', node(setting('ipAddressType'))],
    ['LoadBalancerAttributes', attributes(settings, line)],
  ]);
}

/** A field below spec, of the first configuration that has it. */
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
  gateway: Manifest,
  configurations: readonly Manifest[],
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
        // Without one the controller looks for certificates of the hosts.
        [
          'Certificates',
          items(line, [
            groupNode(line, [
              ['CertificateArn', field('defaultCertificate') ?? scalar('(found by host)', line)],
            ]),
          ]),
        ],
        [
          'MutualAuthentication',
          groupNode(line, [
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
    gateway,
    [
      ['LoadBalancerArn', reference(loadBalancer, line)],
      ['Port', scalar(port, line)],
      ['Protocol', scalar(protocol, line)],
      ...tls,
      ['ListenerAttributes', attributes(new Map(settings), line)],
      [
        'DefaultActions',
        items(line, [
          groupNode(line, [
            ['Type', scalar('fixed-response', line)],
            ['FixedResponseConfig', groupNode(line, [['StatusCode', scalar('404', line)]])],
          ]),
        ]),
      ],
    ],
    [],
  );
}
