// A resource's attributes and properties, as the settings that ELB's rules use, with the line of each.
import { isAttribute, SETTINGS } from '../alb/rule.ts';
import { UNKNOWN, type Settings, type Subject, type Unknown } from '../alb/setting.ts';
import { child, entry, onlyEntry, text, type Node } from './node.ts';
import { isScalar, type Resolver } from './resolve.ts';
import { isIncluded, type Resource } from './template.ts';

/** An item of an attribute list whose key is known. */
export interface Attribute {
  readonly key: string;
  readonly value: string | Unknown;
  readonly line: number;
  /** Whether it depends on an undecided condition. */
  readonly conditional: boolean;
}

export interface SettingsOf {
  readonly settings: Settings;
  readonly attributes: readonly Attribute[];
  /** Whether the template may set attributes that cannot be seen. */
  readonly open: boolean;
  /** The line of a setting if it is set, else of the resource. */
  readonly lineOf: (key: string) => number;
}

/** The property that holds the attributes. */
export const ATTRIBUTE_LISTS: Readonly<Record<Subject, string>> = {
  'load-balancer': 'LoadBalancerAttributes',
  'target-group': 'TargetGroupAttributes',
  listener: 'ListenerAttributes',
};

/** Settings for which rules only check presence: a reference to a created ARN is enough. */
const PRESENCE = new Set(['Certificates.CertificateArn', 'MutualAuthentication.TrustStoreArn']);
const PRESENT = '(known at deploy time)';

export function settingsOf(resource: Resource, subject: Subject, resolver: Resolver): SettingsOf {
  const settings = new Map<string, string | Unknown>();
  const lines = new Map<string, number>();
  const { attributes, open } = readAttributes(child(resource.properties, ATTRIBUTE_LISTS[subject]), resolver);
  for (const { key, value, line, conditional } of attributes) {
    settings.set(key, conditional ? UNKNOWN : value);
    lines.set(key, line);
  }
  for (const key of Object.keys(SETTINGS[subject])) {
    if (settings.has(key)) continue;
    if (isAttribute(key)) {
      if (open || isIncluded(resource)) settings.set(key, UNKNOWN);
      continue;
    }
    const [value, line] = readProperty(resource, key, resolver);
    if (value !== undefined) settings.set(key, value);
    else if (isIncluded(resource)) settings.set(key, UNKNOWN);
    if (line !== undefined) lines.set(key, line);
  }
  return { settings, attributes, open, lineOf: (key) => lines.get(key) ?? resource.line };
}

function readAttributes(
  node: Node | undefined,
  resolver: Resolver,
): { attributes: Attribute[]; open: boolean } {
  const value = resolver.value(node);
  if (value === undefined) return { attributes: [], open: false };
  if (value === UNKNOWN || value.kind !== 'list') return { attributes: [], open: true };
  const attributes: Attribute[] = [];
  let open = false;
  for (const item of value.items) {
    const before = attributes.length;
    const known = resolver.value(item);
    if (known === undefined) continue;
    if (known === UNKNOWN) {
      for (const branch of branches(item)) addAttribute(attributes, branch, resolver, true);
      open ||= attributes.length === before;
    } else open = !addAttribute(attributes, known, resolver, false) || open;
  }
  return { attributes, open };
}

function addAttribute(to: Attribute[], item: Node, resolver: Resolver, conditional: boolean): boolean {
  const key = resolver.value(child(item, 'Key'));
  if (!isScalar(key)) return false;
  const value = resolver.string(child(item, 'Value'));
  to.push({
    key: key.value,
    value: value ?? UNKNOWN,
    line: entry(item, 'Key')?.line ?? item.line,
    conditional,
  });
  return true;
}

/** The sides of an undecided condition. */
function branches(node: Node): Node[] {
  const only = onlyEntry(node);
  if (only?.[0] !== 'Fn::If' || only[1].kind !== 'list') return [];
  return only[1].items
    .slice(1)
    .flatMap((side) => (onlyEntry(side)?.[0] === 'Fn::If' ? branches(side) : [side]));
}

/** Reads keys such as `Matcher.HttpCode`; for `Certificates`, the first one. */
function readProperty(
  { properties }: Resource,
  key: string,
  resolver: Resolver,
): [value?: string | Unknown | undefined, line?: number | undefined] {
  let node: Node | undefined = properties;
  let line: number | undefined;
  for (const step of key.split('.')) {
    const value = resolver.value(node);
    if (value === undefined) return [];
    if (value === UNKNOWN) return [UNKNOWN, line];
    const group = value.kind === 'list' ? resolver.value(value.items[0]) : value;
    if (group === UNKNOWN) return [UNKNOWN, line];
    const found = entry(group, step);
    if (!found) return [];
    ({ line } = found);
    node = found.value;
  }
  const value = resolver.string(node);
  if (value === UNKNOWN && PRESENCE.has(key) && node && onlyEntry(node)?.[0] !== 'Fn::If')
    return [PRESENT, line];
  if (value !== undefined && value !== UNKNOWN && text(node) === '') return [];
  return [value, line];
}
