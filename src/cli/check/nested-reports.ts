// Judges nested templates again as their parents use them.
import { checkNested, inOrder, type CheckFinding, type CheckResult } from '../../check/check.ts';
import type { NestedTemplate, PassedParameter } from '../../check/nested.ts';
import type { FileReport } from '../../check/report.ts';
import type { CheckRule } from '../../check/rule.ts';

/** A template that was judged by itself. */
export interface JudgedTemplate {
  readonly report: FileReport;
  readonly text: string;
  /** The places of its nested templates, by their paths as they are written. */
  readonly nested: ReadonlyMap<string, string>;
}

/** A template that many stacks use is judged for the first ones only. */
const MAX_USES = 20;

type Judged = Extract<CheckResult, { ok: true }>;

/** How one or several stacks use a template. */
interface Use {
  /** The first of them: `Net in root.yaml`. */
  readonly by: string;
  readonly result: Judged;
}

/**
 * The reports of nested templates, judged with what their parents pass in place of the defaults. What is found only so
 * says which stack passes it; what is found only with the defaults is left out, since no stack uses them.
 *
 * @param judged - all templates of a run, by their places.
 */
export function withPassedParameters(
  judged: ReadonlyMap<string, JudgedTemplate>,
  rules: readonly CheckRule[],
): Map<string, FileReport> {
  const uses = new Map<string, Map<string, Use>>();
  const nestedPlaces = new Set([...judged.values()].flatMap(({ nested }) => [...nested.values()]));
  const waiting = [...judged].flatMap(([place, { report }]) =>
    report.result.ok && !nestedPlaces.has(place) ? [{ place, result: report.result }] : [],
  );
  // A template that reaches itself ends here too: the same parameters count once.
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const parent = judged.get(next.place);
    if (!parent) continue;
    for (const stack of next.result.nested) {
      const place = parent.nested.get(stack.path);
      const child = place === undefined ? undefined : judged.get(place);
      if (place === undefined || !child) continue;
      const known = uses.get(place) ?? new Map<string, Use>();
      uses.set(place, known);
      const key = keyOf(stack);
      if (known.has(key) || known.size >= MAX_USES) continue;
      const result = resultFor(child, stack.parameters, rules);
      if (!result.ok) continue;
      known.set(key, { by: `${stack.stack} in ${parent.report.file}`, result });
      waiting.push({ place, result });
    }
  }
  return new Map(
    [...uses].flatMap(([place, known]): [string, FileReport][] => {
      const own = judged.get(place);
      return own && known.size > 0 ? [[place, merged(own.report, [...known.values()])]] : [];
    }),
  );
}

const keyOf = ({ parameters }: NestedTemplate): string =>
  JSON.stringify(parameters.toSorted((left, right) => left.name.localeCompare(right.name)));

const resultFor = (
  { report, text }: JudgedTemplate,
  parameters: readonly PassedParameter[],
  rules: readonly CheckRule[],
): CheckResult => (parameters.length === 0 ? report.result : checkNested(text, rules, parameters));

/** Each finding once, with the first use that it is found in. */
function merged(own: FileReport, uses: readonly Use[]): FileReport {
  const [first] = uses;
  if (!own.result.ok || !first) return own;
  const alone = new Set(own.result.findings.map(identity));
  const found = new Map<string, CheckFinding>();
  for (const { by, result } of uses)
    for (const finding of result.findings) {
      const key = identity(finding);
      if (found.has(key)) continue;
      found.set(
        key,
        alone.has(key) ? finding : { ...finding, note: `It comes from the parameters that ${by} passes.` },
      );
    }
  return { ...own, result: { ...first.result, findings: inOrder([...found.values()]) } };
}

const identity = (finding: CheckFinding): string => JSON.stringify(finding);
