// Merges the settings of a group's members. The controller uses one value for the whole group, or fails for all of it.
// Source: aws-load-balancer-controller pkg/ingress/model_build_load_balancer.go, model_build_listener.go; issues 2258,
// 3870.
import { text, type Node } from '../check/node.ts';
import { stringMap } from './annotations.ts';
import type { Building, Setting } from './building.ts';
import type { Group, Member } from './ingresses.ts';
import { at, itemsOf, nameOf, type Manifest } from './manifests.ts';

/** The IngressClassParams field that overrides an annotation. */
const FIELDS: Readonly<Record<string, string>> = {
  scheme: 'scheme',
  'ip-address-type': 'ipAddressType',
  'load-balancer-name': 'loadBalancerName',
  'ssl-redirect': 'sslRedirectPort',
  'ssl-policy': 'sslPolicy',
  'target-type': 'targetType',
  'wafv2-acl-arn': 'wafv2AclArn',
};

/** Annotations for which a group has a single value. */
const ONE_VALUE = [
  'scheme',
  'ip-address-type',
  'load-balancer-name',
  'security-groups',
  'subnets',
  'customer-owned-ipv4-pool',
  'ssl-redirect',
  'wafv2-acl-arn',
  'wafv2-acl-name',
] as const;

/** A member's value: the class's parameters override the annotation. */
export function ofMember(member: Member, name: string, building: Building): Setting | undefined {
  const field = FIELDS[name];
  const { params } = member;
  const node = field === undefined ? undefined : at(params?.root, 'spec', field);
  const own = text(node);
  if (params && node && own !== undefined && own !== '')
    return { value: own, line: building.spots.of(params, node.line, `spec.${field ?? ''}`) };
  return building.setting(member.annotations.get(name));
}

/** The group's value of an annotation: the first that a member sets. */
export function ofGroup(group: Group, name: string, building: Building): Setting | undefined {
  for (const member of group.members) {
    const found = ofMember(member, name, building);
    if (found) return found;
  }
  return undefined;
}

/** Reports where members of a group disagree about a value that the group has only once. */
export function reportConflicts(group: Group, building: Building): void {
  for (const name of ONE_VALUE) {
    const values = group.members.flatMap((member) => {
      const setting = ofMember(member, name, building);
      return setting ? [{ member, setting, value: normalized(name, setting.value) }] : [];
    });
    conflict(name, values, building);
  }
}

interface Said {
  readonly member: Member;
  readonly setting: Setting;
  readonly value: string;
}

/** Reports at the first value that differs from the first one. */
function conflict(what: string, values: readonly Said[], building: Building): void {
  const [first, ...rest] = values;
  const other = rest.find(({ value }) => value !== first?.value);
  if (!first || !other) return;
  building.remark('ingress-group-conflict', other.member.object, other.setting.line, {
    what,
    value: other.value,
    first: first.value,
    by: nameOf(first.member.object),
  });
}

/** The order of a list does not matter. */
const normalized = (name: string, value: string): string =>
  name === 'security-groups' || name === 'subnets'
    ? value
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== '')
        .toSorted()
        .join(', ')
    : value;

/** Attributes, key by key: those from the class's parameters, else what the members agree on. */
export function attributesOf(
  group: Group,
  name: string,
  field: (params: Manifest) => Node | undefined,
  building: Building,
): ReadonlyMap<string, Setting> {
  const found = new Map<string, Setting>();
  const said = new Map<string, Said[]>();
  for (const member of group.members) {
    const annotation = member.annotations.get(name);
    if (!annotation) continue;
    const line = building.lineOf(annotation);
    for (const [key, value] of stringMap(annotation.value) ?? [])
      said.set(key, [...(said.get(key) ?? []), { member, setting: { value, line }, value }]);
  }
  const fixed = new Map<string, Setting>();
  for (const { params } of group.members)
    for (const item of params ? itemsOf(field(params)) : []) {
      const [key, value] = [text(at(item, 'key')), text(at(item, 'value'))];
      if (params && key !== undefined && value !== undefined)
        fixed.set(key, { value, line: building.spots.of(params, item.line, key) });
    }
  for (const [key, values] of said) {
    const [first] = values;
    if (fixed.has(key) || !first) continue;
    conflict(`${key} in ${name}`, values, building);
    found.set(key, first.setting);
  }
  for (const [key, one] of fixed) found.set(key, one);
  return found;
}
