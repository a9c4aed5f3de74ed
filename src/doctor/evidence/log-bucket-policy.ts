// What a log bucket's policy allows ELB to do.
import { deliversLogs } from '../../alb/log-delivery.ts';
import { deep, field, text, texts } from '../calls/answer-fields.ts';

const asList = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : texts(value));

const matches = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(arn);

/** IAM also accepts a single statement without a list. */
export function statementsOf(policy: unknown): readonly unknown[] {
  const statements = field(policy, 'Statement');
  return Array.isArray(statements) ? statements : statements === undefined ? [] : [statements];
}

/**
 * Whether a policy allows ELB to write there. Conditions are not evaluated. One of ELB's accounts counts as well as the
 * service.
 */
export function allowsDelivery(policy: unknown, object: string): boolean {
  return statementsOf(policy).some((statement) => {
    const principals = [
      ...asList(deep(statement, 'Principal', 'Service')),
      ...asList(deep(statement, 'Principal', 'AWS')),
      ...asList(field(statement, 'Principal')),
    ];
    const actions = asList(field(statement, 'Action'));
    const resources = asList(field(statement, 'Resource'));
    return (
      text(statement, 'Effect') === 'Allow' &&
      principals.some(deliversLogs) &&
      actions.some((action) => matches(action.toLowerCase(), 's3:putobject')) &&
      resources.some((resource) => matches(resource, `${object}file`))
    );
  });
}
