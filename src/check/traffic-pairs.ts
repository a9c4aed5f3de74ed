// The pairs of target groups between which ECS shifts a service's traffic.
import { UNKNOWN } from '../alb/setting.ts';
import type { Value } from '../alb/topology/types.ts';
import type { Model } from './model.ts';
import { child, entry, type Entry, type Node } from './node.ts';
import { keyOf } from './place.ts';
import { services, type Service } from './services.ts';

/** Whether it is deployed by BLUE_GREEN, LINEAR or CANARY, as far as that is known. */
export const shifts = ({ strategy }: Service): boolean => strategy !== UNKNOWN && strategy !== 'ROLLING';

/** A service's load balancer entry, with its AdvancedConfiguration. */
interface TrafficPair {
  readonly item: Node;
  readonly advanced: Node;
  /** The keys of both groups. */
  readonly blue: Value<string>;
  readonly green: Value<string>;
  /** ProductionListenerRule. */
  readonly rule: Entry | undefined;
}

export function pairsOf({ resource }: Service, { resolver, template }: Model): readonly TrafficPair[] {
  const items = resolver.items(child(resource.properties, 'LoadBalancers'));
  if (items === UNKNOWN) return [];
  return items.flatMap((item): TrafficPair[] => {
    const advanced = item === UNKNOWN ? undefined : resolver.value(child(item, 'AdvancedConfiguration'));
    if (item === UNKNOWN || advanced === undefined || advanced === UNKNOWN) return [];
    const key = (node: Node | undefined) => keyOf(node, resolver, template);
    return [
      {
        item,
        advanced,
        blue: key(child(item, 'TargetGroupArn')),
        green: key(child(advanced, 'AlternateTargetGroupArn')),
        rule: entry(advanced, 'ProductionListenerRule'),
      },
    ];
  });
}

/**
 * The listeners, by logical id, of the rules that lead to a version before its release: they are closed to clients on
 * purpose.
 */
export function testListeners(model: Model): ReadonlySet<string> {
  const { topology, resolver, template } = model;
  const keys = new Set(
    services(model)
      .flatMap((service) => pairsOf(service, model))
      .map(({ advanced }) => keyOf(child(advanced, 'TestListenerRule'), resolver, template)),
  );
  const tested = topology.rules.filter(({ key }) => keys.has(key));
  return new Set(tested.flatMap(({ listener }) => topology.listener(listener)?.where.resource?.id ?? []));
}
