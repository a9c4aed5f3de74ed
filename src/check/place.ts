// Places in a template, and what the values there refer to.
import { UNKNOWN } from '../alb/setting.ts';
import type { Value } from '../alb/topology/types.ts';
import { onlyEntry, text, UNKNOWN_FUNCTION, type Node } from './node.ts';
import type { Resolver } from './resolve.ts';
import type { Resource, Template } from './template.ts';
import { written } from './written.ts';

/** The place of something in a template. */
export interface Place {
  readonly resource: Resource;
  readonly line: number;
}

/**
 * What a value refers to: the logical id of a resource, else the value or expression itself, which means the same
 * wherever it is written in the same way. UNKNOWN if it depends on a condition.
 */
export function keyOf(node: Node | undefined, resolver: Resolver, { resources }: Template): Value<string> {
  const value = referred(node, resolver);
  if (value === undefined) return UNKNOWN;
  const [name, argument] = onlyEntry(value) ?? [];
  const target =
    name === 'Ref'
      ? text(argument)
      : name === 'Fn::GetAtt' && argument?.kind === 'list'
        ? text(argument.items[0])
        : undefined;
  if (target !== undefined && resources.has(target)) return target;
  if (name === 'Fn::If' || name === UNKNOWN_FUNCTION) return UNKNOWN;
  return written(value);
}

/** The reference that remains after resolving the conditions around it. */
function referred(node: Node | undefined, resolver: Resolver): Node | undefined {
  let one = node;
  for (let depth = 0; one && depth < 20; depth++) {
    const [name, argument] = onlyEntry(one) ?? [];
    if (name !== 'Fn::If' || argument?.kind !== 'list') return one;
    const condition = resolver.condition(text(argument.items[0]) ?? '');
    if (condition === UNKNOWN) return one;
    one = argument.items[condition ? 1 : 2];
  }
  return one;
}

/** The items of a list as written, with the conditions around them resolved. UNKNOWN if one of them is undecided. */
export function references(node: Node | undefined, resolver: Resolver): Value<readonly Node[]> {
  const list = referred(node, resolver);
  if (list === undefined) return [];
  if (list.kind !== 'list') return isIf(list) || isRef(list) || isUnknown(list) ? UNKNOWN : [list];
  const items: Node[] = [];
  for (const item of list.items) {
    const one = referred(item, resolver);
    if (one && (isIf(one) || isUnknown(one))) return UNKNOWN;
    if (one && !isNothing(one)) items.push(one);
  }
  return items;
}

const isIf = (node: Node): boolean => onlyEntry(node)?.[0] === 'Fn::If';
const isUnknown = (node: Node): boolean => onlyEntry(node)?.[0] === UNKNOWN_FUNCTION;
const isRef = (node: Node): boolean => onlyEntry(node)?.[0] === 'Ref';
const isNothing = (node: Node): boolean => {
  const [name, argument] = onlyEntry(node) ?? [];
  return name === 'Ref' && text(argument) === 'AWS::NoValue';
};
