// Turns a group of Ingresses into a load balancer with its listeners.
import {
  items,
  plainScalar,
  properties,
  reference,
  scalar,
  text,
  unknown,
  type Node,
  type Property,
} from '../check/node.ts';
import { defaultActions } from './actions.ts';
import { json, meantWord, PREFIX, stringList } from './annotations.ts';
import { attributes, node, type Building, type Setting } from './building.ts';
import type { Group, Member } from './ingresses.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';
import { attributesOf, ofGroup, ofMember, reportConflicts } from './merging.ts';
import { rulesOf, type Port } from './rules.ts';

export function addGroup(group: Group, building: Building): void {
  const [{ object: first }] = group.members;
  reportConflicts(group, building);
  const scheme = ofGroup(group, 'scheme', building) ?? building.byDefault('internal', first);
  const addresses = ofGroup(group, 'ip-address-type', building);
  const settings = attributesOf(
    group,
    'load-balancer-attributes',
    (params) => at(params.root, 'spec', 'loadBalancerAttributes'),
    building,
  );
  const line = building.spots.of(first, first.line);
  building.add(group.id, 'LoadBalancer', ownersOf(group), [
    ['Type', scalar('application', line)],
    ['Name', node(ofGroup(group, 'load-balancer-name', building))],
    ['Scheme', readable('scheme', scheme)],
    ['IpAddressType', readable('ip-address-type', addresses)],
    ['LoadBalancerAttributes', attributes(settings, line)],
  ]);
  const ports = portsOf(group, building);
  const redirect = redirectOf(group, ports, building);
  reportUnused(group, ports, building);
  for (const port of ports) addListener(group, port, redirect, building);
}

/** A value that the controller cannot read is reported by itself; everything else is judged by what it means. */
function readable(name: string, setting: Setting | undefined): Node | undefined {
  if (!setting) return undefined;
  const value = meantWord(name, setting.value);
  return value === undefined ? unknown(name, setting.line) : scalar(value, setting.line);
}

/** The members, and the classes that set something for them. */
function ownersOf({ members: [first, ...rest] }: Group): [Manifest, ...Manifest[]] {
  const params = [first, ...rest].flatMap((one) => one.params ?? []);
  return [first.object, ...rest.map(({ object }) => object), ...params];
}

/** The listeners of all members. Default: HTTP on 80, or HTTPS on 443 if there is a certificate. */
function portsOf(group: Group, building: Building): Port[] {
  const ports = new Map<number, { protocol: string; line: number; members: [Member, ...Member[]] }>();
  for (const member of group.members) {
    const written = member.annotations.get('listen-ports');
    const line = written ? building.lineOf(written) : building.spots.of(member.object, member.object.line);
    for (const [protocol, number] of pairsOf(member, written?.value)) {
      const before = ports.get(number);
      if (!before) ports.set(number, { protocol, line, members: [member] });
      else {
        before.members.push(member);
        if (before.protocol !== protocol)
          building.remark('ingress-group-conflict', member.object, line, {
            what: `the protocol of port ${number}`,
            value: protocol,
            first: before.protocol,
            by: `Ingress ${before.members[0].object.namespace}/${before.members[0].object.name}`,
          });
      }
    }
  }
  return [...ports].map(([port, one]) => ({ port, ...one }));
}

function pairsOf({ annotations, params }: Member, written: string | undefined): [string, number][] {
  if (written === undefined) {
    const hasCertificate =
      annotations.has('certificate-arn') || itemsOf(at(params?.root, 'spec', 'certificateArn')).length > 0;
    return [hasCertificate ? ['HTTPS', 443] : ['HTTP', 80]];
  }
  const parsed = json(written);
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null
      ? Object.entries(one).flatMap(([protocol, port]): [string, number][] =>
          typeof port === 'number' ? [[protocol.toUpperCase(), port]] : [],
        )
      : [],
  );
}

/**
 * The port that HTTP is redirected to. It must belong to an HTTPS listener of the group, which may be in another file.
 */
function redirectOf(group: Group, ports: readonly Port[], building: Building): Node | undefined {
  const setting = ofGroup(group, 'ssl-redirect', building);
  if (!setting || !/^\d+$/.test(setting.value)) return undefined;
  const target = Number(setting.value);
  const isThere = ports.some(({ port, protocol }) => port === target && protocol === 'HTTPS');
  const owner = group.members.find((member) => ofMember(member, 'ssl-redirect', building));
  if (owner && !group.isShared && !isThere)
    building.remark('annotation-value', owner.object, setting.line, {
      name: `${PREFIX}ssl-redirect`,
      value: setting.value,
      allowed: 'the port of an HTTPS listener of the same Ingress',
    });
  return isThere ? scalar(setting.value, setting.line) : unknown('ssl-redirect', setting.line);
}

const LISTENER_ATTRIBUTES = 'listener-attributes.';

/** Attributes of a listener that the group does not have are ignored; in a shared group it may be defined elsewhere. */
function reportUnused(group: Group, ports: readonly Port[], building: Building): void {
  if (group.isShared) return;
  const known = ports.map(({ protocol, port }) => `${protocol}-${port}`);
  for (const { annotations, object } of group.members)
    for (const one of annotations.values()) {
      if (!one.name.startsWith(LISTENER_ATTRIBUTES)) continue;
      const listener = one.name.slice(LISTENER_ATTRIBUTES.length);
      if (!known.includes(listener))
        building.remark('listener-attributes-unused', object, building.lineOf(one), {
          listener,
          known: known.join(', '),
        });
    }
}

function addListener(group: Group, port: Port, redirect: Node | undefined, building: Building): void {
  const { protocol, line } = port;
  const id = `${group.id} ${protocol}:${port.port}`;
  const isHttps = protocol === 'HTTPS';
  const own: Group = { ...group, members: port.members };
  const target = isHttps ? undefined : redirect;
  const settings = attributesOf(
    own,
    `${LISTENER_ATTRIBUTES}${protocol}-${port.port}`,
    (params) =>
      itemsOf(at(params.root, 'spec', 'listeners')).flatMap((one) => {
        const matches = text(at(one, 'protocol')) === protocol && text(at(one, 'port')) === String(port.port);
        return matches ? [at(one, 'listenerAttributes')] : [];
      })[0],
    building,
  );
  building.add(
    id,
    'Listener',
    ownersOf(own),
    [
      ['LoadBalancerArn', reference(group.id, line)],
      ['Port', scalar(String(port.port), line)],
      ['Protocol', scalar(protocol, line)],
      ...(isHttps ? tlsOf(own, port, building) : []),
      ['ListenerAttributes', attributes(settings, line)],
      ['DefaultActions', target ? redirectAction(target, line) : defaultActions(own, id, building)],
    ],
    { says: [] },
  );
  if (!target) rulesOf(port, id, building);
}

function tlsOf(group: Group, { port }: Port, building: Building): Property[] {
  const [first] = group.members;
  const policy = ofGroup(group, 'ssl-policy', building);
  const certificates = ofGroup(group, 'certificate-arn', building);
  const mutual = ofGroup(group, 'mutual-authentication', building);
  const line = building.spots.of(first.object, first.object.line);
  const [certificate] = certificates ? stringList(certificates.value) : [];
  const parsed = mutual ? json(mutual.value) : undefined;
  const entries: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  const own = entries.find(
    (one): one is Record<string, unknown> =>
      typeof one === 'object' && one !== null && 'port' in one && Number(one.port) === port,
  );
  return [
    ['SslPolicy', node(policy)],
    // Without the annotation, the controller looks for certificates for the hosts.
    [
      'Certificates',
      items(line, [
        properties(line, [
          ['CertificateArn', scalar(certificate ?? '(found by host)', certificates?.line ?? line)],
        ]),
      ]),
    ],
    [
      'MutualAuthentication',
      mutual &&
        own &&
        properties(mutual.line, [
          ['Mode', jsonText(own['mode'], mutual.line)],
          ['TrustStoreArn', jsonText(own['truststore'], mutual.line)],
          ['IgnoreClientCertificateExpiry', jsonText(own['ignoreclientcertificateexpiry'], mutual.line)],
          ['AdvertiseTrustStoreCaNames', jsonText(own['advertisetruststorecanames'], mutual.line)],
        ]),
    ],
  ];
}

const jsonText = (value: unknown, line: number): Node | undefined =>
  value === undefined || value === null || typeof value === 'object' ? undefined : plainScalar(value, line);

const redirectAction = (port: Node, line: number): Node | undefined =>
  items(line, [
    properties(line, [
      ['Type', scalar('redirect', line)],
      [
        'RedirectConfig',
        properties(line, [
          ['Protocol', scalar('HTTPS', line)],
          ['Port', port],
          ['StatusCode', scalar('HTTP_301', line)],
        ]),
      ],
    ]),
  ]);
