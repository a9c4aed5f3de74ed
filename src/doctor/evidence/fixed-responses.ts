// Rules that respond by themselves.
import { terminalAction } from '../../alb/topology/reach.ts';
import type { ListenerRule } from '../../alb/topology/types.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import type { Observations } from '../observations/observations.ts';
import { statusOf } from './rule-names.ts';
import { liveTopology } from './topology.ts';

export interface FixedResponseRule {
  readonly rule: ListenerRule<string>;
  /** `404`; empty if it is unknown. */
  readonly status: string;
}

/** The rules with a fixed response, including default rules. */
export const fixedResponses = (observed: Observations): FixedResponseRule[] =>
  liveTopology(observed).rules.flatMap((rule) => {
    const action = terminalAction(rule);
    return action !== undefined && action !== UNKNOWN && action.type === 'fixed-response'
      ? [{ rule, status: statusOf(action) ?? '' }]
      : [];
  });
