// The known findings of a project. They are identified by rule, file, resource and argument, never by line, so that
// they stay known when code moves.
import { KnownError } from '../../common/known-error.ts';
import type { CheckFinding } from '../check.ts';
import { findingsOf, type FileReport } from '../report.ts';

/** A finding as stored in a baseline. */
export interface KnownFinding {
  /** With slashes, relative to the baseline's folder. */
  readonly file: string;
  readonly code: string;
  readonly resource: string;
  /** The argument, annotation, attribute key or metric, if the finding is about one. */
  readonly argument?: string;
  /** How many findings there are like this; default 1. */
  readonly count?: number;
}

export interface Baseline {
  /** The file name as the user gave it. */
  readonly name: string;
  readonly findings: readonly KnownFinding[];
}

const VERSION = 1;

/** The parts of a finding that are the same in every run. */
export function identify(finding: CheckFinding, file: string): Omit<KnownFinding, 'count'> {
  const { code, logicalId: resource, args } = finding;
  const argument = finding.argument ?? args['key'] ?? args['metric'];
  return { file, code, resource, ...(argument === undefined ? {} : { argument: String(argument) }) };
}

export const fingerprint = ({ file, code, resource, argument }: KnownFinding): string =>
  JSON.stringify([file, code, resource, argument ?? null]);

/** The findings of a run as a baseline, in an order that does not depend on lines. */
export function baselineText(reports: readonly FileReport[], pathOf: (file: string) => string): string {
  const known = new Map<string, KnownFinding>();
  for (const report of reports)
    for (const finding of findingsOf(report)) {
      const one = identify(finding, pathOf(report.file));
      const key = fingerprint(one);
      const count = (known.get(key)?.count ?? (known.has(key) ? 1 : 0)) + 1;
      known.set(key, count === 1 ? one : { ...one, count });
    }
  const findings = [...known].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, one]) => one);
  return `${JSON.stringify({ version: VERSION, findings }, undefined, 2)}\n`;
}

/** @throws {KnownError} if the text is not a baseline. */
export function parseBaseline(name: string, source: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw broken(name, `It is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
  const { version, findings } = asRecord(value) ?? {};
  if (version !== undefined && version !== VERSION)
    throw broken(
      name,
      `It is of version ${JSON.stringify(version)}, and this release reads version ${VERSION}.`,
    );
  if (version === undefined || !Array.isArray(findings))
    throw broken(name, 'It has no version, or no list of findings.');
  return {
    name,
    findings: findings.map((item: unknown, index) => {
      const { file, code, resource, argument, count } = asRecord(item) ?? {};
      const isKnown =
        [file, code, resource].every((each) => typeof each === 'string') &&
        (argument === undefined || typeof argument === 'string') &&
        (count === undefined || (Number.isSafeInteger(count) && Number(count) > 0));
      if (!isKnown)
        throw broken(
          name,
          `findings[${index}] needs "file", "code" and "resource" as strings; "argument", if present, is a string, and "count" a whole number above 0.`,
        );
      return item as KnownFinding;
    }),
  };
}

const asRecord = (value: unknown): Record<string, unknown> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;

const broken = (name: string, what: string): KnownError =>
  new KnownError(`This is not a baseline. ${what}`, {
    where: name,
    remedy: `Write it again: npx websocket-alb check --write-baseline FILE PATHS.`,
  });
