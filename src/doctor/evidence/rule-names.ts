// Names for listeners and rules that people recognize, and descriptions of rules.
import { UNKNOWN } from '../../alb/setting.ts';
import type { Action, Condition, ListenerRule, Value } from '../../alb/topology/types.ts';
import { terminalAction } from '../../alb/topology/reach.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import { observedValue, type Observations } from '../observations/observations.ts';

/** `HTTPS 443`; the ARN if the listener was not observed. */
export function listenerName(observed: Observations, arn: Value<string>): string {
  const listener = (observedValue(observed.listeners) ?? []).find((one) => one.arn === arn);
  if (listener) return `${listener.protocol} ${listener.port}`;
  return arn === UNKNOWN ? 'a listener' : arn;
}

/** `rule 10 of HTTPS 443`, `default action of HTTPS 443` */
export function ruleName(
  observed: Observations,
  { isDefault, priority, listener }: ListenerRule<string>,
): string {
  const of = listenerName(observed, listener);
  if (isDefault) return `default action of ${of}`;
  return typeof priority === 'number' ? `rule ${priority} of ${of}` : `a rule of ${of}`;
}

/** `path /ws or /ws/*, host ws.example.com` */
export const conditionWords = ({ conditions }: Pick<ListenerRule<unknown>, 'conditions'>): string =>
  conditions === UNKNOWN ? 'unknown conditions' : conditions.map(oneCondition).join(', ');

const FIELDS: Readonly<Record<string, string>> = {
  'path-pattern': 'path',
  'host-header': 'host',
  'http-request-method': 'method',
  'query-string': 'query',
  'source-ip': 'source',
};

function oneCondition({ field, header, values, regexes }: Condition<unknown>): string {
  const name =
    field === 'http-header'
      ? `header ${typeof header === 'string' ? header : ''}`
      : field === UNKNOWN
        ? 'something'
        : (FIELDS[field] ?? field);
  const lists: readonly Value<readonly Value<string>[]>[] = [values, regexes];
  const all = lists.flatMap((some) => (some === UNKNOWN ? [] : some));
  return `${name} ${all.map((value) => (value === UNKNOWN ? '?' : value)).join(' or ')}`;
}

/** `forward to blue 1, green 0`, `fixed response 404`, `redirect` */
export function actionWords(observed: Observations, rule: ListenerRule<string>): string {
  const action = terminalAction(rule);
  if (action === undefined || action === UNKNOWN) return 'unknown';
  if (action.type === 'fixed-response') return `fixed response ${statusOf(action) ?? ''}`.trim();
  if (action.type !== 'forward') return action.type === UNKNOWN ? 'unknown' : action.type;
  const groups = weightedGroups(action);
  const names = groups.map(({ group, weight }) => {
    const name =
      (observedValue(observed.targetGroups) ?? []).find(({ arn }) => arn === group)?.name ??
      (group === UNKNOWN ? 'unknown' : (group.split('/')[1] ?? group));
    return groups.length > 1 && weight !== UNKNOWN ? `${name} ${weight}` : name;
  });
  return `forward to ${names.join(', ')}`;
}

/** The status of a fixed response; undefined for any other action. */
export function statusOf(action: Action<string>): string | undefined {
  const status = action.fixedResponse?.statusCode;
  return status === UNKNOWN ? undefined : status;
}
