// The listeners' rules as a config specifies them, matched with the live ones.
import { isDeepStrictEqual } from 'node:util';
import type { Listener as ConfiguredListener, ListenerRule } from '../../alb/topology/types.ts';
import { formatKey, type Path } from '../../config/path.ts';
import { routingOf } from '../../config/routing.ts';
import type { Config } from '../../config/schema/index.ts';
import { targetGroupsOf } from '../../config/target-groups.ts';
import { configTopology, TEST_LISTENER_KEY } from '../../config/topology.ts';
import { buildTemplate, templateObject } from '../../template/build.ts';
import { ID, ruleId, targetGroupId } from '../../template/names.ts';
import { field } from '../calls/answer-fields.ts';
import { isFromThisTool } from '../evidence/owner.ts';
import { observedValue, type Listener, type Observations } from '../observations/observations.ts';
import { expectedByConfig, type Expected } from './expected.ts';
import { sameConditions } from './same-rule.ts';

/** A target group that a rule of the config forwards to. */
export interface WantedGroup {
  readonly logicalId: string;
  /** The live group; undefined if the stack has none. */
  readonly arn: string | undefined;
  /** False without a stack from this tool, because then it is unknown which live group it is. */
  readonly isKnown: boolean;
}

export interface WantedRule {
  readonly rule: ListenerRule<Path>;
  /** `the route api`, `the sockets`, or `what no rule matches` */
  readonly name: string;
  readonly logicalId: string;
  /** The properties of its resource; for a default rule, those of the listener. */
  readonly properties: unknown;
  /** Whether the deployed template has the same rule, so that deploying the config would not change it. */
  readonly isDeployed: boolean;
  /** Whether the stack has a resource for it, live or not. */
  readonly isInStack: boolean;
}

/** The rules of one live listener, with the default rule among the pairs. */
export interface ListenerRules {
  readonly listener: Listener;
  readonly expected: Expected;
  /** In the order of the config. */
  readonly pairs: readonly { readonly wanted: WantedRule; readonly live: ListenerRule<string> }[];
  readonly missing: readonly WantedRule[];
  /** Live rules that the config does not have. */
  readonly added: readonly ListenerRule<string>[];
  readonly groupOf: (key: string) => WantedGroup | undefined;
}

/** Leaves out listeners that are not live; a listener whose rules could not be read has no rules here. */
export function rulesByConfig(observed: Observations, config: Config): ListenerRules[] {
  const expected = expectedByConfig(observed, config);
  const topology = configTopology(config);
  const wantedTemplate = templateObject(buildTemplate(config));
  const groupOf = groupsByConfig(observed, config);
  return topology.listeners.flatMap((wantedListener): ListenerRules[] => {
    const logicalId = listenerId(wantedListener);
    const one = expected.find((some) => some.kind === 'listener' && some.logicalId === logicalId);
    const listener = (observedValue(observed.listeners) ?? []).find(({ arn }) => arn === one?.arn);
    if (!one || !listener) return [];
    const wanted = topology
      .rulesOf(wantedListener.key)
      .map((rule) => wantedRule(rule, wantedListener, { observed, config, wantedTemplate, logicalId }));
    return [{ listener, expected: one, groupOf, ...pairUp(wanted, listener, observed) }];
  });
}

function listenerId({ key, protocol }: ConfiguredListener<Path>): string {
  if (key === TEST_LISTENER_KEY) return ID.testListener;
  return protocol === 'HTTPS' ? ID.httpsListener : ID.httpListener;
}

interface Around {
  readonly observed: Observations;
  readonly config: Config;
  readonly wantedTemplate: unknown;
  /** The listener's logical id. */
  readonly logicalId: string;
}

function wantedRule(
  rule: ListenerRule<Path>,
  listener: ConfiguredListener<Path>,
  { observed, config, wantedTemplate, logicalId }: Around,
): WantedRule {
  const { rules } = routingOf(config);
  const isTest = logicalId === ID.testListener;
  const route = rules.find(({ at }) => formatKey(at) === formatKey(rule.where))?.route;
  const ruleOfRoute = isTest ? ID.testRule : ruleId(route, listener.protocol === 'HTTP' ? 'HTTP' : 'HTTPS');
  const id = rule.isDefault ? logicalId : ruleOfRoute;
  const propertiesIn = (template: unknown) =>
    field(field(field(template, 'Resources'), id), 'Properties') ?? undefined;
  const properties = propertiesIn(wantedTemplate);
  // The other properties of a listener are compared separately.
  const compared = (value: unknown) => (rule.isDefault ? field(value, 'DefaultActions') : value);
  const deployed = [...(observed.stack?.templates ?? [])].map(([, template]) => propertiesIn(template));
  return {
    rule,
    name: rule.isDefault
      ? 'what no rule matches'
      : route === undefined
        ? isTest
          ? 'the sockets of tests'
          : 'the sockets'
        : `the route ${route}`,
    logicalId: id,
    properties,
    isDeployed: deployed.some(
      (one) => one !== undefined && isDeepStrictEqual(compared(one), compared(properties)),
    ),
    isInStack: physicalId(observed, id) !== undefined,
  };
}

const physicalId = (observed: Observations, logicalId: string): string | undefined =>
  observed.stack?.resources.find((one) => one.logicalId === logicalId)?.physicalId;

/** Finds the live rule for each wanted one: the one in the stack, or else one with the same conditions or priority. */
function pairUp(
  wanted: readonly WantedRule[],
  listener: Listener,
  observed: Observations,
): Pick<ListenerRules, 'pairs' | 'missing' | 'added'> {
  const left = new Set(listener.rules);
  const found = new Map<WantedRule, ListenerRule<string>>();
  const take = (isIt: (one: WantedRule, live: ListenerRule<string>) => boolean) => {
    for (const one of wanted) {
      if (found.has(one)) continue;
      const live = [...left].find((some) => isIt(one, some));
      if (!live) continue;
      found.set(one, live);
      left.delete(live);
    }
  };
  take(({ rule }, live) => rule.isDefault && live.isDefault);
  const bothRules = ({ rule }: WantedRule, live: ListenerRule<string>) => !rule.isDefault && !live.isDefault;
  take((one, live) => bothRules(one, live) && live.key === physicalId(observed, one.logicalId));
  take((one, live) => bothRules(one, live) && sameConditions(one.rule, live) === true);
  // Without a stack, only the priority indicates which rule was meant.
  if (!observed.stack) take((one, live) => bothRules(one, live) && one.rule.priority === live.priority);
  const { hasAllRules } = listener;
  return {
    pairs: wanted.flatMap((one) => {
      const live = found.get(one);
      return live ? [{ wanted: one, live }] : [];
    }),
    missing: hasAllRules ? wanted.filter((one) => !found.has(one)) : [],
    added: hasAllRules ? [...left].filter(({ isDefault }) => !isDefault) : [],
  };
}

function groupsByConfig(observed: Observations, config: Config): (key: string) => WantedGroup | undefined {
  const isKnown = observed.stack !== undefined && isFromThisTool(observed.stack);
  const keys = configTopology(config).targetGroups.map(({ key }) => key);
  const groups = new Map(
    targetGroupsOf(config).map(({ route, isAlternate }, index): [string | undefined, WantedGroup] => {
      const logicalId = targetGroupId(route, isAlternate);
      const arn = isKnown ? physicalId(observed, logicalId) : undefined;
      return [keys[index], { logicalId, arn, isKnown }];
    }),
  );
  return (key) => groups.get(key);
}
