// Applies mechanical fixes to manifests. All files of a run are judged together, before and after.
import type { CheckFinding } from '../../check/check.ts';
import type { CountingOf, FixResult } from '../../check/fix/fix.ts';
import type { Fix } from '../../check/fix/remedy.ts';
import type { CheckRule } from '../../check/rule.ts';
import type { ManifestText } from '../check.ts';
import { proposalsFor, type Found } from './proposals.ts';
import { Trial } from './trial.ts';

export interface ManifestFixResult extends FixResult {
  readonly file: string;
  /** Findings whose rule has a fix, but not here: the place is not clear, or another finding would result. */
  readonly left: readonly CheckFinding[];
}

/** One fix may make room for the next. */
const MAX_ROUNDS = 50;

/**
 * Fixes manifests the way `fixTemplate` fixes a template.
 *
 * @param rules - the rules to fix findings of.
 * @param mode - `suggest` also makes fixes that change a working deployment.
 * @param countingIn - for each file, selects the findings that are not accepted; the others are not fixed.
 */
export function fixManifests(
  texts: readonly ManifestText[],
  rules: readonly CheckRule[],
  mode: Fix['mode'],
  countingIn: (file: string) => CountingOf,
): ManifestFixResult[] {
  const marks = texts.map(({ text }) => (text.startsWith('\uFEFF') ? '\uFEFF' : ''));
  let now = texts.map(({ file, text }, index) => ({ file, text: text.slice(marks[index]?.length) }));
  const fixed = new Map<string, CheckFinding[]>();
  const trial = new Trial(rules);
  const propose = () => proposalsFor(now, rules, mode, countingIn);
  let proposals = propose();
  for (let round = 0; round < MAX_ROUNDS && proposals.made.length > 0; round++) {
    const made = trial.best(now, proposals.made);
    if (!made) break;
    now = made.texts;
    for (const { file, findings } of made.chosen) fixed.set(file, [...(fixed.get(file) ?? []), ...findings]);
    proposals = propose();
  }
  // Changes that failed in the last round are left, too.
  const unsound = proposals.made.flatMap(({ file, findings }) =>
    findings.map((finding): Found => ({ file, finding })),
  );
  const left = [...proposals.left, ...unsound];
  return now.map(({ file, text }, index): ManifestFixResult => {
    const of = (all: readonly Found[]): CheckFinding[] =>
      all.flatMap((one) => (one.file === file ? [one.finding] : []));
    const [accepted, refused] = [of(proposals.accepted), proposals.refused.get(file)];
    return {
      file,
      text: (marks[index] ?? '') + text,
      fixed: fixed.get(file) ?? [],
      left: refused === undefined ? of(left) : [],
      ...(accepted.length === 0 ? {} : { accepted }),
      ...(refused === undefined ? {} : { refused }),
    };
  });
}
