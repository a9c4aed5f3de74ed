// Under which template conditions a resource exists.
import { ALWAYS, all, NEVER, not, type Choices, type When } from '../alb/topology/when.ts';
import { child, onlyEntry, text, type Node } from './node.ts';
import type { Template } from './template.ts';
import { written } from './written.ts';

/** The template's conditions as formulas over its parameters; each is parsed once. */
export class Existence {
  readonly #template: Template;
  readonly #known = new Map<string, When>();

  constructor(template: Template) {
    this.#template = template;
  }

  /** The formula for a condition being true. */
  condition(name: string): When {
    const known = this.#known.get(name);
    if (known) return known;
    // An undeclared condition, or one that refers to itself, is a variable of its own.
    this.#known.set(name, { kind: 'equals', variable: `condition ${name}`, value: 'true', isFree: false });
    const declared = child(this.#template.conditions, name);
    const when = declared && this.#formula(declared);
    if (when) this.#known.set(name, when);
    return this.#known.get(name) ?? ALWAYS;
  }

  /** Whether a condition holds with all parameters at their defaults; undefined if that cannot be known. */
  byDefault(name: string): boolean | undefined {
    return this.#holds(this.condition(name), 0);
  }

  #holds(when: When, depth: number): boolean | undefined {
    if (when.kind === 'always') return true;
    if (depth > 50) return undefined;
    if (when.kind === 'not') {
      const inner = this.#holds(when.of, depth + 1);
      return inner === undefined ? undefined : !inner;
    }
    if (when.kind === 'equals') {
      const parameter = this.#template.parameters.get(when.variable);
      const value = text(child(parameter, 'Default'));
      return value === undefined ? undefined : value === when.value;
    }
    const decisive = when.kind === 'any';
    const results = new Set(when.of.map((one) => this.#holds(one, depth + 1)));
    if (results.has(decisive)) return decisive;
    return results.has(undefined) ? undefined : !decisive;
  }

  /** The allowed values of parameters. */
  choices(): Choices {
    return new Map(
      [...this.#template.parameters].flatMap(([name, parameter]): [string, string[]][] => {
        const allowed = child(parameter, 'AllowedValues');
        if (allowed?.kind !== 'list') return [];
        const values = allowed.items.map(text).filter((value) => value !== undefined);
        return [[name, values]];
      }),
    );
  }

  #formula(node: Node): When {
    const [name, argument] = onlyEntry(node) ?? [];
    const items = argument?.kind === 'list' ? argument.items : [];
    switch (name) {
      case 'Condition':
        return this.condition(text(argument) ?? '');
      case 'Fn::Not':
        return items[0] ? not(this.#formula(items[0])) : opaque(node);
      case 'Fn::And':
        return all(...items.map((item) => this.#formula(item)));
      case 'Fn::Or':
        return { kind: 'any', of: items.map((item) => this.#formula(item)) };
      case 'Fn::Equals':
        return items.length === 2 && items[0] && items[1] ? this.#equals(items[0], items[1]) : opaque(node);
      default:
        return opaque(node);
    }
  }

  #equals(left: Node, right: Node): When {
    const [one, other] = [text(left), text(right)];
    if (one !== undefined && other !== undefined) return one === other ? ALWAYS : NEVER;
    const value = one ?? other;
    const expression = one === undefined ? left : right;
    if (value === undefined) return opaque(left, right);
    const [name, argument] = onlyEntry(expression) ?? [];
    const variable = name === 'Ref' ? text(argument) : undefined;
    // The template's Rules section may make parameters depend on each other.
    const isFree = variable !== undefined && !this.#template.hasRules;
    return { kind: 'equals', variable: variable ?? written(expression), value, isFree };
  }
}

const opaque = (...nodes: readonly Node[]): When => ({
  kind: 'equals',
  variable: nodes.map(written).join(' = '),
  value: 'true',
  isFree: false,
});
