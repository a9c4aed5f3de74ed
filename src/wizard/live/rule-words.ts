// How listeners and rules are named in lists for the user.
import { UNKNOWN } from '../../alb/setting.ts';
import { groupName } from './actions.ts';
import { conditionWords } from './conditions.ts';
import type { LiveListener, ReadRule } from './live.ts';

export const listenerName = ({ description: { Protocol, Port } }: LiveListener): string =>
  `${Protocol} listener on port ${Port}`;

/** `rule 10 of the HTTPS listener on port 443: path-pattern /api/* -> forward to api` */
export function ruleWords(listener: LiveListener, { description, rule }: ReadRule): string {
  const conditions = rule.conditions === UNKNOWN ? [] : rule.conditions;
  const actions = (description.Actions ?? [])
    .toSorted((left, right) => (left.Order ?? 0) - (right.Order ?? 0))
    .map(({ Type, TargetGroupArn, ForwardConfig }) => {
      const arn = TargetGroupArn ?? ForwardConfig?.TargetGroups?.[0]?.TargetGroupArn;
      return arn === undefined ? (Type ?? 'nothing') : `${Type} to ${groupName(arn)}`;
    });
  const what = rule.isDefault ? 'the default rule' : `rule ${description.Priority}`;
  const when = rule.isDefault ? '' : `${conditions.map(conditionWords).join(' and ')} `;
  return `${what} of the ${listenerName(listener)}: ${when}-> ${actions.join(', then ')}`;
}
