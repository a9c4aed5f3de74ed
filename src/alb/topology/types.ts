// What a load balancer and the parts around it consist of, whatever describes them: a template, a config, AWS responses,
// a Terraform plan or Kubernetes manifests. Each reader fills in these types; the files next to this one analyze them.
//
// `Where` is the reader's own type for a location: a line of a template, a config key, an ARN. Nothing here looks inside.
import type { Settings, Unknown } from '../setting.ts';
import type { Choices, When } from './when.ts';

/** A value, or UNKNOWN if it is decided only at deployment or could not be read. */
export type Value<T> = T | Unknown;

export interface Part<Where> {
  /**
   * Identifies the part within the topology; other parts refer to it by this key: a logical id, an ARN, a Terraform
   * address. A reference may point outside the topology, such as to a listener of another stack; two references with
   * the same key mean the same thing.
   */
  readonly key: string;
  readonly where: Where;
  /** The conditions under which it exists. */
  readonly when: When;
  /** Texts that can reveal its purpose: its name, tags, health check path. */
  readonly says: readonly string[];
}

/** A part with ELB attributes and properties, keyed as in the tables in `alb/*-settings.ts`. */
export interface ConfiguredPart<Where> extends Part<Where> {
  readonly settings: Settings;
}

export interface LoadBalancer<Where> extends ConfiguredPart<Where> {
  /** Whether all its listeners are in the topology. */
  readonly isComplete: boolean;
}

export interface Listener<Where> extends ConfiguredPart<Where> {
  /** The key of its load balancer. */
  readonly loadBalancer: Value<string>;
  readonly port: Value<number | undefined>;
  /** HTTP or HTTPS. */
  readonly protocol: Value<string | undefined>;
  /** Whether all its rules are in the topology. */
  readonly isComplete: boolean;
}

/** A rule of a listener. The listener's default actions form its last rule. */
export interface ListenerRule<Where> extends Part<Where> {
  /** The key of its listener. */
  readonly listener: Value<string>;
  readonly isDefault: boolean;
  /** 1–50000, lowest first; undefined for the default rule, or if none is given. */
  readonly priority: Value<number | undefined>;
  /** Where the priority is set. */
  readonly priorityWhere: Where;
  /** All must hold. Empty for the default rule. */
  readonly conditions: Value<readonly Condition<Where>[]>;
  readonly actions: Value<readonly Action<Where>[]>;
}

export type ConditionField =
  'host-header' | 'path-pattern' | 'http-header' | 'http-request-method' | 'query-string' | 'source-ip';

export interface Condition<Where> {
  readonly where: Where;
  /** host-header, path-pattern, http-header, http-request-method, query-string, source-ip, or one that AWS adds later. */
  readonly field: Value<string>;
  /** The header name of an http-header condition. */
  readonly header?: Value<string | undefined>;
  /** Alternatives, with the wildcards * and ?. For a query-string: `key=value`, or the value alone. */
  readonly values: Value<readonly Value<string>[]>;
  /** Regular expressions, used instead of values. */
  readonly regexes: Value<readonly Value<string>[]>;
}

export interface Action<Where> {
  readonly where: Where;
  /** forward, redirect, fixed-response, authenticate-oidc, authenticate-cognito, jwt-validation, or a new one. */
  readonly type: Value<string>;
  readonly order: Value<number | undefined>;
  readonly forward?: Forward<Where>;
  readonly redirect?: Redirect;
  readonly fixedResponse?: FixedResponse;
  /** For authenticate-*: authenticate (ELB's default), allow or deny. */
  readonly onUnauthenticated?: Value<string>;
}

export interface Forward<Where> {
  /** One to five. Empty means that it forwards to nothing. */
  readonly groups: Value<readonly WeightedGroup<Where>[]>;
  /** Stickiness between the groups (TargetGroupStickinessConfig). */
  readonly isSticky: Value<boolean>;
}

export interface WeightedGroup<Where> {
  readonly where: Where;
  /** The key of the target group. */
  readonly group: Value<string>;
  /** 0–999; 1 if none is given. */
  readonly weight: Value<number>;
}

/**
 * Where a redirect sends a client; parts kept from the request are `#{protocol}`, `#{host}`, `#{port}`, `/#{path}`,
 * `#{query}`.
 */
export interface Redirect {
  readonly protocol: Value<string>;
  readonly host: Value<string>;
  readonly port: Value<string>;
  readonly path: Value<string>;
  readonly query: Value<string>;
  /** HTTP_301 or HTTP_302; absent if the reader does not read it. */
  readonly statusCode?: Value<string | undefined>;
}

export interface FixedResponse {
  readonly statusCode: Value<string | undefined>;
  readonly body: Value<string | undefined>;
  readonly contentType: Value<string | undefined>;
}

export interface TargetGroup<Where> extends ConfiguredPart<Where> {
  /** The purpose if the reader itself knows it, such as a config's own socket target. */
  readonly declared?: 'sockets' | 'other';
}

export type RegistrantKind =
  | 'ecs-service'
  | 'auto-scaling-group'
  | 'instances'
  | 'addresses'
  | 'lambda'
  | 'load-balancer'
  | 'kubernetes-service';

/** Something that registers targets with groups. */
export interface Registrant<Where> extends Part<Where> {
  readonly kind: RegistrantKind;
  readonly groups: readonly Registration<Where>[];
}

export interface Registration<Where> {
  readonly where: Where;
  /** The key of the target group. */
  readonly group: Value<string>;
  /** The second group of a blue/green deployment, whose weight ECS changes by itself. */
  readonly isAlternate: boolean;
}

/** What a reader produces; {@link topologyOf} turns it into a {@link Topology}. */
export interface Parts<Where> {
  readonly loadBalancers: readonly LoadBalancer<Where>[];
  readonly listeners: readonly Listener<Where>[];
  readonly rules: readonly ListenerRule<Where>[];
  readonly targetGroups: readonly TargetGroup<Where>[];
  readonly registrants: readonly Registrant<Where>[];
  /** The values that the variables in {@link When} can take. */
  readonly choices?: Choices;
}

/** The parts, with their relations resolved. */
export interface Topology<Where> extends Required<Parts<Where>> {
  readonly loadBalancer: (key: Value<string>) => LoadBalancer<Where> | undefined;
  readonly listener: (key: Value<string>) => Listener<Where> | undefined;
  readonly targetGroup: (key: Value<string>) => TargetGroup<Where> | undefined;
  /** The listeners of a load balancer, given by its key, which need not be in the topology. */
  readonly listenersOf: (loadBalancer: string) => readonly Listener<Where>[];
  /**
   * The rules of a listener, given by its key, in the order in which ELB evaluates them: unknown priorities after known
   * ones, the default rule last.
   */
  readonly rulesOf: (listener: string) => readonly ListenerRule<Where>[];
  /** Every place where a rule forwards to a group. */
  readonly forwardsTo: (group: string) => readonly ForwardTo<Where>[];
  readonly registrantsOf: (group: string) => readonly Registrant<Where>[];
}

/** A rule that forwards to a group. */
export interface ForwardTo<Where> {
  readonly rule: ListenerRule<Where>;
  readonly listener: Listener<Where> | undefined;
  readonly action: Action<Where>;
  readonly weighted: WeightedGroup<Where>;
  /** Its share of the rule's requests, 0–1; UNKNOWN if a weight is. */
  readonly share: Value<number>;
}
