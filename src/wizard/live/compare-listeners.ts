// If both HTTP and HTTPS forward, a config has the same rules for both.
import type { Draft, LiveListener, ReadRule } from './live.ts';
import { listenerName, ruleWords } from './rule-words.ts';

/** Lists the rules that only one of two listeners has. */
export function compareListeners(draft: Draft, main: LiveListener, other: LiveListener): void {
  const [ofMain, ofOther] = [main, other].map(({ rules }) => new Set(rules.map(meaningOf)));
  for (const read of other.rules)
    if (!ofMain?.has(meaningOf(read)))
      draft.leave(`${ruleWords(other, read)}: both listeners get the rules of the ${listenerName(main)}`);
  for (const read of main.rules)
    if (!ofOther?.has(meaningOf(read)))
      draft.leave(`that ${ruleWords(main, read)} is missing on the ${listenerName(other)}: both get it`);
}

const meaningOf = ({ description: { Conditions = [], Actions = [] }, rule }: ReadRule): string =>
  JSON.stringify([rule.isDefault, Conditions, Actions]);
