// How two target groups, such as blue and green, differ.
import { settingValue } from '../rule.ts';
import { UNKNOWN } from '../setting.ts';
import type { TargetGroup, Value } from './types.ts';

export interface Difference {
  /** An ELB attribute or property. */
  readonly key: string;
  /** What is set, else ELB's default; undefined if there is neither. */
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** The settings whose values differ between two groups. A setting that is UNKNOWN in either is left out. */
export function differences<Where>(left: TargetGroup<Where>, right: TargetGroup<Where>): Difference[] {
  const keys = new Set([...left.settings.keys(), ...right.settings.keys()]);
  return [...keys].flatMap((key): Difference[] => {
    const [one, other] = [left, right].map(({ settings }): Value<string> | undefined =>
      settingValue('target-group', settings, key),
    );
    if (one === UNKNOWN || other === UNKNOWN || one === other) return [];
    return [{ key, left: one, right: other }];
  });
}
