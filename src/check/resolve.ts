// Evaluates values as far as the template determines them: parameters by their defaults, mappings, and the functions
// around them. Everything else is known only at deploy time.
import { UNKNOWN, type Unknown } from '../alb/setting.ts';
import { child, list, onlyEntry, scalar, text, type ListNode, type Node, type ScalarNode } from './node.ts';
import type { Template } from './template.ts';

/** A value; undefined if there is none, as with `!Ref AWS::NoValue`. */
export type Resolved = Node | Unknown | undefined;

type Evaluate = (node: Node | undefined) => Resolved;

/** Evaluates a template's values. Each condition is evaluated once. */
export class Resolver {
  readonly #template: Template;
  readonly #conditions: Map<string, boolean | Unknown>;

  /** @param assumed - conditions that count as decided, whatever the parameters are. */
  constructor(template: Template, assumed: ReadonlyMap<string, boolean> = new Map()) {
    this.#template = template;
    this.#conditions = new Map(assumed);
  }

  /** The same template with other assumptions. */
  assuming(assumed: ReadonlyMap<string, boolean>): Resolver {
    return new Resolver(this.#template, assumed);
  }

  /** Evaluates a value, with parameters at their defaults. */
  readonly value: Evaluate = (node) => this.#evaluate(node, false);

  /**
   * Evaluates a value; a parameter counts only if it can have just one value. A template with a condition intends both
   * of its sides, so a default decides nothing.
   */
  readonly certain: Evaluate = (node) => this.#evaluate(node, true);

  /** A scalar; UNKNOWN for a list or group as well. */
  string(node: Node | undefined): string | Unknown | undefined {
    const value = this.value(node);
    if (value === undefined || value === UNKNOWN) return value;
    return value.kind === 'scalar' ? value.value : UNKNOWN;
  }

  /** The value below keys and indexes, with each step resolved. */
  at(node: Node | undefined, ...path: readonly (string | number)[]): Resolved {
    let value = this.value(node);
    for (const step of path) {
      if (value === undefined || value === UNKNOWN) return value;
      const next =
        typeof step === 'number'
          ? value.kind === 'list'
            ? value.items[step]
            : undefined
          : child(value, step);
      value = this.value(next);
    }
    return value;
  }

  /** The items of a list, without those that are left out. UNKNOWN if the list itself is. */
  items(node: Node | undefined): readonly (Node | Unknown)[] | Unknown {
    const value = this.value(node);
    if (value === undefined) return [];
    if (value === UNKNOWN) return UNKNOWN;
    if (value.kind !== 'list') return [value];
    return value.items.map((item) => this.value(item)).filter((item) => item !== undefined);
  }

  condition(name: string): boolean | Unknown {
    const known = this.#conditions.get(name);
    if (known !== undefined) return known;
    // Conditions that refer to each other in a cycle stay unknown.
    this.#conditions.set(name, UNKNOWN);
    const result = this.#judge(child(this.#template.conditions, name));
    this.#conditions.set(name, result);
    return result;
  }

  #judge(node: Node | undefined): boolean | Unknown {
    const only = node && onlyEntry(node);
    if (!only) return UNKNOWN;
    const [name, argument] = only;
    const all = argument.kind === 'list' ? argument.items : [];
    switch (name) {
      case 'Condition':
        return this.condition(text(argument) ?? '');
      case 'Fn::Equals': {
        const left = this.certain(all[0]);
        const right = this.certain(all[1]);
        if (!isScalar(left) || !isScalar(right)) return UNKNOWN;
        return left.value === right.value;
      }
      case 'Fn::Not': {
        const inner = this.#judge(all[0]);
        return inner === UNKNOWN ? UNKNOWN : !inner;
      }
      case 'Fn::And':
      case 'Fn::Or': {
        const decisive = name === 'Fn::Or';
        const results = new Set(all.map((item) => this.#judge(item)));
        if (results.has(decisive)) return decisive;
        return results.has(UNKNOWN) ? UNKNOWN : !decisive;
      }
      default:
        return UNKNOWN;
    }
  }

  #evaluate(node: Node | undefined, certain: boolean): Resolved {
    const only = node && onlyEntry(node);
    if (!only || (only[0] !== 'Ref' && !only[0].startsWith('Fn::'))) return node;
    const [name, argument] = only;
    const evaluate: Evaluate = certain ? this.certain : this.value;
    if (name === 'Ref') return this.#ref(text(argument) ?? '', certain, argument.line);
    if (name === 'Fn::If') return this.#if(argument, evaluate);
    return FUNCTIONS[name]?.(argument, evaluate, this.#template) ?? UNKNOWN;
  }

  #ref(name: string, certain: boolean, line: number): Resolved {
    if (name === 'AWS::NoValue') return undefined;
    const parameter = this.#template.parameters.get(name);
    return parameter ? parameterValue(parameter, certain, line) : UNKNOWN;
  }

  #if(argument: Node, evaluate: Evaluate): Resolved {
    if (argument.kind !== 'list') return UNKNOWN;
    const [name, yes, no] = argument.items;
    const condition = this.condition(text(name) ?? '');
    if (condition !== UNKNOWN) return evaluate(condition ? yes : no);
    const left = evaluate(yes);
    const right = evaluate(no);
    return isScalar(left) && isScalar(right) && left.value === right.value ? left : UNKNOWN;
  }
}

export const isScalar = (value: Resolved): value is ScalarNode =>
  value !== undefined && value !== UNKNOWN && value.kind === 'scalar';

function parameterValue(parameter: Node, certain: boolean, line: number): Resolved {
  const type = text(child(parameter, 'Type')) ?? 'String';
  // The default of an SSM parameter is a parameter name.
  if (type.startsWith('AWS::SSM::')) return UNKNOWN;
  const allowed = child(parameter, 'AllowedValues');
  const only = allowed?.kind === 'list' && allowed.items.length === 1 ? text(allowed.items[0]) : undefined;
  const value = only ?? (certain ? undefined : text(child(parameter, 'Default')));
  // An empty default means "none given", which is for a condition to handle.
  if (value === undefined || value === '') return UNKNOWN;
  if (!type.startsWith('List<') && type !== 'CommaDelimitedList') return scalar(value, line);
  return list(
    value.split(',').map((item) => scalar(item.trim(), line)),
    line,
  );
}

type IntrinsicFunction = (argument: Node, evaluate: Evaluate, template: Template) => Resolved;

const MAX_LENGTH = 1_048_576;

/** The functions that can be computed here. All others are UNKNOWN. */
const FUNCTIONS: Readonly<Record<string, IntrinsicFunction | undefined>> = {
  'Fn::Sub': (argument, evaluate) => {
    const [pattern, variables] = argument.kind === 'list' ? argument.items : [argument];
    const source = text(pattern);
    if (source === undefined) return UNKNOWN;
    // Looked up once per name and limited in length, because variables inside variables double with each level.
    const values = new Map<string, string | undefined>();
    let length = 0;
    const result = source.replace(/\$\{([^{}]*)\}/g, (_all, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      if (!values.has(name)) {
        const found = evaluate(child(variables, name) ?? reference(name, argument.line));
        values.set(name, isScalar(found) ? found.value : undefined);
      }
      const value = values.get(name) ?? '';
      length += value.length;
      return length > MAX_LENGTH ? '' : value;
    });
    const known = length <= MAX_LENGTH && ![...values.values()].includes(undefined);
    return known ? scalar(result, argument.line) : UNKNOWN;
  },
  'Fn::Join': (argument, evaluate) => {
    const [delimiter, parts] = argument.kind === 'list' ? argument.items : [];
    const values = evaluated(parts, evaluate);
    const known = values?.items.map(evaluate).filter(isScalar);
    if (!values || known?.length !== values.items.length) return UNKNOWN;
    return scalar(known.map(({ value }) => value).join(text(delimiter) ?? ''), argument.line);
  },
  'Fn::Split': (argument, evaluate) => {
    const [delimiter, whole] = argument.kind === 'list' ? argument.items : [];
    const value = evaluate(whole);
    const by = text(delimiter);
    if (!isScalar(value) || !by) return UNKNOWN;
    return list(
      value.value.split(by).map((part) => scalar(part, argument.line)),
      argument.line,
    );
  },
  'Fn::Select': (argument, evaluate) => {
    const [index, from] = argument.kind === 'list' ? argument.items : [];
    const position = evaluate(index);
    const values = evaluated(from, evaluate);
    if (!isScalar(position) || !values) return UNKNOWN;
    const chosen = values.items[Number(position.value)];
    return chosen === undefined ? UNKNOWN : evaluate(chosen);
  },
  'Fn::FindInMap': (argument, evaluate, { mappings }) => {
    const keys = argument.kind === 'list' ? argument.items.slice(0, 3).map(evaluate) : [];
    let node: Node | undefined = mappings;
    for (const key of keys) {
      if (!isScalar(key)) return UNKNOWN;
      node = child(node, key.value);
    }
    return keys.length === 3 && node ? node : UNKNOWN;
  },
};

const reference = (name: string, line: number): Node => ({
  kind: 'map',
  line,
  entries: new Map([['Ref', { line, value: scalar(name, line) }]]),
});

function evaluated(node: Node | undefined, evaluate: Evaluate): ListNode | undefined {
  const value = evaluate(node);
  return value !== undefined && value !== UNKNOWN && value.kind === 'list' ? value : undefined;
}
