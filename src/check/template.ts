// Nodes -> the parts of a CloudFormation template.
import { expandLoops } from './loops.ts';
import { child, entry, text, type DuplicateKey, type Entry, type Node } from './node.ts';
import { BrokenTemplate, NAME_A_TEMPLATE, readDocument, refuseBytes, type Document } from './read.ts';
import type { Notation, Spot } from './notation.ts';
import { withVariables } from './serverless.ts';

export interface Resource {
  /** The logical id; in other notations the name that its user knows: `module.chat.aws_lb.this[0]`, `Ingress chat/ws`. */
  readonly id: string;
  readonly type: string;
  /** The line of the logical id, or what {@link Template.spotOf} takes. */
  readonly line: number;
  readonly node: Node;
  readonly properties: Node | undefined;
  /** Names in it that can say what it is for; the id where there are none. */
  readonly says?: readonly string[];
}

/**
 * A resource that Elastic Beanstalk makes: a `.config` file adds to its properties under its name.
 * Source: docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-resources.html
 */
export const isOfBeanstalk = ({ id }: Resource): boolean => id.startsWith('AWSEB');

/** Properties that `Fn::Transform` or Elastic Beanstalk completes from elsewhere: what is missing may be there. */
export const isIncluded = (resource: Resource): boolean =>
  isOfBeanstalk(resource) ||
  (resource.properties?.kind === 'map' && resource.properties.entries.has('Fn::Transform'));

export interface Template {
  readonly description: string;
  readonly parameters: ReadonlyMap<string, Node>;
  readonly mappings: Node | undefined;
  readonly conditions: Node | undefined;
  /** It has a section Rules, which may forbid combinations of parameters. */
  readonly hasRules: boolean;
  /** Macros of the account in Transform, which may change anything; AWS's own are not among them. */
  readonly macros: readonly string[];
  readonly resources: ReadonlyMap<string, Resource>;
  /** `Fn::ForEach` among the resources over values that are not written out: what it makes is not known here. */
  readonly loops: number;
  /** Keys that the text has twice. */
  readonly duplicates: readonly DuplicateKey[];
  /** It describes what exists, such as a state of Terraform: AWS accepted it. */
  readonly isDeployed?: true;
  /** Undefined for a template of CloudFormation. */
  readonly notation?: Notation;
  /** What the numbers in `line` mean, where the notation has more to say of a place than its line. */
  readonly spotOf?: (line: number) => Spot;
  /** What only the reader of the notation can see to be wrong, for the rules of that code. */
  readonly remarks?: readonly Remark[];
}

/** Something that the reader of a notation saw to be wrong. */
export interface Remark {
  readonly code: string;
  readonly resource: Resource;
  readonly line: number;
  readonly args: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** A template of another notation, with nothing of what only CloudFormation has. */
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

/** @throws {BrokenTemplate} when the text is not a template. */
export function readTemplate(source: string): Template {
  refuseBytes(source);
  // To read a large text takes seconds; one that has no such section anywhere needs no reading.
  if (source.length > WORTH_A_LOOK && !source.includes('Resources'))
    throw new BrokenTemplate('This is not a template: it has no section Resources.', 1, NAME_A_TEMPLATE);
  return templateOf(readDocument(source));
}

/** @throws {BrokenTemplate} when what was read is not a template. */
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
  // Fn::ForEach and Fn::Transform stand among the resources and are none.
  if (type === undefined) return [];
  return [[id, { id, type, line, node: value, properties: child(value, 'Properties') }]];
}

/** The Serverless Framework has a template under `resources`, with variables of its own. */
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
