// Sources of a config: a preset, files, `--set`. Parses texts into plain values.
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml';
import { KnownError } from '../common/known-error.ts';
import { ownCommand, quote } from '../common/shell.ts';
import { isGroup, formatKey, parseKey, type Assignment } from './path.ts';
import { yamlRemedy } from './yaml-mistakes.ts';

/** The name for standard input in messages. */
export const STANDARD_INPUT = 'standard input';

/** A text that was read, and its name for the user: a path, {@link STANDARD_INPUT}, `preset quick-start`. */
export interface ConfigText {
  readonly name: string;
  /** A leading byte order mark is ignored. */
  readonly text: string;
  /**
   * Whether a text without any keys is acceptable; default true. Otherwise it is a mistake, such as the output of a
   * failed command.
   */
  readonly mayBeEmpty?: boolean;
}

/** One place that sets keys. */
export interface ConfigSource {
  /** Sources other than presets may turn a preset, which is a starting point, into its opposite. */
  readonly kind: 'preset' | 'file' | 'set';
  /** Its name for the user: a path, `preset quick-start`, `--set target.port`. */
  readonly name: string;
  /** The text that was read, for line numbers; absent for `--set`. */
  readonly text?: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A text that is not a config at all. */
export class ConfigSyntaxError extends KnownError {
  readonly source: string;
  /** Counted from 1; undefined if the error has no position. */
  readonly line: number | undefined;
  constructor(
    { name, line, column }: { readonly name: string; readonly line?: number; readonly column?: number },
    what: string,
    remedy: string,
  ) {
    super(what, { where: [name, line, column].filter((part) => part !== undefined).join(':'), remedy });
    this.name = 'ConfigSyntaxError';
    this.source = name;
    this.line = line;
  }
}

/** A key that a group has twice. Which one, and where it is the first time, is looked up only for the message. */
export class DuplicateKeyError extends ConfigSyntaxError {
  readonly text: string;
  /** Of the second key, in characters. */
  readonly offset: number;
  constructor(
    place: ConstructorParameters<typeof ConfigSyntaxError>[0],
    { text, offset }: { readonly text: string; readonly offset: number },
  ) {
    super(place, 'A group has the same key twice.', 'Keep one of them.');
    this.text = text;
    this.offset = offset;
  }
}

/** Larger texts are refused. */
export const MAX_CONFIG_BYTES = 1_000_000;
/** The largest config that can be valid has a thousand targets and a few hundred keys. */
const MAX_VALUES = 5000;
const MAX_DEPTH = 50;

/** The error for a text of more than {@link MAX_CONFIG_BYTES}; exported for callers that know the size before reading. */
export function tooLarge(name: string): ConfigSyntaxError {
  return new ConfigSyntaxError(
    { name },
    `The config is larger than ${MAX_CONFIG_BYTES} bytes.`,
    'Is this the right file?',
  );
}

/**
 * Reads a config from YAML or JSON. A text with only comments is an empty config.
 *
 * @throws {ConfigSyntaxError}
 */
export function readSource(
  kind: 'preset' | 'file',
  { name, text: read, mayBeEmpty }: ConfigText,
): ConfigSource {
  const text = read.replace(/^\uFEFF/, '');
  // Every character takes at least one byte.
  if (text.length > MAX_CONFIG_BYTES) throw tooLarge(name);
  if (text.includes('\0'))
    throw new ConfigSyntaxError(
      { name, line: lineAt(text, text.indexOf('\0')) },
      'The config is not text in UTF-8: it holds NUL bytes.',
      'Name a config, as YAML or JSON, and save it in UTF-8. The > of Windows PowerShell writes UTF-16.',
    );
  refuseTemplate(name, text);
  if (mayBeEmpty === false && isEmpty(text))
    throw new ConfigSyntaxError(
      { name },
      'The config is empty.',
      'Write keys such as "name: chat", or leave -c out for the production preset.',
    );
  const value = parseYaml(text, (error) => syntaxError(name, text, error)) ?? {};
  if (!isGroup(value))
    throw new ConfigSyntaxError(
      { name },
      `The config is ${Array.isArray(value) ? 'a list' : 'a single value'}, not a group of keys.`,
      'Write keys such as "name: chat", or start with the preset of a similar load balancer.',
    );
  // Editors find the schema by this key, since JSON has no comments.
  const { $schema: _schema, ...config } = plain(name, value) as Record<string, unknown>;
  return { kind, name, text, value: config };
}

/** Top-level keys of a template, at the beginning of a line in YAML; no config key has these names. */
const TEMPLATE =
  /^(?:Resources|AWSTemplateFormatVersion)[ \t]*:|^[ \t]*(?:\{[ \t]*)?"(?:Resources|AWSTemplateFormatVersion)"[ \t]*:/m;

function refuseTemplate(name: string, text: string): void {
  if (!TEMPLATE.test(text)) return;
  const file = name === STANDARD_INPUT ? 'FILE' : name;
  throw new ConfigSyntaxError(
    { name },
    'This is a CloudFormation template, not a config.',
    `\`${ownCommand('check', file)}\` checks it, \`${ownCommand('deploy', '--stack-name', 'NAME')} < ${quote(file)}\` deploys it. \`${ownCommand('init')}\` writes a config.`,
  );
}

/** Only comments: a config with everything at its default. */
const isEmpty = (text: string): boolean => /^(?:---\s*)?(?:null|~)?$/i.test(text.trim());

/**
 * Reads one `path=value`; the value is YAML.
 *
 * @throws {ConfigSyntaxError}
 */
export function readAssignment(assignment: string): Assignment {
  const name = `--set ${assignment}`;
  const equals = /^((?:"(?:[^"\\]|\\.)*"|[^"=])*)=/s.exec(assignment);
  if (!equals)
    throw new ConfigSyntaxError({ name }, 'This is not of the form path=value.', WRITE_FOR_EXAMPLE);
  const written = equals[1]?.trim() ?? '';
  const path = parseKey(written);
  if (!path || path.includes('__proto__'))
    throw new ConfigSyntaxError(
      { name },
      path ? 'No key is named "__proto__".' : wrongPath(written),
      WRITE_FOR_EXAMPLE,
    );
  if (path.length > MAX_DEPTH)
    throw new ConfigSyntaxError({ name }, `The path has more than ${MAX_DEPTH} keys.`, WRITE_FOR_EXAMPLE);
  const yaml = assignment.slice(equals[0].length);
  return { path, value: plain(name, parseYaml(yaml, (error) => invalidYaml({ name }, error)) ?? null) };
}

/** An assignment as a config source. */
export function assignmentSource({ path, value }: Assignment): ConfigSource {
  const nested = path.reduceRight((inner, key) => Object.fromEntries([[key, inner]]), value);
  return { kind: 'set', name: `--set ${formatKey(path)}`, value: nested as Record<string, unknown> };
}

const WRITE_FOR_EXAMPLE =
  "Write for example --set loadBalancer.idleTimeout=600, or --set 'tags.\"cost.center\"=42a'. A list is set whole: --set 'network.allowFrom=[10.0.0.0/8]'.";

const wrongPath = (path: string): string =>
  path === ''
    ? 'The path before the = is empty.'
    : `The path ${JSON.stringify(path)} is wrong: separate keys with single dots, and put keys with other characters in double quotes.`;

function parseYaml(text: string, describe: (error: YAMLException) => ConfigSyntaxError): unknown {
  try {
    return load(text, { schema: CORE_SCHEMA });
  } catch (error) {
    throw error instanceof YAMLException ? describe(error) : error;
  }
}

function syntaxError(name: string, text: string, error: YAMLException): ConfigSyntaxError {
  // The only error without a position.
  if (!error.mark)
    return new ConfigSyntaxError(
      { name, line: secondDocument(text) },
      'A config is one YAML document, and this file has several.',
      'Correct the file there; a config is YAML or JSON, as text in UTF-8.',
    );
  const { line, column, position: offset } = error.mark;
  const place = { name, line: line + 1, column: column + 1 };
  if (error.reason === 'duplicated mapping key') return new DuplicateKeyError(place, { text, offset });
  return invalidYaml(place, error);
}

const invalidYaml = (
  place: ConstructorParameters<typeof ConfigSyntaxError>[0],
  { reason }: YAMLException,
): ConfigSyntaxError =>
  new ConfigSyntaxError(place, `This is not valid YAML: ${reason}.`, yamlRemedy(reason));

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** The line of the first `---` or `...` after any content. */
function secondDocument(text: string): number {
  const contents = /^(?!---|\.\.\.|%|[ \t]*(?:#|$)).|^---[ \t]+[^\s#]/m.exec(text)?.index ?? 0;
  const separator = /^(?:---|\.\.\.)(?=\s|$)/m.exec(text.slice(contents + 1));
  return lineAt(text, separator ? contents + 1 + separator.index : 0);
}

/**
 * A plain copy. A key without a value counts as absent. Anchors can make a small text stand for a huge value, so the
 * size of the copy is limited.
 */
function plain(name: string, root: unknown): unknown {
  let values = 0;
  const copy = (value: unknown, depth: number): unknown => {
    if (++values > MAX_VALUES || depth > MAX_DEPTH)
      throw new ConfigSyntaxError(
        { name },
        `The config holds more than ${MAX_VALUES} values, or is nested deeper than ${MAX_DEPTH} levels.`,
        'Is this the right file?',
      );
    if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
    if (!isGroup(value)) return value;
    if (Object.hasOwn(value, '__proto__'))
      throw new ConfigSyntaxError(
        { name },
        'A key is named "__proto__", which no tool reads reliably.',
        'Rename it.',
      );
    const entries = Object.entries(value).filter(([, item]) => item !== null);
    return Object.fromEntries(entries.map(([key, item]) => [key, copy(item, depth + 1)]));
  };
  return copy(root, 0);
}
