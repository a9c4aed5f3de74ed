// Detailed questions for every section: one per key, generated from the schema.
import { fieldAt, keysAt } from '../config/keys.ts';
import { formatKey, valueAt } from '../config/path.ts';
import { alternatives, rootNode, summaryOf, type SchemaNode } from '../config/schema-nodes.ts';
import type { WizardQuestion } from './question.ts';
import { listOf } from './questions/answers.ts';

/** The sections of the config with their descriptions. */
export const sections = (): { readonly key: string; readonly description: string }[] => {
  const { properties = {} } = rootNode();
  return keysAt([]).map((key) => ({ key, description: summaryOf(properties[key] ?? {}) }));
};

/** Questions for the keys of a section whose value is a scalar or a list of strings. */
export function detailQuestions(section: string): WizardQuestion[] {
  const { properties = {} } = rootNode();
  const root = properties[section];
  return root ? walk(root, [section]) : [];
}

function walk(node: SchemaNode, path: readonly string[]): WizardQuestion[] {
  const children = new Map<string, SchemaNode>();
  for (const each of alternatives(node))
    for (const [key, child] of Object.entries(each.properties ?? {})) children.set(key, child);
  if (children.size > 0) return [...children].flatMap(([key, child]) => walk(child, [...path, key]));
  return [question(node, path)];
}

function question(node: SchemaNode, path: readonly string[]): WizardQuestion {
  const kinds = [...alternatives(node)];
  const isList = kinds.some(({ type }) => type === 'array');
  const isBoolean = kinds.length === 1 && node.type === 'boolean';
  const options = isBoolean ? ['true', 'false'] : (node.enum ?? undefined);
  const parent = path.slice(0, -1);
  return {
    id: formatKey(path),
    keys: [formatKey(path)],
    kind: options ? 'choice' : 'text',
    message: `${formatKey(path)}: ${node.description ?? ''}\n  (${fieldAt(path)?.allowed ?? 'a value'})`,
    ...(options && { options: options.map((value) => ({ label: value, value })) }),
    // Skip keys of a group that is absent, or that is set to a scalar.
    when: (config) => parent.length <= 1 || typeof valueAt(config, parent) === 'object',
    initial: (config) => {
      const value = valueAt(config, path);
      if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').join(', ');
      return value === undefined || typeof value === 'object'
        ? ''
        : JSON.stringify(value).replaceAll('"', '');
    },
    assign: (answer) => {
      const text = answer.trim();
      if (text === '') return [{ path, value: undefined }];
      if (isList) return [{ path, value: listOf(text) }];
      if (text === 'true' || text === 'false') return [{ path, value: text === 'true' }];
      return [{ path, value: /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text }];
    },
  };
}
