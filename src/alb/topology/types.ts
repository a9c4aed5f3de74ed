// What is behind a load balancer, whoever describes it: a template, a config, AWS's answers, a Terraform plan or
// Kubernetes manifests. Each reader fills these types; the questions about them are in the files beside this one.
//
// `Where` is the reader's own idea of a place: a line of a template, a key of a config, an ARN. Nothing here looks at it.
import type { Settings, Unknown } from '../setting.ts';
import type { Choices, When } from './when.ts';

/** A value, or UNKNOWN when it is decided only at deployment or could not be looked at. */
export type Value<T> = T | Unknown;

export interface Part<Where> {
  /**
   * Names it within the topology, and is what others refer to it by: a logical id, an ARN, a Terraform address. A
   * reference may name something that is not in the topology, such as a listener of another stack; two references with
   * the same key mean the same thing.
   */
  readonly key: string;
  readonly where: Where;
  /** Under which circumstances it exists. */
  readonly when: When;
  /** Texts that can say what it is for: its name, tags, health check path. */
  readonly says: readonly string[];
}

/** A part with ELB's attributes and properties, as the tables in `alb/*-settings.ts` name them. */
export interface ConfiguredPart<Where> extends Part<Where> {
  readonly settings: Settings;
}

export interface LoadBalancer<Where> extends ConfiguredPart<Where> {
  /** All its listeners are in the topology. */
  readonly isComplete: boolean;
}

export interface Listener<Where> extends ConfiguredPart<Where> {
  /** The key of its load balancer. */
  readonly loadBalancer: Value<string>;
  readonly port: Value<number | undefined>;
  /** HTTP or HTTPS. */
  readonly protocol: Value<string | undefined>;
  /** All its rules are in the topology. */
  readonly isComplete: boolean;
}

/** A rule of a listener. The default actions of a listener are its last rule. */
export interface ListenerRule<Where> extends Part<Where> {
  /** The key of its listener. */
  readonly listener: Value<string>;
  readonly isDefault: boolean;
  /** 1–50000, lowest first; undefined for the default rule, or when none is given. */
  readonly priority: Value<number | undefined>;
  /** Where the priority is written. */
  readonly priorityWhere: Where;
  /** All must hold. Empty for the default rule. */
  readonly conditions: Value<readonly Condition<Where>[]>;
  readonly actions: Value<readonly Action<Where>[]>;
}

export type ConditionField =
  'host-header' | 'path-pattern' | 'http-header' | 'http-request-method' | 'query-string' | 'source-ip';

export interface Condition<Where> {
  readonly where: Where;
  /**
   * host-header, path-pattern, http-header, http-request-method, query-string, source-ip, or one that AWS adds
   * later.
   */
  readonly field: Value<string>;
  /** The name of the header of an http-header condition. */
  readonly header?: Value<string | undefined>;
  /** Alternatives, with the wildcards * and ?. For a query-string: `key=value`, or the value alone. */
  readonly values: Value<readonly Value<string>[]>;
  /** Regular expressions, instead of values. */
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
  /** Of authenticate-*: authenticate (ELB's default), allow or deny. */
  readonly onUnauthenticated?: Value<string>;
}

export interface Forward<Where> {
  /** One to five. Empty: forwards to nothing. */
  readonly groups: Value<readonly WeightedGroup<Where>[]>;
  /** Stickiness between the groups (TargetGroupStickinessConfig). */
  readonly isSticky: Value<boolean>;
}

export interface WeightedGroup<Where> {
  readonly where: Where;
  /** The key of the target group. */
  readonly group: Value<string>;
  /** 0–999; 1 where none is given. */
  readonly weight: Value<number>;
}

/** What a redirect sends a client to; what it keeps is `#{protocol}`, `#{host}`, `#{port}`, `/#{path}`, `#{query}`. */
export interface Redirect {
  readonly protocol: Value<string>;
  readonly host: Value<string>;
  readonly port: Value<string>;
  readonly path: Value<string>;
  readonly query: Value<string>;
  /** HTTP_301 or HTTP_302; absent where the reader does not look. */
  readonly statusCode?: Value<string | undefined>;
}

export interface FixedResponse {
  readonly statusCode: Value<string | undefined>;
  readonly body: Value<string | undefined>;
  readonly contentType: Value<string | undefined>;
}

export interface TargetGroup<Where> extends ConfiguredPart<Where> {
  /** What the reader itself knows of its purpose, such as a config's own target for sockets. */
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

/** What registers targets with groups. */
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

/** What a reader hands over; {@link topologyOf} makes it a {@link Topology}. */
export interface Parts<Where> {
  readonly loadBalancers: readonly LoadBalancer<Where>[];
  readonly listeners: readonly Listener<Where>[];
  readonly rules: readonly ListenerRule<Where>[];
  readonly targetGroups: readonly TargetGroup<Where>[];
  readonly registrants: readonly Registrant<Where>[];
  /** Values that the variables of {@link When} can have. */
  readonly choices?: Choices;
}

/** The parts, and who belongs to whom. */
export interface Topology<Where> extends Required<Parts<Where>> {
  readonly loadBalancer: (key: Value<string>) => LoadBalancer<Where> | undefined;
  readonly listener: (key: Value<string>) => Listener<Where> | undefined;
  readonly targetGroup: (key: Value<string>) => TargetGroup<Where> | undefined;
  /** The listeners of a load balancer, by its key; it need not be in the topology. */
  readonly listenersOf: (loadBalancer: string) => readonly Listener<Where>[];
  /** The rules of a listener, by its key, in the order in which ELB tries them: unknown priorities after the known, the default rule last. */
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
  /** Its part of the rule's requests, 0–1; UNKNOWN when a weight is. */
  readonly share: Value<number>;
}
