// Tries changes of manifests: every result is parsed and checked again before it is accepted.
import type { CheckFinding } from '../../check/check.ts';
import { applyEdits, areApart } from '../../check/fix/edit.ts';
import { contentOf, placeOf } from '../../check/fix/content.ts';
import { BrokenTemplate, readNodes } from '../../check/read.ts';
import { findingsOf } from '../../check/report.ts';
import type { CheckRule } from '../../check/rule.ts';
import { checkManifests, type ManifestText } from '../check.ts';
import { valueAt } from './change.ts';
import { documentsIn } from '../documents.ts';
import type { Proposal } from './proposals.ts';

/** Each attempt judges all files. */
const MAX_ATTEMPTS = 60;

export interface Made {
  readonly texts: { readonly file: string; readonly text: string }[];
  readonly chosen: readonly Proposal[];
}

/** Tries changes, and keeps those that work. */
export class Trial {
  readonly #rules: readonly CheckRule[];
  #attempts = 0;

  constructor(rules: readonly CheckRule[]) {
    this.#rules = rules;
  }

  /** Applies all proposals that do not overlap; if the combination fails, as many as work. */
  best(texts: readonly ManifestText[], proposals: readonly Proposal[]): Made | undefined {
    return this.#most(texts, undefined, proposals);
  }

  /**
   * Adds proposals to those that work. If they fail together, each half is tried, so that a single bad one costs few
   * attempts.
   */
  #most(
    texts: readonly ManifestText[],
    base: Made | undefined,
    proposals: readonly Proposal[],
  ): Made | undefined {
    const before = base?.chosen ?? [];
    const chosen = [...before];
    for (const one of proposals) if (chosen.every((other) => isApart(one, other))) chosen.push(one);
    if (chosen.length === before.length) return base;
    const made = this.#attempt(texts, chosen);
    if (made || proposals.length < 2) return made ?? base;
    const middle = Math.ceil(proposals.length / 2);
    return this.#most(texts, this.#most(texts, base, proposals.slice(0, middle)), proposals.slice(middle));
  }

  /** The changed texts, if they mean the same apart from the fixes and checking them yields no new findings. */
  #attempt(texts: readonly ManifestText[], chosen: readonly Proposal[]): Made | undefined {
    if (this.#attempts++ >= MAX_ATTEMPTS) return undefined;
    const changed = texts.map(({ file, text }) => ({
      file,
      text: applyEdits(
        text,
        chosen.flatMap((one) => (one.file === file ? one.change.edits : [])),
      ),
    }));
    const isSame = changed.every(({ file, text }, index) => {
      const before = texts[index]?.text ?? '';
      return (
        text === before ||
        saysTheSame(
          before,
          text,
          chosen.filter((one) => one.file === file),
        )
      );
    });
    return isSame && this.#isBetter(texts, changed, chosen) ? { texts: changed, chosen } : undefined;
  }

  #isBetter(
    before: readonly ManifestText[],
    after: readonly ManifestText[],
    chosen: readonly Proposal[],
  ): boolean {
    const [reports, next] = [before, after].map((texts) => checkManifests(texts, this.#rules));
    const counts = new Map<string, number>();
    for (const report of reports ?? [])
      for (const finding of findingsOf(report)) {
        const key = keyOf(report.file, finding);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    const same = new Set(chosen.flatMap(({ findings }) => findings.map(faultOf)));
    for (const { file, findings } of chosen)
      for (const finding of findings) {
        const key = keyOf(file, finding);
        counts.set(key, (counts.get(key) ?? 0) - 1);
      }
    return (next ?? []).every((report, index) => {
      const old = reports?.[index]?.result;
      if (!report.result.ok || !old?.ok || report.result.loadBalancers !== old.loadBalancers) return false;
      return report.result.findings.every((finding) => {
        const key = keyOf(report.file, finding);
        const left = counts.get(key) ?? 0;
        counts.set(key, left - 1);
        // All members of a group have the same problem, which is reported at the first of them.
        return left > 0 || same.has(faultOf(finding));
      });
    });
  }
}

const isApart = (one: Proposal, other: Proposal): boolean =>
  one.file !== other.file ||
  (areApart([...one.change.edits, ...other.change.edits]) &&
    (one.document !== other.document || !overlaps(one.change.path, other.change.path)));

/** Whether one place is inside the other. */
const overlaps = (one: readonly string[], other: readonly string[]): boolean =>
  one.every((key, index) => other[index] === undefined || other[index] === key);

const keyOf = (file: string, { code, logicalId }: CheckFinding): string =>
  JSON.stringify([file, code, logicalId]);
const faultOf = ({ code, args }: CheckFinding): string => JSON.stringify([code, args]);

/** Whether two texts contain the same documents, except for the values to fix, which must have the expected content. */
function saysTheSame(before: string, after: string, chosen: readonly Proposal[]): boolean {
  const [old, next] = [documentsIn(before), documentsIn(after)];
  if (old.length !== next.length) return false;
  return old.every((span, index) => {
    const to = next[index];
    const own = chosen.filter(({ document }) => document === index);
    const [left, right] = [before.slice(span.start, span.end), after.slice(to?.start, to?.end)];
    if (own.length === 0) return left === right;
    const without = new Set(own.map(({ change }) => placeOf(change.path)));
    try {
      const root = readNodes(right);
      return (
        contentOf(readNodes(left), without) === contentOf(root, without) &&
        own.every(({ change: { path, read, becomes } }) => read(valueAt(root, path)) === becomes)
      );
    } catch (error) {
      if (error instanceof BrokenTemplate || error instanceof RangeError) return false;
      throw error;
    }
  });
}
