// What a log bucket's policy allows ELB to do.
import { deliversLogs, LOG_DELIVERY_SERVICE } from '../../alb/log-delivery.ts';
import type { LogDelivery, Observations } from '../observations/observations.ts';
import { partitionOf } from '../../alb/arn.ts';
import { deep, field, text, texts } from '../calls/answer-fields.ts';

const asList = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : texts(value));

const matches = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(arn);

/** The ARN below which ELB puts the files of a log. */
export const objectOf = (observed: Observations, { bucket, prefix }: LogDelivery): string =>
  `arn:${partitionOf(observed.loadBalancer.arn)}:s3:::${bucket}/${prefix === '' ? '' : `${prefix}/`}AWSLogs/${observed.account}/`;

/** IAM also accepts a single statement without a list. */
export function statementsOf(policy: unknown): readonly unknown[] {
  const statements = field(policy, 'Statement');
  return Array.isArray(statements) ? statements : statements === undefined ? [] : [statements];
}

/** Whether a statement is about putting an object, such as a log file, there. */
const coversPut = (statement: unknown, object: string): boolean =>
  asList(field(statement, 'Action')).some((action) => matches(action.toLowerCase(), 's3:putobject')) &&
  asList(field(statement, 'Resource')).some((resource) => matches(resource, `${object}file`));

const principalsOf = (statement: unknown): string[] => [
  ...asList(deep(statement, 'Principal', 'Service')),
  ...asList(deep(statement, 'Principal', 'AWS')),
  ...asList(field(statement, 'Principal')),
];

/**
 * Whether a policy allows ELB to write there. Conditions are not evaluated. One of ELB's accounts counts as well as the
 * service.
 */
export const allowsDelivery = (policy: unknown, object: string): boolean =>
  statementsOf(policy).some(
    (statement) =>
      text(statement, 'Effect') === 'Allow' &&
      principalsOf(statement).some(deliversLogs) &&
      coversPut(statement, object),
  );

/**
 * The statement that keeps ELB from writing there, whatever others allow: a Deny for everybody or for the service, without
 * a condition. One with a condition may not apply, and neither may one for an account: which of them ELB uses depends on
 * the Region.
 */
export const denialOfDelivery = (policy: unknown, object: string): unknown =>
  statementsOf(policy).find((statement) => {
    const condition = field(statement, 'Condition');
    return (
      text(statement, 'Effect') === 'Deny' &&
      (condition === undefined || JSON.stringify(condition) === '{}') &&
      principalsOf(statement).some((principal) => principal === '*' || principal === LOG_DELIVERY_SERVICE) &&
      coversPut(statement, object)
    );
  });

/** Whether ELB can write there, as far as the policy says. */
export const canDeliver = (policy: unknown, object: string): boolean =>
  allowsDelivery(policy, object) && denialOfDelivery(policy, object) === undefined;
