// Evaluates a template's intrinsic functions, as far as the stack's data allows.
import { deep, field, text } from '../calls/answer-fields.ts';
import type { Stack } from '../observations/observations.ts';

/** What references in a template mean in a stack. */
export interface Scope {
  readonly template: unknown;
  readonly stack: Stack | undefined;
  readonly stackId: string | undefined;
  readonly region: string;
  readonly account: string;
  readonly partition: string;
}

/** The value as a text, or undefined if it cannot be known. */
export function resolve(value: unknown, scope: Scope): string | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  const reference = field(value, 'Ref');
  if (typeof reference === 'string') return resolveReference(reference, scope);
  const attribute = field(value, 'Fn::GetAtt');
  if (attribute !== undefined) return resolveAttribute(attribute, scope);
  const sub = field(value, 'Fn::Sub');
  if (typeof sub === 'string') return substitute(sub, scope);
  return undefined;
}

function resolveReference(name: string, scope: Scope): string | undefined {
  const pseudo: Readonly<Record<string, string | undefined>> = {
    'AWS::Region': scope.region,
    'AWS::AccountId': scope.account,
    'AWS::Partition': scope.partition,
    'AWS::StackName': scope.stack?.name,
  };
  if (Object.hasOwn(pseudo, name)) return pseudo[name];
  // Parameters of nested stacks are not requested.
  const isRoot = scope.stackId === undefined || scope.stack?.resources[0]?.stackId === scope.stackId;
  const parameter = isRoot ? scope.stack?.parameters.get(name) : undefined;
  // CloudFormation shows NoEcho parameters as asterisks.
  if (parameter !== undefined) return /^\*+$/.test(parameter) ? undefined : parameter;
  const resource = scope.stack?.resources.find(
    ({ logicalId, stackId }) =>
      logicalId === name && (scope.stackId === undefined || stackId === scope.stackId),
  );
  if (resource && resource.physicalId !== '') return resource.physicalId;
  // A nested stack gets values that are not visible here, so its defaults say nothing about them.
  return isRoot ? text(scope.template, 'Parameters', name, 'Default') : undefined;
}

/** The attributes of ELB resources that equal a reference to the resource. */
const OWN_ARNS: ReadonlySet<string> = new Set([
  'LoadBalancerArn',
  'ListenerArn',
  'RuleArn',
  'TargetGroupArn',
]);

function resolveAttribute(attribute: unknown, scope: Scope): string | undefined {
  const parts: readonly unknown[] = Array.isArray(attribute) ? attribute : String(attribute).split('.');
  const [name, key] = parts;
  return typeof name === 'string' && OWN_ARNS.has(String(key)) ? resolveReference(name, scope) : undefined;
}

/** `{ Ref }` or `{ Fn::… }` */
export function isIntrinsic(value: object): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0]?.startsWith('Fn::') === true);
}

function substitute(pattern: string, scope: Scope): string | undefined {
  let known = true;
  const result = pattern.replace(/\$\{(!?)([^}]*)\}/g, (_all, literal: string, name: string) => {
    if (literal !== '') return `\${${name}}`;
    const value = resolveReference(name.trim(), scope);
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? result : undefined;
}

/** A whole value with its references resolved; what cannot be known is replaced with `unknown`. */
export function resolveDeep(value: unknown, scope: Scope, unknown: string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => resolveDeep(one, scope, unknown));
  if (typeof value !== 'object' || value === null) return value;
  if (isIntrinsic(value)) return resolve(value, scope) ?? unknown;
  return Object.fromEntries(
    Object.keys(value).map((key) => [key, resolveDeep(deep(value, key), scope, unknown)]),
  );
}
