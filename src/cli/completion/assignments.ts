// Values of options that are `key=value`: which keys there are, and which values each of them may have.
import { alternatives, rootNode, summaryOf, type SchemaNode } from '../../config/schema-nodes.ts';
import { WHERE_VALUES } from '../../logs/where.ts';

/** `target.port=`, or `target.` for a group, with keys of its own below it in the list or chosen by the user. */
export interface AssignmentKey {
  /** Ends with `=`, or with `.` for a group. Letters, digits and dots before that. */
  readonly word: string;
  /** One sentence; may be empty. */
  readonly description: string;
  /** The values that can be known, each free of what a shell would read. Empty for a group. */
  readonly values: readonly string[];
}

/** By the name of the option's value in its declaration, such as `--set <path=value>`. */
export const ASSIGNMENTS = {
  'path=value': () => keysBelow(rootNode(), ''),
  condition: () =>
    Object.entries(WHERE_VALUES).map(([key, values]) => ({ word: `${key}=`, description: '', values })),
} as const satisfies Record<string, () => readonly AssignmentKey[]>;

export type AssignmentKind = keyof typeof ASSIGNMENTS;

/** The functions of the bash and zsh scripts that complete each. */
export const SHELL_FUNCTIONS: Readonly<Record<AssignmentKind, string>> = {
  'path=value': '_websocket_alb_config',
  condition: '_websocket_alb_condition',
};

export const isAssignmentKind = (placeholder: string): placeholder is AssignmentKind =>
  Object.hasOwn(ASSIGNMENTS, placeholder);

/** Groups that a config may leave open, such as `tags`, are in the list too. A list has no keys below it: `--set` sets it whole. */
function keysBelow(group: SchemaNode, path: string): AssignmentKey[] {
  const variants = new Map<string, SchemaNode[]>();
  for (const { properties = {} } of alternatives(group))
    for (const [key, node] of Object.entries(properties))
      if (/^[A-Za-z][A-Za-z0-9]*$/.test(key)) variants.set(key, [...(variants.get(key) ?? []), node]);
  return [...variants].flatMap(([key, nodes]) => {
    const all = nodes.flatMap((node) => [...alternatives(node)]);
    const description = summaryOf(nodes[0] ?? {});
    const isGroup = all.some(({ properties, additionalProperties }) => properties ?? additionalProperties);
    const isSetWhole = all.some(({ type }) => type !== undefined && type !== 'object');
    const name = `${path}${key}`;
    return [
      ...(isGroup ? [{ word: `${name}.`, description, values: [] }] : []),
      ...(isSetWhole ? [{ word: `${name}=`, description, values: [...new Set(all.flatMap(valuesOf))] }] : []),
      ...keysBelow({ anyOf: nodes }, `${name}.`),
    ];
  });
}

function valuesOf({ type, const: constant, enum: words = [] }: SchemaNode): string[] {
  const values = constant === undefined ? words : [String(constant)];
  const known = type === 'boolean' && values.length === 0 ? ['true', 'false'] : values;
  return known.filter((value) => /^[\w.:/-]+$/.test(value));
}
