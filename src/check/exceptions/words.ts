// How a report describes what the project's config or baseline leaves out.
import { many } from '../../common/numbers.ts';
import type { SetAside } from '../report.ts';

/** One sentence per file and reason, with the number of findings left out for each rule. */
export function wordsForSetAside(all: readonly SetAside[]): string[] {
  const groups = new Map<string, { readonly first: SetAside; readonly codes: Map<string, number> }>();
  for (const one of all) {
    const key = JSON.stringify([one.by, one.how, one.reason]);
    const { codes } = groups.get(key) ?? groups.set(key, { first: one, codes: new Map() }).get(key) ?? {};
    const { code } = one.finding;
    codes?.set(code, (codes.get(code) ?? 0) + 1);
  }
  return [...groups.values()].map(({ first: { by, reason }, codes }) => {
    const named = [...codes].map(([code, number]) => (number === 1 ? code : `${code} (${number})`));
    const number = [...codes.values()].reduce((sum, each) => sum + each, 0);
    return `${many(number, 'finding')} left out by ${by}: ${named.join(', ')}; ${reason.replace(/\.$/, '')}.`;
  });
}
