// Reports about templates in a CDK assembly, with the paths of their constructs.
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { constructsOf, stackOf, withConstructs } from '../../check/constructs.ts';
import type { FileReport } from '../../check/report.ts';
import { readText } from '../io/input.ts';

/** The metadata of an app with thousands of constructs has a few MB. */
const MAX_BYTES = 67_108_864;

/** Names the construct of each finding in a template that has a manifest beside it. */
export function nameConstructs(reports: readonly FileReport[]): FileReport[] {
  const folders = new Map<string, unknown>();
  return reports.map((report) => {
    const { file, result } = report;
    if (!result.ok || result.findings.length === 0 || !file.endsWith('.template.json')) return report;
    const folder = dirname(file);
    if (!folders.has(folder)) folders.set(folder, readJson(join(folder, 'manifest.json')));
    const manifest = folders.get(folder);
    if (manifest === undefined) return report;
    const name = basename(file);
    const stack = stackOf(manifest, name);
    if (stack) return withConstructs(report, constructsOf(metadataOf(stack, folder), name));
    for (const other of templatesIn(folder)) {
      const parent = stackOf(manifest, other);
      const constructs = parent && constructsOf(metadataOf(parent, folder), name, true);
      if (constructs && constructs.size > 0) return withConstructs(report, constructs);
    }
    return report;
  });
}

const metadataOf = (stack: { readonly metadata: unknown; readonly file?: string }, folder: string): unknown =>
  // A name in the folder, and no path out of it.
  stack.file === undefined
    ? stack.metadata
    : (readJson(join(folder, basename(stack.file))) ?? stack.metadata);

const templatesIn = (folder: string): string[] =>
  readdirSync(folder).filter(
    (name) => name.endsWith('.template.json') && !name.endsWith('.nested.template.json'),
  );

/** Undefined for what is not there or is no JSON: then a finding is named by its logical id alone. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readText(path, MAX_BYTES)) as unknown;
  } catch {
    return undefined;
  }
}
