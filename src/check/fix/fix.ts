// Applies mechanical fixes to a template's text. Every result is parsed and checked again before it is accepted.
import { checkTemplate, ruleOf, type CheckFinding } from '../check.ts';
import { readDocument, BrokenTemplate } from '../read.ts';
import type { CheckRule } from '../rule.ts';
import { readTemplate } from '../template.ts';
import { applyEdits, areApart, type Edit } from './edit.ts';
import type { Change, Fix } from './remedy.ts';
import { contentOf, placeOf } from './content.ts';
import { Source } from './source.ts';

export interface FixResult {
  /** The original text if nothing was fixed. */
  readonly text: string;
  /** Findings that are gone, with their original lines. */
  readonly fixed: readonly CheckFinding[];
  /** Findings that could be fixed but are accepted, and so were left alone. */
  readonly accepted?: readonly CheckFinding[];
  /** Why nothing in the text may be changed, although something could be fixed. */
  readonly refused?: string;
}

/** One fix may make room for the next. A text that still changes after this many rounds is left as it then is. */
const MAX_ROUNDS = 50;
/** If there are more fixes than this, the rest are tried only together. */
const MAX_TRIED_ALONE = 40;

/**
 * Makes the fixes that are beyond doubt: for what AWS rejects, or without effect on a working deployment.
 *
 * @param rules - the rules to fix findings of.
 * @param mode - `suggest` also makes fixes that change a working deployment.
 * @param countingOf - selects the findings that are not accepted; the others are left alone.
 */
export function fixTemplate(
  source: string,
  rules: readonly CheckRule[],
  mode: Fix['mode'] = 'safe',
  countingOf: CountingOf = (findings) => findings,
): FixResult {
  const mark = source.startsWith('\uFEFF') ? '\uFEFF' : '';
  let text = source.slice(mark.length);
  const fixed: CheckFinding[] = [];
  let accepted: readonly CheckFinding[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const { counting: proposals, accepted: others } = proposalsFor(text, rules, mode, countingOf);
    accepted = others.map(({ finding }) => finding);
    if (proposals.length === 0) break;
    const refused = whyNot(source);
    if (refused !== undefined) return { text: source, fixed: [], refused };
    const made = apply(text, proposals, rules);
    if (made === undefined) break;
    text = made.text;
    fixed.push(...made.fixed);
  }
  return { text: mark + text, fixed, ...(accepted.length === 0 ? {} : { accepted }) };
}

/** Selects the findings that the project's config or baseline does not accept. */
export type CountingOf = (findings: readonly CheckFinding[]) => readonly CheckFinding[];

interface Proposal {
  readonly finding: CheckFinding;
  readonly change: Change;
}

function proposalsFor(
  text: string,
  rules: readonly CheckRule[],
  mode: Fix['mode'],
  countingOf: CountingOf,
): { readonly counting: readonly Proposal[]; readonly accepted: readonly Proposal[] } {
  const result = checkTemplate(text, rules);
  const findings = result.ok ? result.findings : [];
  const fixable = findings.filter(({ code }) => isIn(ruleOf(code), mode));
  if (fixable.length === 0) return { counting: [], accepted: [] };
  const source = new Source(text);
  const template = readTemplate(text);
  const proposals = fixable.flatMap((finding): Proposal[] => {
    const { code, logicalId: id, line, args } = finding;
    const resource = source.resource(id);
    const change = resource && ruleOf(code).fix?.change?.({ source, resource, id, line, args, template });
    return change && change.edits.length > 0 ? [{ finding, change }] : [];
  });
  const counting = new Set(countingOf(findings));
  return {
    counting: proposals.filter(({ finding }) => counting.has(finding)),
    accepted: proposals.filter(({ finding }) => !counting.has(finding)),
  };
}

/** Whether a mode includes fixes for a rule's findings. */
export const isIn = ({ fix }: CheckRule, mode: Fix['mode']): boolean =>
  fix !== undefined && (fix.mode === 'safe' || mode === 'suggest');

/** Whether a change has to be planned again after another one. */
const waitsFor = (one: Proposal, other: Proposal): boolean =>
  (one.change.removes ?? other.change.removes ?? false) &&
  one.finding.logicalId === other.finding.logicalId &&
  String(one.change.touches) === String(other.change.touches);

/** Applies all proposals that do not overlap; if the combination fails, those that work individually. */
function apply(
  text: string,
  proposals: readonly Proposal[],
  rules: readonly CheckRule[],
): { readonly text: string; readonly fixed: readonly CheckFinding[] } | undefined {
  const chosen: Proposal[] = [];
  const edits: Edit[] = [];
  for (const one of proposals) {
    if (!areApart([...edits, ...one.change.edits]) || chosen.some((other) => waitsFor(one, other))) continue;
    chosen.push(one);
    edits.push(...one.change.edits);
  }
  const made = (some: readonly Proposal[]) => {
    const changed = some.length === 0 ? undefined : attempt(text, some, rules);
    return changed === undefined ? undefined : { text: changed, fixed: some.map(({ finding }) => finding) };
  };
  const together = made(chosen);
  if (together) return together;
  const sound = chosen.slice(0, MAX_TRIED_ALONE).filter((one) => made([one]));
  return made(sound) ?? made(sound.slice(0, 1));
}

/**
 * The changed text, if it means the same apart from the fixes and checking it yields no new findings; otherwise
 * undefined.
 */
function attempt(
  text: string,
  proposals: readonly Proposal[],
  rules: readonly CheckRule[],
): string | undefined {
  const changed = applyEdits(
    text,
    proposals.flatMap(({ change }) => change.edits),
  );
  try {
    if (!saysTheSame(text, changed, proposals)) return undefined;
  } catch (error) {
    if (error instanceof BrokenTemplate || error instanceof RangeError) return undefined;
    throw error;
  }
  const before = countFindings(text, rules);
  const after = countFindings(changed, rules);
  if (!before || !after) return undefined;
  for (const { finding } of proposals) {
    const key = keyOf(finding);
    before.set(key, (before.get(key) ?? 0) - 1);
  }
  return [...after].every(([key, count]) => count <= (before.get(key) ?? 0)) ? changed : undefined;
}

const keyOf = ({ code, logicalId }: CheckFinding): string => `${code} ${logicalId}`;

function countFindings(text: string, rules: readonly CheckRule[]): Map<string, number> | undefined {
  const result = checkTemplate(text, rules);
  if (!result.ok) return undefined;
  const counts = new Map<string, number>();
  for (const finding of result.findings) counts.set(keyOf(finding), (counts.get(keyOf(finding)) ?? 0) + 1);
  return counts;
}

/** Whether two texts contain the same values, except where the fixes apply. */
function saysTheSame(before: string, after: string, proposals: readonly Proposal[]): boolean {
  const touched = new Set(
    proposals.flatMap(({ finding, change }) =>
      change.touches ? [placeOf(['Resources', finding.logicalId, ...change.touches])] : [],
    ),
  );
  const [left, right] = [before, after].map((text) => contentOf(readDocument(text).root, touched));
  return left === right;
}

/** Why a text must not be changed: it is generated, so the change would be lost and belongs in the source. */
export function whyNot(text: string): string | undefined {
  if (text.includes('\uFFFD')) return 'it is not UTF-8 throughout';
  if (/"?aws:cdk:path"?\s*:|AWS::CDK::Metadata|\/cdk-bootstrap\//.test(text))
    return 'AWS CDK wrote it: change the app, or it comes back with the next synth';
  const top = /^(?:\uFEFF)?(?:[ \t]*(?:#[^\n]*|---[^\n]*)?\r?\n)*/.exec(text)?.[0] ?? '';
  if (/\b(?:auto-?)?generated\b|\bdo not edit\b|^# Source: /im.test(top))
    return 'its first lines say that it is generated: change what it is made from';
  return undefined;
}
