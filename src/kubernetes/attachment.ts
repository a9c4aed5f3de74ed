// Which listeners of a Gateway a route is attached to, and for which hosts. Source: aws-load-balancer-controller
// pkg/gateway/routeutils/route_listener_mapper.go, listener_attachment_helper.go.
import { text, type Node } from '../check/node.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';
import { textsOf } from './pairs.ts';

/** A listener of a Gateway. Gateway listeners on the same port form one ELB listener. */
export interface Section {
  /** `HTTPS:443` */
  readonly key: string;
  readonly port: number;
  readonly node: Node;
}

/** Whether an Application Load Balancer can have listeners of this protocol. */
export const isHttp = (protocol: string): boolean => /^HTTPS?$/.test(protocol);

export const sectionsOf = (gateway: Manifest): readonly Section[] =>
  itemsOf(at(gateway.root, 'spec', 'listeners')).flatMap((node): Section[] => {
    const [protocol, port] = [text(at(node, 'protocol')) ?? '', text(at(node, 'port')) ?? ''];
    return isHttp(protocol) ? [{ key: `${protocol}:${port}`, port: Number(port), node }] : [];
  });

export interface Attachment {
  /** The key of the listener. */
  readonly listener: string;
  /** Empty means all hosts. */
  readonly hosts: readonly string[];
  /** False if it depends on labels of namespaces, which are not read. */
  readonly isCertain: boolean;
}

export function attachmentsOf(route: Manifest, gateway: Manifest): Attachment[] {
  const parents = itemsOf(at(route.root, 'spec', 'parentRefs')).filter((one) => isFor(one, route, gateway));
  const written = textsOf(at(route.root, 'spec', 'hostnames'));
  const found = new Map<string, { readonly hosts: Set<string>; isCertain: boolean }>();
  for (const { key, node } of sectionsOf(gateway)) {
    const hosts = commonHosts(written, text(at(node, 'hostname')));
    const allows = allowsRoute(node, route, gateway);
    if (!hosts || allows === false || !parents.some((one) => isForSection(one, node))) continue;
    const own = found.get(key) ?? { hosts: new Set(), isCertain: true };
    for (const host of hosts) own.hosts.add(host);
    own.isCertain &&= allows === true;
    found.set(key, own);
  }
  return [...found].map(([listener, { hosts, isCertain }]) => ({
    listener,
    hosts: hosts.size > 0 ? [...hosts] : written,
    isCertain,
  }));
}

const isFor = (parent: Node, route: Manifest, gateway: Manifest): boolean =>
  (text(at(parent, 'kind')) ?? 'Gateway') === 'Gateway' &&
  text(at(parent, 'name')) === gateway.name &&
  (text(at(parent, 'namespace')) ?? route.namespace) === gateway.namespace;

/** A parentRef may select a listener by its name, its port or both. */
const isForSection = (parent: Node, listener: Node): boolean =>
  (['sectionName', 'port'] as const).every((key) => {
    const wanted = text(at(parent, key));
    return wanted === undefined || wanted === text(at(listener, key === 'port' ? 'port' : 'name'));
  });

function allowsRoute(listener: Node, route: Manifest, gateway: Manifest): boolean | 'unknown' {
  const kinds = itemsOf(at(listener, 'allowedRoutes', 'kinds')).map((one) => text(at(one, 'kind')));
  if (kinds.length > 0 && !kinds.includes(route.kind)) return false;
  const from = text(at(listener, 'allowedRoutes', 'namespaces', 'from')) ?? 'Same';
  if (from === 'All') return true;
  if (from === 'Selector') return 'unknown';
  return from === 'Same' && route.namespace === gateway.namespace;
}

/** The hosts that the route and the listener have in common, the narrower of each pair; undefined if there are none. */
function commonHosts(written: readonly string[], listener: string | undefined): string[] | undefined {
  if (listener === undefined || listener === '') return [];
  if (written.length === 0) return [listener];
  const found = written.flatMap((host) =>
    host === listener || isBelow(host, listener) ? [host] : isBelow(listener, host) ? [listener] : [],
  );
  return found.length > 0 ? found : undefined;
}

const isBelow = (host: string, wildcard: string): boolean =>
  wildcard.startsWith('*.') && host.endsWith(wildcard.slice(1));
