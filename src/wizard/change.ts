// Applies changes to a config text, keeping the comments and order of an existing file.
import { Document, isMap, isScalar, parseDocument, type Pair, type Scalar } from 'yaml';
import { configSchema } from '../config/schema/index.ts';
import { valueAt, type Assignment, type Path } from '../config/path.ts';

/** The parsed config with the assignments applied. */
export function applyTo(input: unknown, assignments: readonly Assignment[]): Record<string, unknown> {
  let result = structuredClone((input ?? {}) as Record<string, unknown>);
  for (const { path, value } of assignments) result = set(result, path, value);
  return result;
}

function set(group: unknown, path: readonly string[], value: unknown): Record<string, unknown> {
  const isGroup = typeof group === 'object' && group !== null && !Array.isArray(group);
  const entries = new Map(Object.entries(isGroup ? group : {}));
  const [head = '', ...rest] = path;
  if (rest.length > 0) {
    const child = set(entries.get(head), rest, value);
    if (Object.keys(child).length > 0 || value !== undefined) entries.set(head, child);
    else entries.delete(head);
  } else if (value === undefined) entries.delete(head);
  else entries.set(head, value);
  return Object.fromEntries(entries);
}

const DEFAULTS: unknown = configSchema.parse({});

/** Whether a value is the key's default. */
const isDefault = (path: Path, value: unknown): boolean =>
  JSON.stringify(valueAt(DEFAULTS, path)) === JSON.stringify(value);

export interface WrittenConfig {
  /** The first lines of a new file, without `#`. */
  readonly header: readonly string[];
  /** The comment for a new top-level key. */
  readonly comment: (key: string) => string | undefined;
}

/** Like {@link writeText}, for JSON, which has no comments. */
export function writeJson(
  text: string | undefined,
  assignments: readonly Assignment[],
  schema: string,
): string {
  const old = (text === undefined || text.trim() === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const changes = assignments.map(({ path, value }) => ({
    path,
    value: isDefault(path, value) ? undefined : value,
  }));
  const { $schema = schema, ...config } = applyTo(old, changes);
  return `${JSON.stringify({ $schema, ...withoutEmptyGroups(config) }, undefined, 2)}\n`;
}

const withoutEmptyGroups = (config: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => JSON.stringify(value) !== '{}'));

/** Writes assignments into a text. Keys at their default are removed, and so are groups that become empty. */
export function writeText(
  text: string | undefined,
  assignments: readonly Assignment[],
  { header, comment }: WrittenConfig,
): string {
  const document = text === undefined || text.trim() === '' ? new Document({}) : parseDocument(text);
  const known = new Set(topKeys(document));
  for (const { path, value } of assignments) {
    if (value === undefined || isDefault(path, value)) remove(document, path);
    else {
      clearScalars(document, path);
      const old = document.getIn(path, true);
      // Changing the scalar in place keeps its trailing comment.
      if (isScalar(old) && (typeof value !== 'object' || value === null)) old.value = value;
      else document.setIn(path, document.createNode(value));
    }
  }
  for (const pair of pairs(document)) {
    const key = String(pair.key.value);
    const words = known.has(key) ? undefined : comment(key);
    if (words) pair.key.commentBefore = ` ${words}`;
  }
  const body =
    isMap(document.contents) && document.contents.items.length === 0
      ? ''
      : document.toString({ lineWidth: 0 });
  // Keep the file's line endings.
  if (text !== undefined && text.trim() !== '')
    return text.includes('\r\n') ? body.replace(/\r?\n/g, '\r\n') : body;
  const top = header.map((line) => `# ${line}\n`).join('');
  return body === '' ? `${top}{}\n` : `${top}\n${body}`;
}

/** The top-level keys as nodes that can have comments: keys set by path are plain strings at first. */
function pairs(document: Document): Pair<Scalar>[] {
  if (!isMap(document.contents)) return [];
  for (const pair of document.contents.items)
    if (typeof pair.key === 'string') pair.key = document.createNode(pair.key);
  return document.contents.items.filter((pair): pair is Pair<Scalar> => isScalar(pair.key));
}

const topKeys = (document: Document): string[] => pairs(document).map(({ key }) => String(key.value));

/** Removes scalars such as `https: false` that keys of `https` replace. */
function clearScalars(document: Document, path: readonly string[]): void {
  for (let length = 1; length < path.length; length++) {
    const parent = path.slice(0, length);
    if (document.hasIn(parent) && !isMap(document.getIn(parent, true))) document.deleteIn(parent);
  }
}

function remove(document: Document, path: readonly string[]): void {
  if (!document.hasIn(path)) return;
  document.deleteIn(path);
  for (let length = path.length - 1; length > 0; length--) {
    const group = document.getIn(path.slice(0, length), true);
    if (!isMap(group) || group.items.length > 0) return;
    document.deleteIn(path.slice(0, length));
  }
}
