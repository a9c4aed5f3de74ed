// What registers targets with the target groups of a template.
import { UNKNOWN } from '../alb/setting.ts';
import type { Registrant, RegistrantKind, Registration } from '../alb/topology/types.ts';
import { child, entry, type Node } from './node.ts';
import type { Resolver } from './resolve.ts';
import type { Resource, Template } from './template.ts';
import { keyOf, references, type Place } from './place.ts';
import type { Variants } from './variants.ts';

const LISTS: Readonly<Record<string, { readonly kind: RegistrantKind; readonly property: string }>> = {
  'AWS::ECS::Service': { kind: 'ecs-service', property: 'LoadBalancers' },
  'AWS::AutoScaling::AutoScalingGroup': { kind: 'auto-scaling-group', property: 'TargetGroupARNs' },
};

export function registrantsOf(template: Template, variants: Variants): Registrant<Place>[] {
  return [...template.resources.values()].flatMap((resource): Registrant<Place>[] => {
    const list = LISTS[resource.type];
    if (!list) return [];
    return variants.of(resource, [list.property]).map((variant) => ({
      key: resource.id,
      where: { resource, line: resource.line },
      when: variant.when,
      says: resource.says ?? [resource.id],
      kind: list.kind,
      groups: registrations(resource, list.property, variant.resolver, template),
    }));
  });
}

function registrations(
  resource: Resource,
  property: string,
  resolver: Resolver,
  template: Template,
): Registration<Place>[] {
  const items = references(child(resource.properties, property), resolver);
  if (items === UNKNOWN) return [];
  return items.flatMap((item): Registration<Place>[] => {
    const registration = (node: Node, line: number, isAlternate = false): Registration<Place> => ({
      where: { resource, line },
      group: keyOf(node, resolver, template),
      isAlternate,
    });
    // An Auto Scaling group lists the target groups directly.
    if (property === 'TargetGroupARNs') return [registration(item, item.line)];
    const own = entry(item, 'TargetGroupArn');
    if (!own) return [];
    const advanced = resolver.value(child(item, 'AdvancedConfiguration'));
    const alternate = advanced === UNKNOWN ? undefined : entry(advanced, 'AlternateTargetGroupArn');
    return [
      registration(own.value, own.line),
      ...(alternate ? [registration(alternate.value, alternate.line, true)] : []),
    ];
  });
}
