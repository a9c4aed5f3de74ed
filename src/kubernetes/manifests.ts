// Reads manifests: the objects that affect a load balancer, each with its file and lines.
import { child, entry, text, type MapNode, type Node } from '../check/node.ts';
import { BrokenTemplate, readNodes } from '../check/read.ts';
import { documentsIn } from './documents.ts';
import { isUnrendered, wordsForSource } from '../check/recognise.ts';

export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly root: MapNode;
  /** The line of `kind`. */
  readonly line: number;
}

const KINDS: ReadonlySet<string> = new Set([
  'Ingress',
  'IngressClass',
  'IngressClassParams',
  'Service',
  'Gateway',
  'GatewayClass',
  'HTTPRoute',
  'GRPCRoute',
  'LoadBalancerConfiguration',
  'TargetGroupConfiguration',
  'ListenerRuleConfiguration',
]);
const NAMES = new RegExp(String.raw`kind["']?\s*:\s*["']?(?:${[...KINDS].join('|')}|\w*List)\b`);

/**
 * Reads a manifest file: several documents, lists, JSON. Objects of other kinds are skipped without parsing.
 *
 * @throws {BrokenTemplate} if a document is not YAML, or is the source of a Helm chart.
 */
export function readManifests(file: string, source: string): Manifest[] {
  const plain = source.replace(/^\uFEFF/, '');
  return documentsIn(plain).flatMap(({ start, end, line }) => {
    const document = plain.slice(start, end);
    if (!NAMES.test(document)) return [];
    if (isUnrendered(document)) {
      const { reason = '', remedy = '' } = wordsForSource(document) ?? {};
      throw new BrokenTemplate(reason, line, remedy);
    }
    // Padding, because the reader counts lines from the start of the document and we need those of the file.
    return objectsIn(readNodes('\n'.repeat(line - 1) + document), file);
  });
}

function objectsIn(node: Node, file: string): Manifest[] {
  if (node.kind !== 'map') return [];
  const kind = text(child(node, 'kind')) ?? '';
  const items = child(node, 'items');
  if (kind.endsWith('List') && items?.kind === 'list')
    return items.items.flatMap((item) => objectsIn(item, file));
  if (!KINDS.has(kind)) return [];
  const metadata = child(node, 'metadata');
  return [
    {
      file,
      kind,
      namespace: text(child(metadata, 'namespace')) ?? 'default',
      name: text(child(metadata, 'name')) ?? '',
      root: node,
      line: entry(node, 'kind')?.line ?? node.line,
    },
  ];
}

export const nameOf = ({ kind, namespace, name }: Manifest): string =>
  kind.endsWith('Class') || kind === 'IngressClassParams'
    ? `${kind} ${name}`
    : `${kind} ${namespace}/${name}`;

/** The value below keys. */
export const at = (node: Node | undefined, ...path: readonly string[]): Node | undefined => {
  let found = node;
  for (const key of path) found = child(found, key);
  return found;
};

export const itemsOf = (node: Node | undefined): readonly Node[] => (node?.kind === 'list' ? node.items : []);
