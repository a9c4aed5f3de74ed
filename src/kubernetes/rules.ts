// The rules that the controller creates from an Ingress for one listener. Source: aws-load-balancer-controller
// pkg/ingress/model_build_listener_rules.go, enhanced_backend_builder.go.
import { items, jsonNode, reference, scalar, text, unknown, type Node } from '../check/node.ts';
import { actionsOf, NAMES } from './actions.ts';
import { boolean, json } from './annotations.ts';
import type { Building } from './building.ts';
import { condition, patternsOf } from './conditions.ts';
import type { Member } from './ingresses.ts';
import { at, itemsOf, nameOf } from './manifests.ts';
import { optimized, type Draft } from './rule-optimizer.ts';

/** A listener, with the members that have rules on it. */
export interface Port {
  readonly protocol: string;
  readonly port: number;
  readonly members: readonly [Member, ...Member[]];
  readonly line: number;
}

/**
 * Exact paths come first, then prefixes with the longest first, then the others in the order in which they are written.
 */
const RANKS: Readonly<Record<string, number>> = { Exact: 0, Prefix: 1, ImplementationSpecific: 2 };

/** A path of an Ingress on one listener. */
interface PathRule extends Draft {
  readonly member: Member;
  readonly host: string;
  readonly path: string;
  readonly backend: Node | undefined;
  readonly line: number;
}

export function rulesOf(port: Port, listener: string, building: Building): void {
  const rules = port.members.flatMap((member) => pathsOf(member, listener, building));
  for (const [index, rule] of optimized(rules, port).entries()) {
    const { member, host, path, backend, line, conditions, actions } = rule;
    const id = `${nameOf(member.object)} ${port.protocol}:${port.port} ${host}${path || '/*'}`;
    building.add(
      building.resources.has(id) ? `${id} ${index + 1}` : id,
      'ListenerRule',
      [member.object],
      [
        ['ListenerArn', reference(listener, line)],
        ['Priority', scalar(String(index + 1), line)],
        ['Conditions', conditions ? items(line, conditions) : unknown(`conditions of ${id}`, line)],
        ['Actions', actions],
      ],
      { says: [host, path, text(at(backend, 'service', 'name')) ?? ''], line },
    );
  }
}

function pathsOf(member: Member, listener: string, building: Building): PathRule[] {
  const { object } = member;
  return itemsOf(at(object.root, 'spec', 'rules')).flatMap((rule) => {
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
    return sorted.map(({ node, path, type }): PathRule => {
      const backend = at(node, 'backend');
      const line = building.spots.of(object, node.line, 'spec.rules');
      return {
        member,
        host,
        path,
        backend,
        line,
        conditions: conditionsOf({ host, path, type, backend, line }, member, building),
        actions: backend && actionsOf(backend, member, listener, building),
      };
    });
  });
}

interface Written {
  readonly host: string;
  readonly path: string;
  readonly type: string;
  readonly backend: Node | undefined;
  readonly line: number;
}

/** Undefined if the annotation with more conditions cannot be parsed. */
function conditionsOf(
  { host, path, type, backend, line }: Written,
  { annotations }: Member,
  building: Building,
): Node[] | undefined {
  const more = annotations.get(`conditions.${text(at(backend, 'service', 'name')) ?? ''}`);
  const parsed = more ? json(more.value) : [];
  if (!Array.isArray(parsed)) return undefined;
  const extra = parsed.map((one: unknown) => jsonNode(one, more ? building.lineOf(more) : line, NAMES));
  // Further hosts and paths in the annotation are alternatives to those of the rule.
  const added = (field: 'host-header' | 'path-pattern', key: 'Values' | 'RegexValues'): string[] =>
    extra.flatMap((one) =>
      text(at(one, 'Field')) === field
        ? itemsOf(at(one, field === 'host-header' ? 'HostHeaderConfig' : 'PathPatternConfig', key)).flatMap(
            (value) => text(value) ?? [],
          )
        : [],
    );
  const isRegex =
    type === 'ImplementationSpecific' && boolean(annotations.get('use-regex-path-match')?.value ?? '');
  const found = [
    condition(
      'host-header',
      {
        values: [...(host === '' ? [] : [host]), ...added('host-header', 'Values')],
        regexes: added('host-header', 'RegexValues'),
      },
      line,
    ),
    condition(
      'path-pattern',
      {
        values: [
          ...(path === '' || isRegex ? [] : patternsOf(path, type)),
          ...added('path-pattern', 'Values'),
        ],
        // Kubernetes requires a leading slash in a path, which is not part of the expression.
        regexes: [
          ...(isRegex && path !== '' ? [path.slice(1)] : []),
          ...added('path-pattern', 'RegexValues'),
        ],
      },
      line,
    ),
    ...extra.filter((one) => !['host-header', 'path-pattern'].includes(text(at(one, 'Field')) ?? '')),
  ].filter((one) => one !== undefined);
  return found.length > 0
    ? found
    : [condition('path-pattern', { values: ['/*'] }, line)].flatMap((one) => one ?? []);
}
