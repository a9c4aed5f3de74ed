// Converts nodes to the parts of a CloudFormation template.
import { expandLoops } from './loops.ts';
import { child, entry, text, type DuplicateKey, type Entry, type Node } from './node.ts';
import { BrokenTemplate, NAME_A_TEMPLATE, readDocument, refuseBytes, type Document } from './read.ts';
import type { Notation, Spot } from './notation.ts';
import { withVariables } from './serverless.ts';

export interface Resource {
  /** The logical id; in other notations the name that users know: `module.chat.aws_lb.this[0]`, `Ingress chat/ws`. */
  readonly id: string;
  readonly type: string;
  /** The line of the logical id, or the number that {@link Template.spotOf} takes. */
  readonly line: number;
  readonly node: Node;
  readonly properties: Node | undefined;
  /** Names in it that can reveal its purpose; the id if there are none. */
  readonly says?: readonly string[];
}

/**
 * A resource that Elastic Beanstalk creates: a `.config` file extends its properties under its name. Source:
 * docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-resources.html
 */
export const isOfBeanstalk = ({ id }: Resource): boolean => id.startsWith('AWSEB');

/** Properties that `Fn::Transform` or Elastic Beanstalk completes from elsewhere: missing ones may be there. */
export const isIncluded = (resource: Resource): boolean =>
  isOfBeanstalk(resource) ||
  (resource.properties?.kind === 'map' && resource.properties.entries.has('Fn::Transform'));

export interface Template {
  readonly description: string;
  readonly parameters: ReadonlyMap<string, Node>;
  readonly mappings: Node | undefined;
  readonly conditions: Node | undefined;
  /** Whether it has a Rules section, which may forbid combinations of parameters. */
  readonly hasRules: boolean;
  /** The account's own macros in Transform, which may change anything; AWS's macros are not listed. */
  readonly macros: readonly string[];
  readonly resources: ReadonlyMap<string, Resource>;
  /** The number of `Fn::ForEach` loops among the resources over non-literal values, whose results are unknown here. */
  readonly loops: number;
  /** Duplicate keys in the text. */
  readonly duplicates: readonly DuplicateKey[];
  /** Undefined for CloudFormation. */
  readonly notation?: Notation;
  /** Resolves the numbers in `line`, if the notation has more to say about a place than its line. */
  readonly spotOf?: (line: number) => Spot;
  /** Problems that only the reader of the notation can see, for the rules with the same codes. */
  readonly remarks?: readonly Remark[];
}

/** A problem that the reader of a notation saw. */
export interface Remark {
  readonly code: string;
  readonly resource: Resource;
  readonly line: number;
  readonly args: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** A template from another notation, with everything empty that only CloudFormation has. */
export const plainTemplate = (
  parts: Pick<Template, 'resources'> & Partial<Template> & { readonly notation: Notation },
): Template => ({
  description: '',
  parameters: new Map(),
  mappings: undefined,
  conditions: undefined,
  hasRules: false,
  macros: [],
  loops: 0,
  duplicates: [],
  ...parts,
});

const WORTH_A_LOOK = 100_000;

/** @throws {BrokenTemplate} if the text is not a template. */
export function readTemplate(source: string): Template {
  refuseBytes(source);
  // Parsing a large text takes seconds, which is unnecessary if the section does not occur in it.
  if (source.length > WORTH_A_LOOK && !source.includes('Resources'))
    throw new BrokenTemplate('This is not a template: it has no section Resources.', 1, NAME_A_TEMPLATE);
  return templateOf(readDocument(source));
}

/** @throws {BrokenTemplate} if the document is not a template. */
export function templateOf({ root: document, duplicates }: Document): Template {
  if (document.kind !== 'map')
    throw new BrokenTemplate('This is not a template: a template is a map of sections.', 1, NAME_A_TEMPLATE);
  const root = entry(document, 'Resources') ? document : (serverless(document) ?? document);
  const resources = entry(root, 'Resources');
  if (!resources)
    throw new BrokenTemplate('This is not a template: it has no section Resources.', 1, NAME_A_TEMPLATE);
  if (resources.value.kind !== 'map')
    throw new BrokenTemplate('Resources is not a map of logical ids.', resources.line);
  const parameters = child(root, 'Parameters');
  const { entries, loops } = expandLoops(resources.value.entries);
  return {
    description: text(child(root, 'Description')) ?? '',
    parameters: new Map(
      parameters?.kind === 'map' ? [...parameters.entries].map(([name, { value }]) => [name, value]) : [],
    ),
    mappings: child(root, 'Mappings'),
    conditions: child(root, 'Conditions'),
    hasRules: child(root, 'Rules') !== undefined,
    macros: macrosOf(child(root, 'Transform')),
    loops,
    duplicates,
    resources: new Map(entries.flatMap(([id, one]) => resourceOf(id, one))),
  };
}

function resourceOf(id: string, { line, value }: Entry): [string, Resource][] {
  const type = text(child(value, 'Type'));
  // Fn::ForEach and Fn::Transform appear among the resources but are not resources.
  if (type === undefined) return [];
  return [[id, { id, type, line, node: value, properties: child(value, 'Properties') }]];
}

/** A Serverless Framework file has a template under `resources`, with variables of its own. */
function serverless(document: Node): Node | undefined {
  if (!child(document, 'service') && !child(document, 'provider')) return undefined;
  const found = child(document, 'resources');
  const parts = found?.kind === 'list' ? found.items : found ? [found] : [];
  const part = parts.find((one) => entry(one, 'Resources'));
  return part && withVariables(part);
}

function macrosOf(transform: Node | undefined): string[] {
  const items = transform?.kind === 'list' ? transform.items : transform ? [transform] : [];
  return items
    .map((item) => text(item) ?? text(child(item, 'Name')) ?? '')
    .filter((name) => name !== '' && !name.startsWith('AWS::'));
}
