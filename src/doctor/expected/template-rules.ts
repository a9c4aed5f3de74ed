// The listeners' rules as the deployed templates specify them, matched with the live ones.
import { UNKNOWN } from '../../alb/setting.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import { deep, field, list, text } from '../calls/answer-fields.ts';
import { readRule } from '../collect/read-rules.ts';
import { observedValue, type Listener, type Observations } from '../observations/observations.ts';
import { scopeOf } from './expected.ts';
import { isIntrinsic, resolve, type Scope } from './template-values.ts';

/** A rule in a template; a listener's default actions count as one too. */
export interface TemplateRule {
  readonly logicalId: string;
  /** The properties of its resource, as written. */
  readonly properties: unknown;
  readonly scope: Scope;
  readonly listener: Listener;
  /** In the form of an ELB response; what cannot be known is UNKNOWN. */
  readonly wanted: ListenerRule<string>;
  /** Undefined if it no longer exists. */
  readonly live: ListenerRule<string> | undefined;
}

const TYPE = 'AWS::ElasticLoadBalancingV2::';

/** Leaves out listeners of other load balancers, and listeners whose rules could not be read. */
export function rulesByStack(observed: Observations): TemplateRule[] {
  return [...(observed.stack?.templates ?? [])].flatMap(([stackId, template]) => {
    const scope = scopeOf(template, observed, stackId);
    return (observed.stack?.resources ?? []).flatMap((resource): TemplateRule[] => {
      const { logicalId, physicalId } = resource;
      if (resource.stackId !== stackId || physicalId === '') return [];
      const own = field(field(template, 'Resources'), logicalId);
      const properties = field(own, 'Properties');
      const type = text(own, 'Type');
      if (type === `${TYPE}Listener`)
        return defaultRule(physicalId, { logicalId, properties, scope }, observed);
      return type === `${TYPE}ListenerRule`
        ? oneRule(physicalId, { logicalId, properties, scope }, observed)
        : [];
    });
  });
}

type Written = Pick<TemplateRule, 'logicalId' | 'properties' | 'scope'>;

function defaultRule(arn: string, written: Written, observed: Observations): TemplateRule[] {
  const listener = listenerAt(arn, observed);
  const live = listener?.rules.find(({ isDefault }) => isDefault);
  const actions = field(written.properties, 'DefaultActions');
  if (!listener || !live || actions === undefined) return [];
  const wanted = asAnswered({ IsDefault: true, Actions: actions }, arn, listener, written.scope);
  return [{ ...written, listener, wanted: { ...wanted, key: live.key }, live }];
}

function oneRule(arn: string, written: Written, observed: Observations): TemplateRule[] {
  const { properties, scope } = written;
  const own = resolve(field(properties, 'ListenerArn'), scope) ?? listenerOf(arn);
  const listener =
    observedValue(observed.listeners)?.find(({ rules }) => rules.some(({ key }) => key === arn)) ??
    listenerAt(own, observed);
  if (!listener?.hasAllRules) return [];
  const parts = ['Priority', 'Conditions', 'Actions'].map((key) => [key, field(properties, key)]);
  const wanted = asAnswered(Object.fromEntries(parts), arn, listener, scope);
  return [{ ...written, listener, wanted, live: listener.rules.find(({ key }) => key === arn) }];
}

const listenerAt = (arn: string, observed: Observations): Listener | undefined =>
  observedValue(observed.listeners)?.find((one) => one.arn === arn);

/** `…:listener-rule/app/name/id/LISTENER/RULE` is a rule of `…:listener/app/name/id/LISTENER`. */
const listenerOf = (rule: string): string =>
  rule.replace(':listener-rule/', ':listener/').replace(/\/[^/]*$/, '');

/** Templates have the same form as ELB's responses, apart from functions and scalar types. */
function asAnswered(rule: unknown, arn: string, listener: Listener, scope: Scope): ListenerRule<string> {
  const settled = settle(rule, scope);
  const read = readRule({ ...(settled as object), RuleArn: arn }, listener.arn);
  const conditions = field(settled, 'Conditions');
  const isKnown = conditions === undefined || (areLists(conditions) && !hasUnknown(conditions));
  const actions = field(settled, 'Actions');
  return {
    ...read,
    conditions: isKnown ? read.conditions : UNKNOWN,
    actions: Array.isArray(actions) && !actions.some(decides) ? read.actions : UNKNOWN,
  };
}

const NUMBERS: ReadonlySet<string> = new Set(['Weight', 'Order']);

function settle(value: unknown, scope: Scope, key = ''): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => settle(one, scope, key));
  if (value === undefined || value === null) return undefined;
  // `IsDefault` is the only boolean in ELB's responses.
  if (key === 'IsDefault') return value;
  if (typeof value !== 'object' || isIntrinsic(value)) {
    const known = resolve(value, scope);
    if (known === undefined) return UNKNOWN;
    return NUMBERS.has(key) ? Number(known) : known;
  }
  return Object.fromEntries(Object.keys(value).map((name) => [name, settle(deep(value, name), scope, name)]));
}

function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnknown);
}

/** A parameter may be a whole list, and its text does not show where one value ends. */
const areLists = (conditions: unknown): boolean =>
  Array.isArray(conditions) &&
  conditions.every((condition: unknown) =>
    [condition, ...Object.values(condition ?? {})].every((part: unknown) =>
      ['Values', 'RegexValues'].every((key) => {
        const values = field(part, key);
        return values === undefined || Array.isArray(values);
      }),
    ),
  );

/** Whether something unknown is part of what is compared; for authentication, little is compared. */
const decides = (action: unknown): boolean =>
  hasUnknown(
    Object.entries(action ?? {}).map(([key, value]: [string, unknown]) =>
      /^(Authenticate|JwtValidation)/.test(key) ? field(value, 'OnUnauthenticatedRequest') : value,
    ),
  ) ||
  (field(action, 'ForwardConfig') !== undefined &&
    list(action, 'ForwardConfig', 'TargetGroups').length === 0);
