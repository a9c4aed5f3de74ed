// The config reference, generated from the schema's descriptions.
import { fieldAt, keysAt } from './keys.ts';
import { valueAt } from './path.ts';
import { jsonSchema } from './json-schema.ts';
import { PRESETS } from './presets.ts';
import { configSchema } from './schema/index.ts';

interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
}

/** Path segment for the groups in a list. */
const EACH = '[]';

function nodeAt(root: SchemaNode, path: readonly string[]): SchemaNode | undefined {
  const [head, ...rest] = path;
  if (head === undefined) return root;
  for (const node of [root, ...(root.anyOf ?? [])]) {
    const child = head === EACH ? node.items : node.properties?.[head];
    if (child) return nodeAt(child, rest);
  }
  return undefined;
}

/** The content of `docs/config.md`. */
export function configReference(): string {
  const schema = jsonSchema() as SchemaNode;
  const defaults = configSchema.parse({});
  const sections = keysAt([]).map((key) => {
    const children = leaves([key]);
    const intro = `## ${key}\n\n${nodeAt(schema, [key])?.description ?? ''}\n`;
    if (children.length === 0) return `${intro}\n${rows([[key], ...leaves([key, EACH])], schema, defaults)}`;
    return `${intro}\n${rows(children, schema, defaults)}`;
  });
  const presets = Object.entries(PRESETS).map(([name, words]) => `| \`${name}\` | ${words} |`);
  return [
    '# The config',
    '',
    '<!-- Made from the schema by `npm run generate`. -->',
    '',
    'YAML or JSON. Every key has a default or may be left out; times are in seconds. A feature (`true, false, or a group of keys`)',
    'is switched off with `false` and on with `true` or with its keys.',
    '',
    '| preset | what it is |',
    '| --- | --- |',
    ...presets,
    '',
    sections.join('\n'),
  ].join('\n');
}

/** All keys below a key, leaving out groups unless they can be turned off. */
function leaves(path: readonly string[]): string[][] {
  return keysAt(path).flatMap((key): string[][] => {
    const child = [...path, key];
    const below = leaves(child);
    const isFeature = fieldAt(child)?.allowed.startsWith('true, false') ?? false;
    return below.length === 0 ? [child] : [...(isFeature ? [child] : []), ...below];
  });
}

function rows(paths: readonly (readonly string[])[], schema: SchemaNode, defaults: unknown): string {
  const cells = paths.map((path) => {
    const key = path.join('.').replaceAll(`.${EACH}`, EACH);
    const node = nodeAt(schema, path);
    return `| \`${key}\` | ${escape(fieldAt(path)?.allowed ?? '')} | ${defaultOf(valueAt(defaults, path) ?? defaultAbove(schema, path), node)} | ${escape(node?.description ?? '')} |\n`;
  });
  return `| key | values | default | what it does |\n| --- | --- | --- | --- |\n${cells.join('')}`;
}

/** The value that a group's default gives a key: an absent group may differ from an empty one. */
function defaultAbove(schema: SchemaNode, path: readonly string[]): unknown {
  for (let length = path.length - 1; length > 0; length--) {
    const { default: group } = nodeAt(schema, path.slice(0, length)) ?? {};
    const value = typeof group === 'object' ? valueAt(group, path.slice(length)) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

function defaultOf(parsed: unknown, node: SchemaNode | undefined): string {
  const value = parsed === undefined ? node?.default : parsed;
  if (value === undefined) return '';
  if (typeof value === 'object') return Object.keys(value ?? {}).length === 0 ? '' : 'on';
  return value === false ? 'off' : `\`${JSON.stringify(value).replaceAll('"', '')}\``;
}

const escape = (text: string): string => text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');
