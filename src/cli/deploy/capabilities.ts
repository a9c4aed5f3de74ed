// The capabilities a template needs: CloudFormation requires consent to create IAM resources.
import { IAM_TYPES } from '../../alb/capabilities.ts';
import { child } from '../../check/node.ts';
import type { Template } from '../../check/template.ts';
import { has } from './overrides.ts';

/**
 * Logical IDs of the IAM resources for which CAPABILITY_IAM is added. Empty if the user gives --capabilities, or if any
 * resource has a custom name: CAPABILITY_NAMED_IAM is for a person to grant.
 */
export function iamResources(template: Template | undefined, further: readonly string[]): string[] {
  if (!template || has(further, '--capabilities')) return [];
  const found = [...template.resources.values()].filter(({ type }) => Object.hasOwn(IAM_TYPES, type));
  const isNamed = found.some(({ type, properties }) => {
    const name = IAM_TYPES[type];
    return name !== undefined && child(properties, name) !== undefined;
  });
  return isNamed ? [] : found.map(({ id }) => id);
}
