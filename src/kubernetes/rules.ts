// The rules that the controller makes of an Ingress for one listener.
// Source: aws-load-balancer-controller pkg/ingress/model_build_listener_rules.go, enhanced_backend_builder.go.
import { jsonNode, reference, scalar, text, type Node } from '../check/node.ts';
import { actionsOf, NAMES } from './actions.ts';
import { json } from './annotations.ts';
import { group as groupNode, items, type Building } from './building.ts';
import type { Group, Member } from './ingresses.ts';
import { at, itemsOf, nameOf } from './manifests.ts';

/** A listener with the members that have rules on it. */
export interface Port {
  readonly protocol: string;
  readonly port: number;
  readonly members: readonly [Member, ...Member[]];
  readonly line: number;
}

/** Exact paths come first, then prefixes with the longest first, then the others as they are written. */
const RANKS: Readonly<Record<string, number>> = { Exact: 0, Prefix: 1, ImplementationSpecific: 2 };

export function rulesOf(group: Group, port: Port, listener: string, building: Building): void {
  let priority = 1;
  for (const member of group.members) {
    const { object } = member;
    for (const rule of itemsOf(at(object.root, 'spec', 'rules'))) {
      const host = text(at(rule, 'host')) ?? '';
      const paths = itemsOf(at(rule, 'http', 'paths')).map((node) => ({
        node,
        path: text(at(node, 'path')) ?? '',
        type: text(at(node, 'pathType')) ?? 'ImplementationSpecific',
      }));
      const sorted = paths.toSorted((left, right) => {
        const ranks = (RANKS[left.type] ?? 2) - (RANKS[right.type] ?? 2);
        return ranks === 0 && left.type === 'Prefix' ? right.path.length - left.path.length : ranks;
      });
      for (const { node, path, type } of sorted) {
        const backend = at(node, 'backend');
        const line = building.spots.of(object, node.line, 'spec.rules');
        const id = `${nameOf(object)} ${port.protocol}:${port.port} ${host}${path || '/*'}`;
        building.add(
          building.resources.has(id) ? `${id} ${priority}` : id,
          'ListenerRule',
          object,
          [
            ['ListenerArn', reference(listener, line)],
            ['Priority', scalar(String(priority), line)],
            ['Conditions', items(line, conditionsOf(host, path, type, backend, member, line, building))],
            ['Actions', backend && actionsOf(backend, member, listener, building)],
          ],
          [host, path, text(at(backend, 'service', 'name')) ?? ''],
        );
        priority++;
      }
    }
  }
}

/** A prefix `/ws` is `/ws` and everything below it. */
export function patternsOf(path: string, type: string): string[] {
  if (type !== 'Prefix' && type !== 'PathPrefix') return [path === '' ? '/*' : path];
  const plain = path.replace(/\/+$/, '');
  return plain === '' ? ['/*'] : [plain, `${plain}/*`];
}

export const condition = (
  field: string,
  config: string,
  values: readonly string[],
  line: number,
): Node | undefined =>
  groupNode(line, [
    ['Field', scalar(field, line), line],
    [
      config,
      groupNode(line, [
        [
          'Values',
          items(
            line,
            values.map((one) => scalar(one, line)),
          ),
        ],
      ]),
    ],
  ]);

function conditionsOf(
  host: string,
  path: string,
  type: string,
  backend: Node | undefined,
  { annotations }: Member,
  line: number,
  building: Building,
): (Node | undefined)[] {
  const more = annotations.get(`conditions.${text(at(backend, 'service', 'name')) ?? ''}`);
  const parsed = more && json(more.value);
  const own: readonly unknown[] = Array.isArray(parsed) ? parsed : [];
  const extra = own.map((one) => jsonNode(one, more ? building.lineOf(more) : line, NAMES));
  // More hosts and paths in the annotation are alternatives to the one of the rule.
  const added = (field: string): string[] =>
    extra.flatMap((one) =>
      text(at(one, 'Field')) === field
        ? itemsOf(
            at(one, field === 'host-header' ? 'HostHeaderConfig' : 'PathPatternConfig', 'Values'),
          ).flatMap((value) => text(value) ?? [])
        : [],
    );
  const [hosts, paths] = [
    [...(host === '' ? [] : [host]), ...added('host-header')],
    [...(path === '' ? [] : patternsOf(path, type)), ...added('path-pattern')],
  ];
  const rest = extra.filter((one) => !['host-header', 'path-pattern'].includes(text(at(one, 'Field')) ?? ''));
  const isEmpty = hosts.length + paths.length + rest.length === 0;
  return [
    hosts.length > 0 ? condition('host-header', 'HostHeaderConfig', hosts, line) : undefined,
    paths.length > 0 || isEmpty
      ? condition('path-pattern', 'PathPatternConfig', isEmpty ? ['/*'] : paths, line)
      : undefined,
    ...rest,
  ];
}
