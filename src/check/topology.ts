// Builds the topology of a template's load balancers.
import { UNKNOWN } from '../alb/setting.ts';
import { topologyOf } from '../alb/topology/topology.ts';
import type {
  Listener,
  ListenerRule,
  LoadBalancer,
  Part,
  TargetGroup,
  Topology,
  Value,
} from '../alb/topology/types.ts';
import type { Choices } from '../alb/topology/when.ts';
import { actionsOf, conditionsOf } from './topology-rules.ts';
import type { Existence } from './existence.ts';
import { child, entry } from './node.ts';
import { registrantsOf } from './registrants.ts';
import { keyOf, type Place } from './place.ts';
import { isScalar, type Resolved, type Resolver } from './resolve.ts';
import { settingsOf, type SettingsOf } from './settings.ts';
import { socketTexts } from './sockets.ts';
import type { Resource, Template } from './template.ts';
import { Variants } from './variants.ts';

/** What reading a template yields besides the topology. */
export interface TemplateTopology {
  readonly topology: Topology<Place>;
  /** Attributes and properties with their lines, by logical id. */
  readonly settings: ReadonlyMap<string, SettingsOf>;
}

export const ELB = 'AWS::ElasticLoadBalancingV2::';
const HTTP = /^(https?|wss?)$/i;

/** Reads load balancers of type application, what belongs to them, and HTTP target groups. */
export function readTopology(
  template: Template,
  resolver: Resolver,
  existence: Existence,
  choices: Choices,
): TemplateTopology {
  const variants = new Variants(existence, resolver, choices);
  const settings = new Map<string, SettingsOf>();
  const ofType = (type: string) => [...template.resources.values()].filter((one) => one.type === type);
  const part = (resource: Resource, when = variants.of(resource, [])[0]?.when): Part<Place> => ({
    key: resource.id,
    where: { resource, line: resource.line },
    when: when ?? { kind: 'always' },
    says: [...socketTexts(resource, resolver)],
  });
  const configured = (resource: Resource, subject: 'load-balancer' | 'listener' | 'target-group') => {
    const own = settingsOf(resource, subject, resolver);
    settings.set(resource.id, own);
    return own.settings;
  };

  const loadBalancers = ofType(`${ELB}LoadBalancer`)
    .filter((resource) => isApplication(resolver.at(resource.properties, 'Type')))
    .map((resource): LoadBalancer<Place> => ({
      ...part(resource),
      settings: configured(resource, 'load-balancer'),
      // Other stacks may add listeners, but that is too rare to consider.
      isComplete: true,
    }));
  const ours = new Set(loadBalancers.map(({ key }) => key));
  const listeners = ofType(`${ELB}Listener`).flatMap((resource) =>
    variants.of(resource, ['LoadBalancerArn', 'Port', 'Protocol']).flatMap((variant): Listener<Place>[] => {
      const loadBalancer = keyOf(child(resource.properties, 'LoadBalancerArn'), variant.resolver, template);
      const protocol = variant.resolver.string(child(resource.properties, 'Protocol'));
      const isOurs = loadBalancer !== UNKNOWN && ours.has(loadBalancer);
      if (!isOurs && (typeof protocol !== 'string' || !HTTP.test(protocol))) return [];
      const port = variant.resolver.certain(child(resource.properties, 'Port'));
      return [
        {
          ...part(resource, variant.when),
          settings: configured(resource, 'listener'),
          loadBalancer,
          port: numberOf(port),
          protocol,
          isComplete: true,
        },
      ];
    }),
  );
  const listenerKeys = new Set(listeners.map(({ key }) => key));
  const elsewhere = new Set(
    ofType(`${ELB}Listener`)
      .map(({ id }) => id)
      .filter((id) => !listenerKeys.has(id)),
  );
  const rules = [
    ...ofType(`${ELB}Listener`)
      .filter(({ id }) => listenerKeys.has(id))
      .flatMap((resource) =>
        variants.of(resource, ['DefaultActions']).map((variant): ListenerRule<Place> => ({
          ...part(resource, variant.when),
          says: [],
          listener: resource.id,
          isDefault: true,
          priority: undefined,
          priorityWhere: { resource, line: resource.line },
          conditions: [],
          actions: actionsOf(resource, 'DefaultActions', variant.resolver, template),
        })),
      ),
    ...ofType(`${ELB}ListenerRule`).flatMap((resource) =>
      variants.of(resource, RULE_KEYS).flatMap((variant): ListenerRule<Place>[] => {
        const listener = keyOf(child(resource.properties, 'ListenerArn'), variant.resolver, template);
        // A Network Load Balancer's listener cannot have rules; whatever this is, it is not about an Application Load
        // Balancer.
        if (listener !== UNKNOWN && elsewhere.has(listener)) return [];
        return [
          {
            ...part(resource, variant.when),
            says: resource.says ?? [resource.id],
            listener,
            isDefault: false,
            priority: numberOf(variant.resolver.certain(child(resource.properties, 'Priority'))),
            priorityWhere: { resource, line: entry(resource.properties, 'Priority')?.line ?? resource.line },
            conditions: conditionsOf(resource, variant.resolver),
            actions: actionsOf(resource, 'Actions', variant.resolver, template),
          },
        ];
      }),
    ),
  ];
  const reached = new Set(rules.flatMap(groupsNamed));
  const targetGroups = ofType(`${ELB}TargetGroup`).flatMap((resource): TargetGroup<Place>[] => {
    const own = settingsOf(resource, 'target-group', resolver);
    const protocol = own.settings.get('Protocol');
    const isHttp = typeof protocol === 'string' && /^https?$/i.test(protocol);
    if (!isHttp && own.settings.get('TargetType') !== 'lambda' && !reached.has(resource.id)) return [];
    settings.set(resource.id, own);
    return [{ ...part(resource), settings: own.settings }];
  });
  return {
    topology: topologyOf({
      loadBalancers,
      listeners: listeners,
      rules,
      targetGroups,
      registrants: registrantsOf(template, variants),
      choices,
    }),
    settings,
  };
}

const RULE_KEYS = ['ListenerArn', 'Priority', 'Conditions', 'Actions'];

/** A literal number, or a parameter that can have only one value: a default is just an example. */
function numberOf(value: Resolved): Value<number | undefined> {
  if (value === undefined) return undefined;
  if (!isScalar(value) || !/^\d+$/.test(value.value.trim())) return UNKNOWN;
  return Number(value.value);
}

const groupsNamed = ({ actions }: ListenerRule<Place>): string[] =>
  (actions === UNKNOWN ? [] : actions).flatMap(({ forward }) =>
    !forward || forward.groups === UNKNOWN
      ? []
      : forward.groups.flatMap(({ group }) => (group === UNKNOWN ? [] : group)),
  );

const isApplication = (type: Resolved): boolean =>
  type === undefined || (isScalar(type) && type.value === 'application');
