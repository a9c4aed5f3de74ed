// Adds CDK construct paths to reports on templates in a cloud assembly.
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { constructsOf, stackOf, withConstructs } from '../../check/constructs.ts';
import type { FileReport } from '../../check/report.ts';
import { readText } from '../io/input.ts';

/** The metadata of an app with thousands of constructs is a few MB. */
const MAX_BYTES = 67_108_864;

/** Adds the construct path to each finding in a template that has a manifest next to it. */
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
  // basename(): the manifest must not point outside the folder.
  stack.file === undefined
    ? stack.metadata
    : (readJson(join(folder, basename(stack.file))) ?? stack.metadata);

const templatesIn = (folder: string): string[] =>
  readdirSync(folder).filter(
    (name) => name.endsWith('.template.json') && !name.endsWith('.nested.template.json'),
  );

/** Undefined if the file is missing or not JSON: findings then show the logical ID alone. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readText(path, MAX_BYTES)) as unknown;
  } catch {
    return undefined;
  }
}
