// What an expression of a configuration refers to. The plan shows less than the author wrote: of functions, conditions
// and local values, only the referenced names. If those are ambiguous, the result is undefined.
import { array, isRecord, record, string } from '../common/json.ts';
import { indexOf, type Instance, type Module } from './plan.ts';

/** An instance with the referenced attribute, or the name of something that is not managed here. */
export type Root =
  | { readonly instance: Instance; readonly attribute: string | undefined }
  | { readonly instance?: undefined; readonly external: string };

/** The place of an expression, whose index `each.key` and `count.index` refer to. */
interface Scope {
  readonly module: Module;
  readonly index: unknown;
}

/** Everything that an expression refers to; undefined if that is ambiguous. */
export const rootsOf = (expression: unknown, { module, index }: Instance): Root[] | undefined =>
  follow(expression, { module, index }, 0);

/** Maximum depth of nested modules and of outputs that pass values on. */
const MAX_DEPTH = 20;

function follow(expression: unknown, scope: Scope, depth: number): Root[] | undefined {
  if (!isRecord(expression) || depth > MAX_DEPTH) return undefined;
  const constant = string(expression['constant_value']);
  if (constant !== undefined) return [{ external: constant }];
  const names = longest(array(expression['references']).filter((name) => typeof name === 'string'));
  const isIndexed = names.some((name) => name === 'each.key' || name === 'count.index');
  const roots: Root[] = [];
  let usesIndex = false;
  for (const name of names) {
    if (name === 'each.key' || name === 'count.index') continue;
    const found = named(name, scope, isIndexed, depth);
    if (!found) return undefined;
    usesIndex ||= found.usesIndex;
    roots.push(...found.roots);
  }
  // An index that selected no instance is used for something else, such as a condition.
  if (isIndexed && !usesIndex) return undefined;
  return roots;
}

interface Found {
  readonly roots: readonly Root[];
  readonly usesIndex: boolean;
}

const NAME =
  /^(?:(data)\.)?([a-z]\w*)\.([\w-]+)(?:\[("(?:[^"\\]|\\.)*"|\d+)\])?(?:\[\*\]|\.\*)?(?:\.([\w-]+))?/;

function named(name: string, scope: Scope, isIndexed: boolean, depth: number): Found | undefined {
  const [whole, data, type = '', own = '', index, attribute] = NAME.exec(name) ?? [];
  if (whole === undefined) return undefined;
  if (data) return { roots: [{ external: whole }], usesIndex: false };
  if (type === 'var') {
    const roots = variable(own, scope, depth);
    return roots && { roots, usesIndex: false };
  }
  if (type === 'module') {
    const callees = scope.module.children.filter((one) => one.name === own);
    const chosen = choose(callees, index, scope, isIndexed);
    if (!chosen || attribute === undefined) return undefined;
    const roots: Root[] = [];
    for (const callee of chosen.items) {
      const output = record(record(callee.config?.['outputs'])[attribute]);
      const found = follow(output['expression'], { module: callee, index: undefined }, depth + 1);
      if (!found) return undefined;
      roots.push(...found);
    }
    return { roots, usesIndex: chosen.usesIndex };
  }
  if (['each', 'count', 'local', 'path', 'self', 'terraform'].includes(type)) return undefined;
  const instances = scope.module.named.get(`${type}.${own}`) ?? [];
  const chosen = choose(instances, index, scope, isIndexed);
  return (
    chosen && {
      roots: chosen.items.map((instance) => ({ instance, attribute })),
      usesIndex: chosen.usesIndex,
    }
  );
}

/** Chooses by the written index or the scope's index; else returns all. */
function choose<One extends { readonly index: unknown }>(
  all: readonly One[],
  written: string | undefined,
  { index }: Scope,
  isIndexed: boolean,
): { readonly items: readonly One[]; readonly usesIndex: boolean } | undefined {
  if (written !== undefined) {
    const wanted = indexOf(written);
    const found = all.filter((one) => one.index === wanted);
    return found.length === 1 ? { items: found, usesIndex: false } : undefined;
  }
  if (all.length === 0) return undefined;
  if (!isIndexed || all.every((one) => one.index === undefined)) return { items: all, usesIndex: false };
  const found = all.filter((one) => one.index === index);
  return found.length === 1 ? { items: found, usesIndex: true } : undefined;
}

/** A variable refers to whatever the module call passes. */
function variable(name: string, { module }: Scope, depth: number): Root[] | undefined {
  const { parent } = module;
  if (!parent) return undefined;
  const call = record(record(parent.config?.['module_calls'])[module.name]);
  const given: unknown = record(call['expressions'])[name];
  return follow(given, { module: parent, index: module.index }, depth + 1);
}

/**
 * The plan lists references along with their prefixes, as in `aws_lb.chat.arn`, `aws_lb.chat`. Keeps only the longest.
 */
const longest = (names: readonly string[]): string[] => {
  const unique = [...new Set(names)];
  return unique.filter(
    (name) =>
      !unique.some(
        (other) => other !== name && (other.startsWith(`${name}.`) || other.startsWith(`${name}[`)),
      ),
  );
};
