// Adds construct paths to findings. The metadata of a CDK assembly has the path of each logical id.
import type { FileReport } from './report.ts';

/** To its author, `Chat/Lb/Resource` is the construct `Chat/Lb`. */
const shortPath = (path: string): string => path.replace(/^\//, '').replace(/\/Resource$/, '');

/**
 * Finds the constructs that a template's resources come from.
 *
 * @param metadata - the stack's metadata: entries by construct path, as in `manifest.json` or `<Stack>.metadata.json`.
 * @param templateFile - the template's file name.
 * @param isNested - it is the template of a nested stack, which the metadata must mention.
 * @returns construct paths by logical id.
 */
export function constructsOf(
  metadata: unknown,
  templateFile: string,
  isNested = false,
): ReadonlyMap<string, string> {
  const entries = Object.entries(record(metadata)).flatMap(([path, list]) =>
    (Array.isArray(list) ? (list as unknown[]) : []).map((one) => ({ path, ...record(one) })),
  ) as readonly { readonly path: string; readonly type?: unknown; readonly data?: unknown }[];
  const nested = entries.filter(({ type }) => type === 'aws:cdk:templateFile');
  const own = nested.find(({ data }) => data === templateFile)?.path;
  if (isNested && own === undefined) return new Map();
  const others = nested.filter(({ path }) => path !== own).map(({ path }) => `${path}/`);
  const constructs = new Map<string, string>();
  for (const { path, type, data } of entries) {
    if (type !== 'aws:cdk:logicalId' || typeof data !== 'string') continue;
    if (own !== undefined && !path.startsWith(`${own}/`)) continue;
    // A nested stack inside this one has its own logical ids.
    if (others.some((other) => path.startsWith(other) && other.length > (own?.length ?? 0))) continue;
    constructs.set(data, shortPath(path));
  }
  return constructs;
}

/** What a manifest says about the stack of a template: its inline metadata, and the file that contains the rest. */
export function stackOf(
  manifest: unknown,
  templateFile: string,
): { readonly metadata: unknown; readonly file?: string } | undefined {
  for (const artifact of Object.values(record(record(manifest)['artifacts']))) {
    const { properties, metadata, additionalMetadataFile } = record(artifact);
    const { templateFile: name, additionalMetadataFile: inside } = record(properties);
    if (name !== templateFile) continue;
    const file = additionalMetadataFile ?? inside;
    return { metadata, ...(typeof file === 'string' ? { file } : {}) };
  }
  return undefined;
}

/** The report with the construct of each finding, if it is known. */
export function withConstructs(report: FileReport, constructs: ReadonlyMap<string, string>): FileReport {
  const { result } = report;
  if (!result.ok || constructs.size === 0) return report;
  const findings = result.findings.map((finding) => {
    const construct = constructs.get(finding.logicalId);
    return construct === undefined ? finding : { ...finding, construct };
  });
  return { ...report, result: { ...result, findings } };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
