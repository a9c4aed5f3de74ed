// Nodes -> the parts of a CloudFormation template.
import { child, entry, text, type Node } from './node.ts';
import { BrokenTemplate, NAME_A_TEMPLATE, readNodes } from './read.ts';

export interface Resource {
  readonly id: string;
  readonly type: string;
  /** The line of the logical id. */
  readonly line: number;
  readonly node: Node;
  readonly properties: Node | undefined;
}

/** Properties that `Fn::Transform` completes from elsewhere: what is missing may be there. */
export const isIncluded = ({ properties }: Resource): boolean =>
  properties?.kind === 'map' && properties.entries.has('Fn::Transform');

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
  /** `Fn::ForEach` among the resources: what it makes is not known here. */
  readonly loops: number;
}

/** @throws {BrokenTemplate} when the text is no template. */
export function readTemplate(source: string): Template {
  const root = readNodes(source);
  if (root.kind !== 'map')
    throw new BrokenTemplate('This is not a template: a template is a map of sections.', 1, NAME_A_TEMPLATE);
  const resources = entry(root, 'Resources');
  if (!resources)
    throw new BrokenTemplate('This is not a template: it has no section Resources.', 1, NAME_A_TEMPLATE);
  if (resources.value.kind !== 'map')
    throw new BrokenTemplate('Resources is not a map of logical ids.', resources.line);
  const parameters = child(root, 'Parameters');
  return {
    description: text(child(root, 'Description')) ?? '',
    parameters: new Map(
      parameters?.kind === 'map' ? [...parameters.entries].map(([name, { value }]) => [name, value]) : [],
    ),
    mappings: child(root, 'Mappings'),
    conditions: child(root, 'Conditions'),
    hasRules: child(root, 'Rules') !== undefined,
    macros: macrosOf(child(root, 'Transform')),
    loops: [...resources.value.entries.keys()].filter((id) => id.startsWith('Fn::ForEach')).length,
    resources: new Map(
      [...resources.value.entries].flatMap(([id, { line, value }]): [string, Resource][] => {
        const type = text(child(value, 'Type'));
        // Fn::ForEach and Fn::Transform stand among the resources and are none.
        if (type === undefined) return [];
        return [[id, { id, type, line, node: value, properties: child(value, 'Properties') }]];
      }),
    ),
  };
}

function macrosOf(transform: Node | undefined): string[] {
  const items = transform?.kind === 'list' ? transform.items : transform ? [transform] : [];
  return items
    .map((item) => text(item) ?? text(child(item, 'Name')) ?? '')
    .filter((name) => name !== '' && !name.startsWith('AWS::'));
}
