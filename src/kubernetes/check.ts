// Checks manifest files: one model of all files, and a report for each.
import { check, type CheckFinding, type CheckResult, type LeftOut } from '../check/check.ts';
import { BrokenTemplate } from '../check/read.ts';
import type { FileReport } from '../check/report.ts';
import type { CheckRule } from '../check/rule.ts';
import { readManifests, type Manifest } from './manifests.ts';
import { templateOfManifests } from './template.ts';

export interface ManifestText {
  readonly file: string;
  readonly text: string;
}

/** Judges manifests together; files that cannot be read are reported, and the others are judged without them. */
export function checkManifests(texts: readonly ManifestText[], rules: readonly CheckRule[]): FileReport[] {
  const broken = new Map<string, CheckResult>();
  const objects = texts.flatMap(({ file, text }): Manifest[] => {
    try {
      return readManifests(file, text);
    } catch (error) {
      if (!(error instanceof BrokenTemplate)) throw error;
      const { line, message: reason, remedy } = error;
      broken.set(file, { ok: false, line, reason, remedy });
      return [];
    }
  });
  const template = templateOfManifests(objects);
  const result = check(() => template, rules);
  const balancers = [...template.resources.values()].filter(({ type }) => type.endsWith('::LoadBalancer'));
  return texts.map(({ file }): FileReport => {
    const own = broken.get(file);
    if (own || !result.ok) return { file, result: own ?? result };
    const findings = findingsIn(file, result.findings);
    const leftOut = leftOutIn(file, result.leftOut);
    const loadBalancers = balancers.filter(({ line }) => template.spotOf?.(line).file === file).length;
    return { file, result: { ...result, loadBalancers, leftOut, findings } };
  });
}

/** Each finding once, even if several target groups come from one object. */
function findingsIn(file: string, all: readonly CheckFinding[]): CheckFinding[] {
  const own = new Map<string, CheckFinding>();
  for (const { file: at = file, ...rest } of all) {
    const { path: _path, ...seen } = rest;
    const key = JSON.stringify(seen);
    if (at === file && !own.has(key)) own.set(key, rest);
  }
  return [...own.values()];
}

/** What was not judged in any file, and findings that are ignored in this one. */
const leftOutIn = (file: string, all: readonly LeftOut[]): LeftOut[] =>
  all.flatMap((one): LeftOut[] => {
    if (one.what !== 'finding') return [one];
    const { file: at = file, ...rest } = one;
    return at === file ? [rest] : [];
  });
