// Parameter values that the template itself does not allow.
import { child, text, type Node } from '../../check/node.ts';
import type { Problem } from '../../common/known-error.ts';
import type { Deployment } from './before-sending.ts';
import { OVERRIDES, valuesGiven } from './overrides.ts';

/**
 * Problems with values that a parameter's AllowedValues or AllowedPattern excludes; in a list, each item is checked.
 * NoEcho values are not shown. Source: CloudFormation User Guide, "Parameters section syntax". Doubtful cases are left
 * to CloudFormation.
 */
export function forbiddenValues({ template, further }: Deployment): Problem[] {
  const problems = [...(valuesGiven(further) ?? [])].flatMap(([name, value]) => {
    const node = template?.parameters.get(name);
    const allowed = node && violatedBy(value, node);
    if (!allowed) return [];
    const shown = isSecret(node) ? 'the value' : JSON.stringify(value);
    const words = text(child(node, 'ConstraintDescription'));
    return [`${name}: ${shown} is not allowed${words === undefined ? '' : `, it ${words}`}; ${allowed}`];
  });
  const [first, ...others] = problems;
  if (first === undefined) return [];
  return [
    {
      what: others.length === 0 ? first : 'The template does not allow these values:',
      ...(others.length > 0 && { details: problems }),
      where: OVERRIDES,
      remedy: `Give ${others.length === 0 ? 'a value' : 'values'} that the template allows. Nothing was sent.`,
    },
  ];
}

const isSecret = (node: Node): boolean => !['false', undefined].includes(text(child(node, 'NoEcho')));

/** The constraint that the value violates; undefined if it passes or cannot be judged. */
export function violatedBy(value: string, node: Node): string | undefined {
  const type = text(child(node, 'Type'));
  if (type !== 'String' && type !== 'CommaDelimitedList') return undefined;
  const items = type === 'String' ? [value] : value.split(',').map((item) => item.trim());
  const allowed = scalarsOf(child(node, 'AllowedValues'));
  if (allowed && !items.every((item) => allowed.includes(item)))
    return `AllowedValues: ${allowed.join(', ')}`;
  const source = text(child(node, 'AllowedPattern'));
  const pattern = source === undefined ? undefined : expression(source);
  return pattern && !items.every((item) => pattern.test(item)) ? `AllowedPattern: ${source}` : undefined;
}

function scalarsOf(node: Node | undefined): string[] | undefined {
  if (node?.kind !== 'list') return undefined;
  const values = node.items.map(text);
  return values.every((value) => value !== undefined) ? values : undefined;
}

/**
 * Syntax with another meaning in Java: nested character classes, && in classes, and escaped letters other than these.
 */
const ONLY_JAVA = /\[(?:\\.|[^\]\\])*\[|&&|\\[^dDwWsSnrt\W_]/;

/**
 * CloudFormation uses Java regular expressions that match the whole value; undefined if JavaScript would read one
 * differently.
 */
function expression(pattern: string): RegExp | undefined {
  if (ONLY_JAVA.test(pattern)) return undefined;
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
}
