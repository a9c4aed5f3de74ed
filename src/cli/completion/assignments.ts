// Completion of option values of the form `key=value`: the keys, and the values each may have.
import { alternatives, rootNode, summaryOf, type SchemaNode } from '../../config/schema-nodes.ts';
import { WHERE_VALUES } from '../../logs/where.ts';

/** `target.port=`, or `target.` for a group, whose keys are listed too or chosen by the user. */
export interface AssignmentKey {
  /** Ends with `=`, or with `.` for a group. Letters, digits and dots before that. */
  readonly word: string;
  /** One sentence; may be empty. */
  readonly description: string;
  /** Known values, without characters that a shell would interpret. Empty for a group. */
  readonly values: readonly string[];
}

/** By the placeholder in the option's declaration, such as `--set <path=value>`. */
export const ASSIGNMENTS = {
  'path=value': () => keysBelow(rootNode(), ''),
  condition: () =>
    Object.entries(WHERE_VALUES).map(([key, values]) => ({ word: `${key}=`, description: '', values })),
} as const satisfies Record<string, () => readonly AssignmentKey[]>;

export type AssignmentKind = keyof typeof ASSIGNMENTS;

/** The functions in the bash and zsh scripts that complete each kind. */
export const SHELL_FUNCTIONS: Readonly<Record<AssignmentKind, string>> = {
  'path=value': '_websocket_alb_config',
  condition: '_websocket_alb_condition',
};

export const isAssignmentKind = (placeholder: string): placeholder is AssignmentKind =>
  Object.hasOwn(ASSIGNMENTS, placeholder);

/** Includes open-ended groups such as `tags`. Lists have no keys below them: `--set` sets them whole. */
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
