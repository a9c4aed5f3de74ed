import { certain } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { dependencies, mentions } from '../mentions.ts';
import type { Model } from '../model.ts';
import { child, entry } from '../node.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';
import type { Resource } from '../template.ts';

const PRINCIPAL = /^(\*|elasticloadbalancing\.amazonaws\.com(\.cn)?)$/;
const FUNCTIONS = /^AWS::(Lambda::(Function|Alias|Version)|Serverless::Function)$/;

/** Permissions that may allow ELB to invoke a function; an entry is undefined if that is uncertain. */
const permissionsFor = (id: string, { ofType, resolver }: Model): (Resource | undefined)[] =>
  ofType('AWS::Lambda::Permission').flatMap((permission) => {
    const named = mentions(child(permission.properties, 'FunctionName'));
    const principal = resolver.string(child(permission.properties, 'Principal'));
    if (named.size > 0 && !named.has(id)) return [];
    // A literal name may be the function's.
    if (named.size === 0 || typeof principal !== 'string') return [undefined];
    return PRINCIPAL.test(principal) ? [permission] : [];
  });

export const lambdaPermission: CheckRule = {
  code: 'lambda-permission',
  severity: 'error',
  group: 'refused',
  title: 'Lambda target that ELB may not invoke, or not yet',
  why: 'ELB refuses to register a function that it may not invoke. Without a dependency CloudFormation may create the target group before the permission, so the stack fails now and then.',
  source: userGuide('lambda-functions'),
  basis: certain(
    'ELB’s own message in public reports: "elasticloadbalancing principal does not have permission to invoke"',
  ),
  judge: each(targetGroups, ({ resource, settings }, model) => {
    const { template, resolver } = model;
    if (settings.get('TargetType') !== 'lambda') return 'not-applicable';
    const at = entry(resource.properties, 'Targets');
    const ids = resolver.items(at?.value);
    if (!at || ids === UNKNOWN || template.macros.length > 0) return 'not-applicable';
    const functions = [...mentions(at.value)].flatMap((id) => {
      const found = template.resources.get(id);
      return found && FUNCTIONS.test(found.type) ? [found] : [];
    });
    const [target] = functions;
    if (!target) return 'not-applicable';
    const permissions = permissionsFor(target.id, model);
    if (permissions.includes(undefined)) return 'not-applicable';
    // An alias or version may be covered by its function's permission.
    const isIndirect = target.type === 'AWS::Lambda::Alias' || target.type === 'AWS::Lambda::Version';
    if (permissions.length === 0)
      return isIndirect ? 'not-applicable' : violation(at.line, { function: target.id });
    const before = dependencies(template, resource);
    if (permissions.some((one) => one && before.has(one.id))) return 'met';
    // Custom resources and nested stacks may still establish the order.
    return violation(at.line, { function: target.id, permission: permissions[0]?.id });
  }),
  words: ({ function: name, permission }) => ({
    what:
      permission === undefined
        ? `No AWS::Lambda::Permission lets elasticloadbalancing.amazonaws.com invoke ${String(name)}.`
        : `The target group does not depend on ${String(permission)}, which lets ELB invoke ${String(name)}.`,
    allowed: 'a permission for elasticloadbalancing.amazonaws.com that is created first',
    remedy:
      permission === undefined
        ? 'Add the permission, without SourceArn of the target group, and DependsOn it.'
        : `Add DependsOn: ${String(permission)} to the target group. If the permission names the target group in SourceArn, write the ARN with the group’s Name and a wildcard instead.`,
  }),
};
