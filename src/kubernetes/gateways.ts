// Which Gateways and configurations belong to Application Load Balancers. The controller uses the same kinds of
// configurations for Network Load Balancers too. Source: aws-load-balancer-controller
// controllers/gateway/config_resolver.go, pkg/gateway/lb_config_merger.go.
import { ALSO_FOR_NETWORK_LOAD_BALANCERS, LOAD_BALANCER_ATTRIBUTES } from '../alb/load-balancer-settings.ts';
import { ALSO_FOR_NETWORK_TARGET_GROUPS, TARGET_GROUP_ATTRIBUTES } from '../alb/target-group-settings.ts';
import { text, type Node } from '../check/node.ts';
import { isHttp } from './attachment.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';

const CONTROLLER = 'gateway.k8s.aws/alb';
const GROUP = 'gateway.k8s.aws';

/** A Gateway that becomes an Application Load Balancer. */
export interface GatewayOf {
  readonly gateway: Manifest;
  /** Its LoadBalancerConfigurations; the first one that has a value counts. */
  readonly configurations: readonly Manifest[];
  /** Whether it refers to a configuration that is not in the files, and that may contain missing settings. */
  readonly isPartial: boolean;
}

export interface Gateways {
  readonly managed: readonly GatewayOf[];
  /**
   * LoadBalancerConfigurations whose Gateway is not in the files, and that can only be for an Application Load
   * Balancer.
   */
  readonly alone: readonly Manifest[];
}

export function gatewaysOf(objects: readonly Manifest[]): Gateways {
  const ofKind = (kind: string): readonly Manifest[] => objects.filter((one) => one.kind === kind);
  const [classes, configurations] = [ofKind('GatewayClass'), ofKind('LoadBalancerConfiguration')];
  const named = (
    ref: Node | undefined,
    namespace: string | undefined,
  ): Manifest | 'elsewhere' | undefined => {
    const name = text(at(ref, 'name'));
    if (
      name === undefined ||
      (text(at(ref, 'kind')) ?? 'LoadBalancerConfiguration') !== 'LoadBalancerConfiguration'
    )
      return undefined;
    return configurations.find((one) => one.name === name && one.namespace === namespace) ?? 'elsewhere';
  };
  const byClass = (one: Manifest | undefined) => {
    const ref = at(one?.root, 'spec', 'parametersRef');
    return named(ref, text(at(ref, 'namespace')) ?? 'default');
  };
  const used = new Set<Manifest>();
  const managed = ofKind('Gateway').flatMap((gateway): GatewayOf[] => {
    const className = text(at(gateway.root, 'spec', 'gatewayClassName'));
    const own = classes.find(({ name }) => name === className);
    const ref = at(gateway.root, 'spec', 'infrastructure', 'parametersRef');
    const [general, special] = [byClass(own), named(ref, gateway.namespace)];
    const both = isPreferred(special, general) ? [special, general] : [general, special];
    const found = both.filter((one) => typeof one === 'object');
    for (const one of found) used.add(one);
    const isOurs = own
      ? isOfAlb(own)
      : (typeof special === 'object' || text(at(ref, 'group')) === GROUP) && hasOnlyHttp(gateway);
    return isOurs ? [{ gateway, configurations: found, isPartial: both.includes('elsewhere') }] : [];
  });
  const ofClasses = new Map(
    classes.flatMap((one): [Manifest, boolean][] => {
      const found = byClass(one);
      return typeof found === 'object' ? [[found, isOfAlb(one)]] : [];
    }),
  );
  const alone = configurations.filter(
    (one) => !used.has(one) && (ofClasses.get(one) ?? isLoadBalancerOfAlb(one)),
  );
  return { managed, alone };
}

const isOfAlb = ({ root }: Manifest): boolean => text(at(root, 'spec', 'controllerName')) === CONTROLLER;

/** The class's configuration takes precedence over the Gateway's unless it says otherwise. */
const isPreferred = (special: unknown, general: Manifest | 'elsewhere' | undefined): boolean =>
  special !== undefined &&
  typeof general === 'object' &&
  text(at(general.root, 'spec', 'mergingMode')) === 'prefer-gateway';

/** Network Load Balancers have TCP, UDP and TLS listeners instead. */
function hasOnlyHttp(gateway: Manifest): boolean {
  const listeners = itemsOf(at(gateway.root, 'spec', 'listeners'));
  return listeners.length > 0 && listeners.every((one) => isHttp(text(at(one, 'protocol')) ?? ''));
}

function isLoadBalancerOfAlb({ root }: Manifest): boolean {
  const ports = itemsOf(at(root, 'spec', 'listenerConfigurations')).map(
    (one) => text(at(one, 'protocolPort'))?.split(':')[0] ?? '',
  );
  return (
    ports.some((one) => isHttp(one)) ||
    hasOnly(
      at(root, 'spec', 'loadBalancerAttributes'),
      LOAD_BALANCER_ATTRIBUTES,
      ALSO_FOR_NETWORK_LOAD_BALANCERS,
    )
  );
}

/** Whether a TargetGroupConfiguration sets something that only HTTP target groups have. */
export const isGroupOfAlb = ({ root }: Manifest): boolean =>
  [
    at(root, 'spec', 'defaultConfiguration'),
    ...itemsOf(at(root, 'spec', 'routeConfigurations')).map((one) => at(one, 'targetGroupProps')),
  ].some(
    (props) =>
      isHttp(text(at(props, 'protocol')) ?? '') ||
      at(props, 'protocolVersion') !== undefined ||
      at(props, 'targetControlPort') !== undefined ||
      hasOnly(at(props, 'targetGroupAttributes'), TARGET_GROUP_ATTRIBUTES, ALSO_FOR_NETWORK_TARGET_GROUPS),
  );

/** Whether a list of attributes contains one that Network Load Balancers do not have. */
const hasOnly = (
  list: Node | undefined,
  known: Readonly<Record<string, unknown>>,
  shared: readonly string[],
): boolean =>
  itemsOf(list).some((item) => {
    const key = text(at(item, 'key')) ?? '';
    return Object.hasOwn(known, key) && !shared.includes(key);
  });
