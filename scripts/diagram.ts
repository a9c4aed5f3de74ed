// Draws what a template builds, from the template itself: the production template for the README and as SVG, and the
// path of requests through listeners, rules and target groups for docs/routes.md. `npm run generate` writes all of
// them.
import { instance } from '@viz-js/viz';
import type { ConfigInput } from '../src/config/schema/index.ts';
import { parseConfig } from '../src/config/validate.ts';
import { buildTemplate, templateObject } from '../src/template/build.ts';
import type { Resource } from '../src/template/types.ts';

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

export interface Graph {
  /** Label by id. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly edges: readonly Edge[];
}

const ALARM = 'AWS::CloudWatch::Alarm';
const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const ROUTING_TYPES = new Set([LISTENER, RULE, TARGET_GROUP, 'AWS::ElasticLoadBalancingV2::LoadBalancer']);

/** Labels for references, by the type of the referring resource. */
const WORDS: Readonly<Record<string, string>> = {
  [ALARM]: 'watch',
  'AWS::CloudWatch::Dashboard': 'shows',
  'AWS::S3::BucketPolicy': 'lets ELB write to',
  'AWS::EC2::SecurityGroupEgress': 'lets out of',
};

/** The path of a request from clients to servers: listeners, rules in their order, and target groups. */
export function routingGraph(input: ConfigInput): Graph {
  const { Resources } = templateObject(buildTemplate(parseConfig(input)));
  const isRouting = (id: string) => {
    const { Type } = Resources[id] ?? {};
    return Type === undefined || ROUTING_TYPES.has(Type);
  };
  const { nodes, edges } = graphOf(Resources);
  return {
    nodes: new Map([...nodes].filter(([id]) => id !== 'Alarms' && isRouting(id))),
    edges: edges.filter(({ from, to }) => from !== 'Alarms' && isRouting(from) && isRouting(to)),
  };
}

/** What the production template builds. */
export const graph = (): Graph => graphOf(templateObject(buildTemplate(parseConfig({}))).Resources);

/** Resources and the references between them; alarms are one node. */
function graphOf(Resources: Readonly<Record<string, Resource>>): Graph {
  const alarms = Object.values(Resources).filter(({ Type }) => Type === ALARM).length;
  const nodes = new Map([
    ['Clients', 'Clients'],
    [
      'Servers',
      Object.values(Resources).some(({ Type }) => Type === RULE) ? 'Your servers' : 'Your WebSocket servers',
    ],
  ]);
  const nodeOf = (id: string) => (Resources[id]?.Type === ALARM ? 'Alarms' : id);
  const edges: Edge[] = [];
  for (const [id, resource] of Object.entries(Resources)) {
    nodes.set(nodeOf(id), resource.Type === ALARM ? `${alarms} alarms` : id);
    for (const other of references(resource.Properties)) {
      if (!Resources[other] || other === id) continue;
      edges.push(edgeOf(nodeOf(id), resource, other, Resources[other]));
    }
    if (resource.Type === LISTENER) {
      const redirects = JSON.stringify(resource.Properties['DefaultActions']).includes('"redirect"');
      nodes.set(id, redirects ? `${id}: redirects to HTTPS` : id);
      edges.push({ from: 'Clients', to: 'WebSocketALB', label: String(resource.Properties['Port']) });
    }
    if (resource.Type === RULE) nodes.set(id, ruleLabel(id, resource));
    if (resource.Type === TARGET_GROUP)
      edges.push({ from: id, to: 'Servers', label: String(resource.Properties['Port']) });
  }
  const seen = new Set();
  return {
    nodes,
    edges: edges.filter((edge) => {
      const key = JSON.stringify(edge);
      return !seen.has(key) && seen.add(key);
    }),
  };
}

function ruleLabel(id: string, { Properties }: Resource): string {
  const conditions = Properties['Conditions'] as readonly Readonly<Record<string, { Values?: string[] }>>[];
  const values = conditions.flatMap((condition) =>
    Object.values(condition).flatMap((each) => each.Values ?? []),
  );
  return `${id} ${String(Properties['Priority'])}: ${values.join(' ')}`;
}

function edgeOf(from: string, { Type }: Resource, to: string, other: Resource): Edge {
  if (Type === LISTENER && other.Type.endsWith('::LoadBalancer')) return { from: to, to: from, label: '' };
  if (Type === RULE && other.Type === LISTENER) return { from: to, to: from, label: '' };
  if (Type === LISTENER) return { from, to, label: other.Type === TARGET_GROUP ? 'forwards' : '' };
  if (Type === RULE) return { from, to, label: 'forwards' };
  if (Type.endsWith('::LoadBalancer'))
    return { from, to, label: other.Type === 'AWS::S3::Bucket' ? 'writes its logs' : 'is guarded by' };
  return { from, to, label: WORDS[Type] ?? '' };
}

/** The logical IDs that a value refers to. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('Ref' in value) return [String(value.Ref)];
  if ('Fn::GetAtt' in value) return [String((value['Fn::GetAtt'] as unknown[])[0])];
  if ('Fn::Sub' in value) {
    const [text, values] = [value['Fn::Sub']].flat() as [string, unknown];
    return [...references(values), ...[...text.matchAll(/\$\{(\w+)/g)].map(([, id = '']) => id)];
  }
  return Object.values(value).flatMap(references);
}

const mermaid = ({ nodes, edges }: Graph): string =>
  [
    'flowchart LR',
    ...[...nodes].map(([id, label]) => `  ${id}["${label.replaceAll('"', '#quot;')}"]`),
    ...edges.map(({ from, to, label }) => `  ${from} -->${label && `|${label}|`} ${to}`),
  ].join('\n');

export async function svg({ nodes, edges }: Graph): Promise<string> {
  const viz = await instance();
  const font = { fontname: 'Helvetica, Arial, sans-serif', fontsize: 11 };
  return viz.renderString(
    {
      graphAttributes: { rankdir: 'LR', bgcolor: 'white', nodesep: 0.25, ranksep: 0.6 },
      nodeAttributes: {
        ...font,
        shape: 'box',
        style: 'rounded,filled',
        margin: '0.25,0.1',
        fillcolor: '#f4f6fb',
        color: '#5b6b8c',
      },
      edgeAttributes: { ...font, fontsize: 9, color: '#5b6b8c', arrowsize: 0.6 },
      nodes: [...nodes].map(([name, label]) => ({ name, attributes: { label } })),
      edges: edges.map(({ from, to, label }) => ({ tail: from, head: to, attributes: { label } })),
    },
    { format: 'svg' },
  );
}

const BLOCK = /(<!-- diagram -->\n)[\s\S]*?(<!-- \/diagram -->)/;

/** Puts the diagram between its markers in a text. */
export const withDiagram = (text: string, graph: Graph): string =>
  text.replace(BLOCK, `$1\n\`\`\`mermaid\n${mermaid(graph)}\n\`\`\`\n\n$2`);
