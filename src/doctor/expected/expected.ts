// What the stack's template, or the config, specifies for the live resources.
import type { Config } from '../../config/schema/index.ts';
import { buildTemplate, templateObject } from '../../template/build.ts';
import { partitionOf } from '../../alb/arn.ts';
import { TARGET_GROUP_PROPERTIES } from '../../alb/target-group-settings.ts';
import { isFromThisTool } from '../evidence/owner.ts';
import { groupsInUse } from '../evidence/target-groups.ts';
import { deep, field, list, text } from '../calls/answer-fields.ts';
import { observedValue, type Listener, type Observations } from '../observations/observations.ts';
import { resolve, type Scope } from './template-values.ts';

const TYPE = 'AWS::ElasticLoadBalancingV2::';
export type Kind = 'load-balancer' | 'target-group' | 'listener';

/** A resource in a template, and the live one that belongs to it. */
export interface Expected {
  readonly kind: Kind;
  readonly logicalId: string;
  /** Undefined if there is none. */
  readonly arn: string | undefined;
  readonly properties: unknown;
  readonly scope: Scope;
}

/** What the deployed templates specify. Empty without a stack, or if the template could not be read. */
export const expectedByStack = (observed: Observations): Expected[] =>
  [...(observed.stack?.templates ?? [])].flatMap(([stackId, template]) =>
    wantedBy(template, observed, stackId),
  );

/** What the template for a config would specify. */
export function expectedByConfig(observed: Observations, config: Config): Expected[] {
  const wanted = wantedBy(templateObject(buildTemplate(config)), observed, undefined);
  // The stack may have another load balancer with the logical id that the config's has.
  return wanted.some(({ kind }) => kind === 'load-balancer') ? wanted : [];
}

/** What references mean in one of the stack's templates; without a stack, in one that is not deployed. */
export function scopeOf(template: unknown, observed: Observations, stackId: string | undefined): Scope {
  const { stack, region, account, loadBalancer } = observed;
  return { template, stack, stackId, region, account, partition: partitionOf(loadBalancer.arn) };
}

function wantedBy(template: unknown, observed: Observations, stackId: string | undefined): Expected[] {
  const { stack } = observed;
  const scope = scopeOf(template, observed, stackId);
  const resources = field(template, 'Resources');
  return Object.keys(typeof resources === 'object' && resources !== null ? resources : {}).flatMap(
    (logicalId) => {
      const resource = field(resources, logicalId);
      const kind = kindOf(text(resource, 'Type'));
      if (kind === undefined) return [];
      const properties = field(resource, 'Properties');
      const physical = stack?.resources.find(
        (one) =>
          one.logicalId === logicalId &&
          kindOf(one.type) === kind &&
          (stackId === undefined || one.stackId === stackId),
      );
      // A resource whose condition is false has no physical one, so nothing is expected.
      if (stackId !== undefined && physical === undefined) return [];
      const wanted = { kind, logicalId, properties, scope };
      if (!concerns(wanted, observed, physical?.physicalId)) return [];
      return [{ ...wanted, arn: live(wanted, observed, physical?.physicalId) }];
    },
  );
}

function kindOf(type: string | undefined): Kind | undefined {
  if (type === `${TYPE}LoadBalancer`) return 'load-balancer';
  if (type === `${TYPE}TargetGroup`) return 'target-group';
  return type === `${TYPE}Listener` ? 'listener' : undefined;
}

/** A stack may have several load balancers; only what belongs to this one concerns it. */
function concerns(
  { kind, properties, scope }: Omit<Expected, 'arn'>,
  observed: Observations,
  physicalId: string | undefined,
): boolean {
  const { arn } = observed.loadBalancer;
  if (scope.stackId === undefined)
    return kind !== 'load-balancer' || physicalId === undefined || physicalId === arn;
  if (kind === 'load-balancer') return physicalId === arn;
  if (kind === 'listener') return resolve(field(properties, 'LoadBalancerArn'), scope) === arn;
  return (observedValue(observed.targetGroups) ?? []).some((group) => group.arn === physicalId);
}

/** The live resource: the one in the stack, or without a stack the only one that it can be. */
function live(
  { kind, properties, scope }: Omit<Expected, 'arn'>,
  observed: Observations,
  physicalId: string | undefined,
): string | undefined {
  if (kind === 'load-balancer') return observed.loadBalancer.arn;
  if (kind === 'listener') {
    const listeners = observedValue(observed.listeners) ?? [];
    const port = resolve(field(properties, 'Port'), scope);
    const named = listeners.find(({ arn }) => arn === physicalId);
    return (named ?? listeners.find((one) => String(one.port) === port))?.arn;
  }
  const groups = observedValue(observed.targetGroups) ?? [];
  if (physicalId !== undefined) return groups.find(({ arn }) => arn === physicalId)?.arn;
  // A group in the config that this tool's stack does not have is not deployed.
  if (observed.stack && isFromThisTool(observed.stack)) return undefined;
  // Without a stack, only a single wanted group and a single group in use are certainly the same.
  const wanted = Object.values(field(scope.template, 'Resources') ?? {}).filter(
    (resource) => kindOf(text(resource, 'Type')) === 'target-group',
  );
  const used = groupsInUse(observed);
  return used.length === 1 && wanted.length === 1 ? used[0]?.arn : undefined;
}

/** The values that a resource specifies, in ELB's terms; unknown ones are left out. */
export function expectedValues({ kind, properties, scope }: Expected): Map<string, string> {
  const values = new Map<string, string>();
  const set = (key: string, value: unknown) => {
    const known = value === undefined ? undefined : resolve(value, scope);
    if (known !== undefined) values.set(key, known);
  };
  if (kind === 'listener') {
    for (const key of ['Port', 'Protocol', 'SslPolicy']) set(key, field(properties, key));
    set('Certificates.CertificateArn', deep(list(properties, 'Certificates')[0], 'CertificateArn'));
    return values;
  }
  if (kind === 'target-group') {
    for (const key of Object.keys(TARGET_GROUP_PROPERTIES)) set(key, deep(properties, ...key.split('.')));
  }
  if (kind === 'load-balancer')
    for (const key of ['Scheme', 'IpAddressType']) set(key, field(properties, key));
  for (const one of list(
    properties,
    kind === 'target-group' ? 'TargetGroupAttributes' : 'LoadBalancerAttributes',
  )) {
    const key = text(one, 'Key');
    if (key !== undefined) set(key, field(one, 'Value'));
  }
  return values;
}

/** The live values of the same keys; keys that were not observed are absent. */
function liveValues({ kind, arn }: Expected, observed: Observations): ReadonlyMap<string, string> {
  if (arn === undefined) return new Map();
  if (kind === 'load-balancer') {
    const { scheme, ipAddressType } = observed.loadBalancer;
    return new Map([
      ...(observedValue(observed.attributes) ?? []),
      ['Scheme', scheme],
      ['IpAddressType', ipAddressType],
    ]);
  }
  if (kind === 'target-group')
    return (
      (observedValue(observed.targetGroups) ?? []).find((group) => group.arn === arn)?.settings ?? new Map()
    );
  const listener = (observedValue(observed.listeners) ?? []).find((one) => one.arn === arn);
  return listener ? listenerValues(listener) : new Map();
}

const listenerValues = ({ port, protocol, sslPolicy, certificate }: Listener): Map<string, string> =>
  new Map([
    ['Port', String(port)],
    ['Protocol', protocol],
    ...(sslPolicy === undefined ? [] : [['SslPolicy', sslPolicy] as const]),
    ...(certificate === undefined ? [] : [['Certificates.CertificateArn', certificate] as const]),
  ]);

/** A key whose live value differs from the wanted one. */
export interface Difference {
  readonly key: string;
  readonly wanted: string;
  readonly live: string;
}

export function differences(wanted: Expected, observed: Observations): Difference[] {
  const actual = liveValues(wanted, observed);
  return [...expectedValues(wanted)].flatMap(([key, value]) => {
    const found = actual.get(key);
    return found === undefined || found === value ? [] : [{ key, wanted: value, live: found }];
  });
}
