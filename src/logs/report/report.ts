// Builds the report from a scan result.
import { SEVERITIES } from '../../common/severity.ts';
import { attemptsOf } from '../attempts.ts';
import { CHECKS } from '../findings/index.ts';
import type { FileKind, FileResult, ScanResult } from '../types.ts';
import { accessReport } from './access.ts';
import { baselineReport } from './baseline.ts';
import { connectionReport } from './connection.ts';
import { incidentsOf } from './incidents.ts';
import { loadBalancerVerdicts, withPresumed } from './load-balancers.ts';
import { isoTime } from './quantities.ts';
import type { InputReport, Report, ReportSettings } from './types.ts';

/** How many files that were not read are listed by name. */
const NAMED = 10;

/** Builds the report on a scan, or on query results, which know nothing about files and unreadable lines. */
export function buildReport(result: ScanResult, given: ReportSettings): Report {
  const settings = withPresumed(given);
  const { access, connection } = result;
  const attempts = access && attemptsOf(access, settings);
  const log = connection ? 'connection' : 'access';
  const apart =
    settings.apart &&
    new Map([...settings.apart].map(([name, each]) => [name, buildReport(each, withoutOthers(settings))]));
  const checks = CHECKS.filter((check) => check.log === 'both' || check.log === log);
  // The worst first; within a severity, in the order of the list.
  const findings = checks
    .flatMap(({ find }) => find({ result, settings, attempts }))
    .toSorted((left, right) => SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity));
  return {
    version: 1,
    source: settings.source,
    log,
    isComplete: result.isComplete,
    idleTimeout: { seconds: settings.idleTimeout, origin: settings.idleTimeoutOrigin },
    input: inputReport(result, settings),
    access: access && attempts ? accessReport(access, attempts, settings.top) : null,
    connection: connection ? connectionReport(connection, settings.top) : null,
    loadBalancers: apart ? loadBalancerVerdicts(apart) : null,
    baseline: baselineReport(result, attempts, settings),
    incidents: incidentsOf(findings),
    findings,
    checked: checks.map(({ name }) => name),
  };
}

const withoutOthers = (settings: ReportSettings): ReportSettings => ({
  ...settings,
  apart: undefined,
  presumed: undefined,
  baseline: undefined,
});

function inputReport(result: ScanResult, { source, since, until, conditions }: ReportSettings): InputReport {
  const scanned = result.files.filter(({ isScanned }) => isScanned);
  const ofFiles = (count: number): number | null => (source === 'files' ? count : null);
  const sum = (of: (file: (typeof scanned)[number]) => number) =>
    ofFiles(scanned.reduce((total, file) => total + of(file), 0));
  return {
    files: ofFiles(scanned.length),
    vended: vendedOf(scanned),
    bytes: sum(({ bytes }) => bytes),
    textBytes: sum(({ textBytes }) => textBytes),
    lines: ofFiles(result.lines),
    counted: result.counted,
    malformed: ofFiles(result.malformed),
    outsideTime: ofFiles(result.outsideTime),
    foreign: ofFiles(result.foreign),
    otherLoadBalancer: ofFiles(result.otherLoadBalancer),
    notAskedFor: ofFiles(result.notAskedFor),
    skipped: skipped(result),
    remarks: result.files.flatMap(({ path, remarks }) =>
      remarks.map(({ code, isDamage, offset, of, count, reason = null }) => {
        return { path, code, isDamage, offset, of, count, reason };
      }),
    ),
    malformedReasons: Object.fromEntries(
      Object.entries(result.malformedReasons).filter(([, count]) => count > 0),
    ),
    malformedSamples: result.malformedSamples.map(({ path, line, offset, reason, text }) => {
      return { path, line, offset, reason, text };
    }),
    firstTime: isoTime(result.firstTime),
    lastTime: isoTime(result.lastTime),
    where: conditions ?? [],
    since: isoTime(since),
    until: isoTime(until),
  };
}

function vendedOf(files: readonly FileResult[]): InputReport['vended'] {
  const formats = [...new Set(files.flatMap(({ vended }) => vended ?? []))].sort();
  return formats.map((format) => ({
    format,
    files: files.filter(({ vended }) => vended === format).length,
  }));
}

function skipped({ files }: ScanResult): InputReport['skipped'] {
  const paths = new Map<FileKind, string[]>();
  for (const { kind, path, isScanned, remarks } of files)
    if (!isScanned && !remarks.some(({ isDamage }) => isDamage))
      paths.set(kind, [...(paths.get(kind) ?? []), path]);
  return [...paths].map(([kind, all]) => ({ kind, files: all.length, paths: all.slice(0, NAMED) }));
}

/** Whether part of the input could not be counted. */
export const isDamaged = ({ input }: Report): boolean =>
  (input.malformed ?? 0) > 0 || input.remarks.some(({ isDamage }) => isDamage);
