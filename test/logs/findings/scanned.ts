// From a test's short notation for sockets to the codes of the findings, through a scan of their log lines.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanPaths } from '../../../src/cli/logs/scan-paths.ts';
import { buildReport } from '../../../src/logs/report/report.ts';
import type { Finding, Report, ReportSettings } from '../../../src/logs/report/types.ts';
import { accessLine, connectionLine, type Access } from '../../athena/lines.ts';
import { temporaryFolder } from '../../helpers/tools.ts';

const START = Date.parse('2026-07-02T10:00:00Z');

const iso = (second: number) =>
  `${new Date(START + Math.round(second * 1000)).toISOString().slice(0, -1)}000Z`;

/** A WebSocket that closed at a second of the test's day, after being open for this many seconds. */
export const socket = (closes: number, lasted: number, more: Access = {}): string =>
  accessLine({ time: iso(closes), created: iso(closes - lasted), ...more });

/** An upgrade for the path of `socket` that got another response. */
export const refused = (second: number, status: string, more: Access = {}): string =>
  accessLine({ type: 'https', time: iso(second), created: iso(second), status, targetStatus: '-', ...more });

/** This many of them, each made from its index. */
export const times = <Value>(many: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: many }, (_, index) => make(index));

/** An address and port made from a number. */
export const client = (index: number): string => `10.9.${Math.floor(index / 250)}.${index % 250}:40000`;

/** Ten minutes of sockets, one a second, whose durations are far apart. */
export const crowd = (many = 600): string[] =>
  times(many, (index) => socket(index, 3 + ((index * 37) % 900), { client: client(index) }));

export const handshake = (second: number, more: Parameters<typeof connectionLine>[0] = {}): string =>
  connectionLine({ time: iso(second), ...more });

type Settings = Partial<ReportSettings> & { kind?: 'access' | 'connection' };

export const findingsOf = async (
  lines: readonly string[],
  settings: Settings = {},
): Promise<readonly Finding[]> => (await reportOf(lines, settings)).findings;

export async function reportOf(lines: readonly string[], settings: Settings = {}): Promise<Report> {
  const { kind = 'access', ...given } = settings;
  const file = join(temporaryFolder(), 'a.log');
  const timeOf = (line: string) => /\d{4}-\d\d-\d\dT\S+/.exec(line)?.[0] ?? '';
  writeFileSync(file, lines.toSorted((left, right) => timeOf(left).localeCompare(timeOf(right))).join('\n'));
  const result = await scanPaths({ kind, paths: [file], workers: 0 });
  return buildReport(result, {
    idleTimeout: 60,
    idleTimeoutOrigin: 'given',
    stickiness: undefined,
    top: 10,
    source: 'files',
    ...given,
  });
}

/** The finding with a code; fails the test if there is none. */
export function one(findings: readonly Finding[], code: string): Finding {
  const found = findings.find((finding) => finding.code === code);
  if (!found) throw new Error(`no ${code} among ${findings.map((each) => each.code).join(', ') || 'none'}`);
  return found;
}

export const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);
