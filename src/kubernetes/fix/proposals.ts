// Turns findings in manifests into the changes that fix them.
import { ruleOf, type CheckFinding } from '../../check/check.ts';
import { isIn, whyNot, type CountingOf } from '../../check/fix/fix.ts';
import type { Fix } from '../../check/fix/remedy.ts';
import { Source } from '../../check/fix/source.ts';
import { findingsOf } from '../../check/report.ts';
import type { CheckRule } from '../../check/rule.ts';
import { checkManifests, type ManifestText } from '../check.ts';
import { changeFor, type ManifestChange } from './change.ts';
import { documentAt, documentsIn } from '../documents.ts';

export interface Found {
  readonly file: string;
  readonly finding: CheckFinding;
}

/** A change, and all findings that it fixes: an Ingress's annotation yields a finding for each of its target groups. */
export interface Proposal {
  readonly file: string;
  readonly document: number;
  readonly findings: CheckFinding[];
  readonly change: ManifestChange;
}

export interface Proposals {
  readonly made: readonly Proposal[];
  readonly accepted: readonly Found[];
  /** Findings without a fix in their place. */
  readonly left: readonly Found[];
  /** Why a file must not be changed, although something could be fixed. */
  readonly refused: ReadonlyMap<string, string>;
}

/** Everything that can be fixed in all files. */
export function proposalsFor(
  texts: readonly ManifestText[],
  rules: readonly CheckRule[],
  mode: Fix['mode'],
  countingIn: (file: string) => CountingOf,
): Proposals {
  const made = new Map<string, Proposal>();
  const [accepted, left]: [Found[], Found[]] = [[], []];
  const refused = new Map<string, string>();
  for (const [index, report] of checkManifests(texts, rules).entries()) {
    const { file, text } = texts[index] ?? { file: '', text: '' };
    const findings = findingsOf(report);
    const fixable = findings.filter(({ code }) => isIn(ruleOf(code), mode));
    if (fixable.length === 0) continue;
    const counting = new Set(countingIn(file)(findings));
    const documents = new Documents(text);
    const reason = whyNotManifest(text);
    for (const finding of fixable) {
      const change = documents.changeFor(finding);
      const found = { file, finding };
      if (!counting.has(finding)) {
        if (change) accepted.push(found);
      } else if (!change) left.push(found);
      else if (reason !== undefined) refused.set(file, reason);
      else {
        const key = JSON.stringify([file, change.edits]);
        const before = made.get(key);
        if (before) before.findings.push(finding);
        else made.set(key, { file, document: documents.numberOf(finding), findings: [finding], change });
      }
    }
  }
  return { made: [...made.values()], accepted, left, refused };
}

/** The documents of a file, each parsed for fixing at most once. */
class Documents {
  readonly #text: string;
  readonly #spans;
  readonly #sources = new Map<number, Source>();

  constructor(text: string) {
    this.#text = text;
    this.#spans = documentsIn(text);
  }

  numberOf({ line }: CheckFinding): number {
    return documentAt(this.#spans, line);
  }

  /** The change for a finding, with edits relative to the file's text. */
  changeFor(finding: CheckFinding): ManifestChange | undefined {
    const fix = ruleOf(finding.code).fix?.inManifests;
    const number = this.numberOf(finding);
    const span = this.#spans[number];
    if (!fix || !span) return undefined;
    const source = this.#sources.get(number) ?? new Source(this.#text.slice(span.start, span.end));
    this.#sources.set(number, source);
    const change = changeFor({ source, finding, linesBefore: span.line - 1 }, fix);
    if (!change || change.edits.length === 0) return undefined;
    return {
      ...change,
      edits: change.edits.map((edit) => ({ ...edit, offset: edit.offset + span.start })),
    };
  }
}

/** Why a file must not be changed. */
function whyNotManifest(text: string): string | undefined {
  if (text.includes('{{'))
    return 'it holds {{ }}, as the source of a Helm chart does: change the values or the template by hand';
  if (/^# Source: \S+\/templates\//m.test(text))
    return 'helm template wrote it: change the chart, or it comes back when it is rendered again';
  return whyNot(text);
}
