// Templates that a template names by a path, which `aws cloudformation package` uploads, and the parameters it passes.
import { UNKNOWN } from '../alb/setting.ts';
import { child, list, map, scalar, text, type Entry, type Node } from './node.ts';
import { isScalar, type Resolved, type Resolver } from './resolve.ts';
import type { Template } from './template.ts';

/** A nested stack whose template is a file. */
export interface NestedTemplate {
  /** As it is written, relative to the template. */
  readonly path: string;
  /** The logical id of the stack. */
  readonly stack: string;
  readonly parameters: readonly PassedParameter[];
}

export interface PassedParameter {
  readonly name: string;
  /** Undefined where it is known only at deploy time. */
  readonly value?: string;
  /** No parameter of the parent can change it. */
  readonly isFixed: boolean;
}

const LOCATIONS: Readonly<Record<string, string>> = {
  'AWS::CloudFormation::Stack': 'TemplateURL',
  'AWS::Serverless::Application': 'Location',
};
const URL_SCHEME = /^[a-z][a-z0-9+.-]*:/i;

/** Nested stacks with a path; URLs are not among them. */
export function nestedTemplates({ resources }: Template, resolver: Resolver): NestedTemplate[] {
  return [...resources.values()].flatMap(({ id, type, properties }) => {
    const path = text(child(properties, LOCATIONS[type] ?? ''));
    if (path === undefined || path === '' || URL_SCHEME.test(path)) return [];
    const passed = child(properties, 'Parameters');
    const parameters =
      passed?.kind === 'map'
        ? [...passed.entries].flatMap(([name, { value }]) => passedAs(name, value, resolver))
        : [];
    return [{ path, stack: id, parameters }];
  });
}

function passedAs(name: string, node: Node, resolver: Resolver): PassedParameter[] {
  if (resolver.value(node) === undefined) return [];
  const fixed = textOf(node, resolver.certain);
  const value = fixed ?? textOf(node, resolver.value);
  return [{ name, isFixed: fixed !== undefined, ...(value === undefined ? {} : { value }) }];
}

/** A scalar, or a list as CloudFormation passes it: separated by commas. */
function textOf(node: Node, evaluate: (node: Node) => Resolved): string | undefined {
  const value = evaluate(node);
  if (isScalar(value)) return value.value;
  if (value === undefined || value === UNKNOWN || value.kind !== 'list') return undefined;
  const items = value.items.map(evaluate);
  return items.every(isScalar) ? items.map((item) => item.value).join(',') : undefined;
}

/** A template as a parent uses it: what is passed counts in place of the defaults. */
export function withParameters(template: Template, passed: readonly PassedParameter[]): Template {
  const parameters = new Map(template.parameters);
  for (const one of passed) {
    const declared = parameters.get(one.name);
    if (declared?.kind === 'map') parameters.set(one.name, map(given(declared.entries, one), declared.line));
  }
  return { ...template, parameters };
}

function given(
  declared: ReadonlyMap<string, Entry>,
  { value, isFixed }: PassedParameter,
): ReadonlyMap<string, Entry> {
  const entries = new Map(declared);
  entries.delete('Default');
  if (value === undefined) return entries;
  const line = declared.get('Default')?.line ?? declared.get('Type')?.line ?? 1;
  entries.set('Default', { line, value: scalar(value, line) });
  if (isFixed) entries.set('AllowedValues', { line, value: list([scalar(value, line)], line) });
  return entries;
}
