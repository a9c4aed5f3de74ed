// Templates that express the samples of ELB's rules: settings of one part, or a whole topology.
import { isAttribute } from '../../src/alb/rule.ts';
import { UNKNOWN, type Subject, type Unknown } from '../../src/alb/setting.ts';
import type { Action, Condition, ListenerRule, Part, Topology } from '../../src/alb/topology/types.ts';
import type { When } from '../../src/alb/topology/when.ts';
import { ATTRIBUTE_LISTS } from '../../src/check/settings.ts';
import type { Where } from '../alb/topology/build.ts';

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json | undefined };
type Resources = Record<string, { Type: string; Condition?: string; Properties: Json }>;

const ELB = 'AWS::ElasticLoadBalancingV2::';
/** A parameter without a default, so its value is known only at deploy time. */
const LATER: Json = { Ref: 'Later' };
const known = <Value>(value: Value | Unknown, write: (value: Value) => Json): Json =>
  value === UNKNOWN ? LATER : write(value);
const plain = (value: string | number | Unknown): Json => known(value, (one) => one);

/** JSON with one value per line, as `cdk synth` writes it. */
const template = (resources: Resources, conditions: Record<string, Json> = {}): string =>
  JSON.stringify(
    {
      Parameters: { Later: { Type: 'String' }, env: { Type: 'String' } },
      Conditions: conditions,
      Resources: resources,
    },
    undefined,
    2,
  );

/** The logical ids of {@link settingsTemplate}. */
export const PARTS: Readonly<Record<Subject, string>> = {
  'load-balancer': 'ALB',
  listener: 'Listener',
  'target-group': 'Targets',
};

/** One load balancer with its listener and its target group, one of which has the settings. */
export function settingsTemplate(subject: Subject, settings: ReadonlyMap<string, string | Unknown>): string {
  const properties = (of: Subject) => (of === subject ? propertiesOf(subject, settings) : {});
  return template({
    ALB: { Type: `${ELB}LoadBalancer`, Properties: properties('load-balancer') },
    Listener: {
      Type: `${ELB}Listener`,
      Properties: {
        LoadBalancerArn: { Ref: 'ALB' },
        Port: 443,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Targets' } }],
        ...properties('listener'),
      },
    },
    Targets: { Type: `${ELB}TargetGroup`, Properties: properties('target-group') },
  });
}

/** A property that can have several values is written as a list of one. */
const LISTS = new Set(['Certificates']);

function propertiesOf(subject: Subject, settings: ReadonlyMap<string, string | Unknown>) {
  const properties: Record<string, Json> = {};
  const attributes: Json[] = [];
  for (const [key, value] of settings) {
    // Whether it exists at all is unknown; rules ask nothing else about an ARN.
    const written: Json =
      value === UNKNOWN ? { 'Fn::If': ['Undeclared', LATER, { Ref: 'AWS::NoValue' }] } : value;
    const [group = '', member] = key.split('.');
    if (isAttribute(key)) attributes.push({ Key: key, Value: written });
    else if (member === undefined) properties[key] = written;
    else if (LISTS.has(group)) properties[group] = [{ [member]: written }];
    else
      properties[group] = { ...(properties[group] as Record<string, Json> | undefined), [member]: written };
  }
  return attributes.length === 0 ? properties : { ...properties, [ATTRIBUTE_LISTS[subject]]: attributes };
}

/** Every part of a topology except what registers targets; undefined when two parts have the same name, which no template allows. */
export function topologyTemplate(topology: Topology<Where>): string | undefined {
  const { loadBalancers, listeners, targetGroups } = topology;
  const rules = topology.rules.filter(({ isDefault }) => !isDefault);
  const parts: Part<Where>[] = [...loadBalancers, ...listeners, ...targetGroups, ...rules];
  const names = new Set(parts.map(({ key }) => key));
  if (names.size < parts.length) return undefined;
  const conditions: Record<string, Json> = {};
  const resource = ({ when }: Part<Where>, type: string, properties: Json): Resources[string] => ({
    Type: ELB + type,
    ...(when.kind === 'always' ? {} : { Condition: conditionFor(when, conditions) }),
    Properties: properties,
  });
  const ref = (key: string): Json => (names.has(key) ? { Ref: key } : key);
  const settings = (one: (typeof loadBalancers)[number] | (typeof targetGroups)[number], subject: Subject) =>
    propertiesOf(subject, one.settings);
  const actions = ({ actions: of }: ListenerRule<Where>) =>
    known(of, (all) => all.map((one) => actionOf(one, ref)));
  const resources: Resources = {};
  for (const one of loadBalancers)
    resources[one.key] = resource(one, 'LoadBalancer', settings(one, 'load-balancer'));
  for (const one of targetGroups)
    resources[one.key] = resource(one, 'TargetGroup', settings(one, 'target-group'));
  for (const one of listeners) {
    const last = topology.rulesOf(one.key).find(({ isDefault }) => isDefault);
    // In a template the default rule exists if its listener does.
    const when = one.when.kind === 'always' && last ? last.when : one.when;
    resources[one.key] = resource({ ...one, when }, 'Listener', {
      LoadBalancerArn: known(one.loadBalancer, ref),
      Port: known(one.port, (port) => port ?? 443),
      Protocol: known(one.protocol, (protocol) => protocol ?? 'HTTPS'),
      DefaultActions: last
        ? actions(last)
        : [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
    });
  }
  for (const one of rules)
    resources[one.key] = resource(one, 'ListenerRule', {
      ListenerArn: known(one.listener, ref),
      Priority: known(one.priority, (priority) => priority ?? 1),
      Conditions: known(one.conditions, (all) => all.map(conditionOf)),
      Actions: actions(one),
    });
  return template(resources, conditions);
}

/** Adds a CloudFormation condition that is true when `when` is. @returns its name */
function conditionFor(when: When, conditions: Record<string, Json>): string {
  if (when.kind !== 'equals')
    throw new Error(`No sample needs a condition of kind ${when.kind} yet: write it here.`);
  const name = `Is${when.value}`;
  conditions[name] = { 'Fn::Equals': [{ Ref: when.variable }, when.value] };
  return name;
}

const CONFIGS: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
};

function conditionOf({ field, header, values, regexes }: Condition<Where>): Json {
  const texts = known(values, (all) => all.map((one) => (field === 'query-string' ? pair(one) : plain(one))));
  const patterns = known(regexes, (all) => all.map(plain));
  return {
    Field: plain(field),
    [field === UNKNOWN ? 'PathPatternConfig' : (CONFIGS[field] ?? field)]: {
      ...(header === undefined ? {} : { HttpHeaderName: plain(header) }),
      Values: texts,
      ...(Array.isArray(patterns) && patterns.length === 0 ? {} : { RegexValues: patterns }),
    },
  };
}

function pair(text: string | Unknown): Json {
  if (text === UNKNOWN) return { Value: LATER };
  const at = text.indexOf('=');
  return at < 0 ? { Value: text } : { Key: text.slice(0, at), Value: text.slice(at + 1) };
}

function actionOf(action: Action<Where>, ref: (key: string) => Json): Json {
  const { forward, fixedResponse: response } = action;
  return {
    Type: plain(action.type),
    ...(action.order === undefined ? {} : { Order: plain(action.order) }),
    ...(forward && {
      ForwardConfig: {
        TargetGroups: known(forward.groups, (all) =>
          all.map(({ group, weight }) => ({ TargetGroupArn: known(group, ref), Weight: plain(weight) })),
        ),
      },
    }),
    ...(response && {
      FixedResponseConfig: {
        ...(response.statusCode === undefined ? {} : { StatusCode: plain(response.statusCode) }),
        ...(response.body === undefined ? {} : { MessageBody: plain(response.body) }),
        ...(response.contentType === undefined ? {} : { ContentType: plain(response.contentType) }),
      },
    }),
  };
}
