// Where the settings of a Gateway's target groups are: in one TargetGroupConfiguration for the Service and one for the
// Gateway, each with parts for certain routes. Source: aws-load-balancer-controller
// pkg/gateway/tg_config_constructor.go, controllers/gateway/config_resolver.go.
import { text, type Node } from '../check/node.ts';
import type { GatewayOf } from './gateways.ts';
import { at, itemsOf, type Manifest } from './manifests.ts';

/** Target group settings from one object. */
export interface Layer {
  readonly object: Manifest;
  readonly props: Node | undefined;
}

export interface GroupSettings {
  /** The first layer that has a field counts, with everything below it; for attributes, the first that has the key. */
  readonly layers: readonly Layer[];
  /** Whether fields may be set elsewhere, so that a field that no layer has is unknown. */
  readonly isPartial: boolean;
  /** Settings that other parts of the object make for certain routes; those fields are unknown too. */
  readonly others: readonly Node[];
}

/** The settings for a backend of a route. */
export function settingsFor(
  route: Manifest,
  configuration: Manifest | undefined,
  owner: GatewayOf,
  all: readonly Manifest[],
): GroupSettings {
  const named = defaultsOf(owner, all);
  const [general, special] = named.flatMap((one) => one ?? []);
  return {
    layers: [
      ...(configuration ? layersFor(route, configuration) : []),
      // In the configuration with lower precedence, the parts for routes do not count.
      ...(general ? layersFor(route, general) : []),
      ...(special ? [generalLayer(special)] : []),
    ],
    isPartial: owner.isPartial || named.includes(undefined),
    others: [],
  };
}

/**
 * The TargetGroupConfigurations that a Gateway's own configurations refer to; undefined for one that is not in the
 * files.
 */
export const defaultsOf = (
  { configurations }: GatewayOf,
  all: readonly Manifest[],
): (Manifest | undefined)[] =>
  configurations.flatMap((one) => {
    const name = text(at(one.root, 'spec', 'defaultTargetGroupConfiguration', 'name'));
    if (name === undefined) return [];
    return [all.find((other) => other.name === name && other.namespace === one.namespace)];
  });

/** A configuration whose route is not in the files: what it sets for certain routes is unknown. */
export const settingsAlone = (configuration: Manifest): GroupSettings => ({
  layers: [generalLayer(configuration)],
  isPartial: true,
  others: partsOf(configuration).flatMap((one) => at(one, 'targetGroupProps') ?? []),
});

/** The TargetGroupConfiguration of a Service. */
export const configurationOf = (
  namespace: string,
  service: string,
  all: readonly Manifest[],
): Manifest | undefined =>
  all.find(
    ({ root, namespace: own }) =>
      own === namespace &&
      (text(at(root, 'spec', 'targetReference', 'kind')) ?? 'Service') === 'Service' &&
      text(at(root, 'spec', 'targetReference', 'name')) === service,
  );

const partsOf = ({ root }: Manifest): readonly Node[] => itemsOf(at(root, 'spec', 'routeConfigurations'));

const generalLayer = (object: Manifest): Layer => ({
  object,
  props: at(object.root, 'spec', 'defaultConfiguration'),
});

/** The part for the route first, which is matched by name, else by kind and namespace, else by kind. */
function layersFor(route: Manifest, object: Manifest): Layer[] {
  let best: { readonly part: Node; readonly rank: number } | undefined;
  for (const part of partsOf(object)) {
    const rank = rankOf(route, at(part, 'routeIdentifier'));
    if (rank > (best?.rank ?? 0)) best = { part, rank };
  }
  const special = best && { object, props: at(best.part, 'targetGroupProps') };
  return [...(special ? [special] : []), generalLayer(object)];
}

function rankOf({ kind, namespace, name }: Manifest, identifier: Node | undefined): number {
  const [ofKind, ofNamespace, ofName] = (['kind', 'namespace', 'name'] as const).map(
    (key) => text(at(identifier, key)) ?? '',
  );
  if (ofKind !== kind) return 0;
  if (ofName !== '') return ofName === name && ofNamespace === namespace ? 3 : 0;
  if (ofNamespace === namespace) return 2;
  return ofNamespace === '' ? 1 : 0;
}
