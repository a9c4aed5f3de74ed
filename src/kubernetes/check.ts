// Files of manifests -> a report for each, from one model of all.
import { check, type CheckFinding, type CheckResult } from '../check/check.ts';
import { BrokenTemplate } from '../check/read.ts';
import type { FileReport } from '../check/report.ts';
import type { CheckRule } from '../check/rule.ts';
import { readManifests, type Manifest } from './manifests.ts';
import { templateOfManifests } from './template.ts';

export interface ManifestText {
  readonly file: string;
  readonly text: string;
}

/** Judges manifests together; what cannot be read is reported, and the others are judged without it. */
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
    const findings = result.findings.flatMap((finding): CheckFinding[] => {
      const { file: at = file, ...rest } = finding;
      return at === file ? [rest] : [];
    });
    const loadBalancers = balancers.filter(({ line }) => template.spotOf?.(line).file === file).length;
    return { file, result: { ...result, loadBalancers, findings } };
  });
}
