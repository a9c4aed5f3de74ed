// Groups the controller's Ingresses; each group becomes one load balancer.
import { text } from '../check/node.ts';
import { annotation, annotationsOf, type Annotation } from './annotations.ts';
import { at, nameOf, type Manifest } from './manifests.ts';

const CONTROLLERS = new Set(['ingress.k8s.aws/alb', 'eks.amazonaws.com/alb']);

export interface Member {
  readonly object: Manifest;
  readonly annotations: ReadonlyMap<string, Annotation>;
  /** The IngressClassParams of its class. */
  readonly params: Manifest | undefined;
}

export interface Group {
  /** `IngressGroup shared`, or `Ingress chat/ws` for an Ingress without a group. */
  readonly id: string;
  /** Whether the group has a name, so that Ingresses in other files may join it. */
  readonly isShared: boolean;
  /** In the order in which the controller processes them. */
  readonly members: readonly [Member, ...Member[]];
}

export function groupsOf(objects: readonly Manifest[]): Group[] {
  const classes = new Map(
    objects.filter(({ kind }) => kind === 'IngressClass').map((one) => [one.name, one]),
  );
  const params = new Map(
    objects.filter(({ kind }) => kind === 'IngressClassParams').map((one) => [one.name, one]),
  );
  const groups = new Map<string, { readonly isShared: boolean; readonly members: Member[] }>();
  for (const object of objects) {
    if (object.kind !== 'Ingress') continue;
    const annotations = annotationsOf(object);
    const name = text(at(object.root, 'spec', 'ingressClassName'));
    const ingressClass = name === undefined ? undefined : classes.get(name);
    if (!isOurs(object, annotations, name, ingressClass)) continue;
    const own = params.get(text(at(ingressClass?.root, 'spec', 'parameters', 'name')) ?? '');
    const shared = text(at(own?.root, 'spec', 'group', 'name')) ?? annotations.get('group.name')?.value;
    const id = shared === undefined ? nameOf(object) : `IngressGroup ${shared}`;
    const group = groups.get(id) ?? { isShared: shared !== undefined, members: [] };
    group.members.push({ object, annotations, params: own });
    groups.set(id, group);
  }
  return [...groups].flatMap(([id, { isShared, members }]): Group[] => {
    const [first, ...rest] = members.toSorted(byOrder);
    return first ? [{ id, isShared, members: [first, ...rest] }] : [];
  });
}

/** If its class is not in the files, a single controller annotation is evidence enough. */
function isOurs(
  object: Manifest,
  annotations: ReadonlyMap<string, Annotation>,
  name: string | undefined,
  ingressClass: Manifest | undefined,
): boolean {
  const old = annotation(object, 'kubernetes.io/ingress.class');
  if (old !== undefined) return old === 'alb';
  if (ingressClass) return CONTROLLERS.has(text(at(ingressClass.root, 'spec', 'controller')) ?? '');
  return annotations.size > 0 || name === 'alb';
}

const orderOf = ({ annotations }: Member): number => Number(annotations.get('group.order')?.value ?? 0) || 0;

function byOrder(left: Member, right: Member): number {
  const [one, other] = [left, right].map(({ object }) => `${object.namespace}/${object.name}`);
  return orderOf(left) - orderOf(right) || ((one ?? '') < (other ?? '') ? -1 : 1);
}
