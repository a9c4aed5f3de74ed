// SARIF 2.1.0, which code scanning reads: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
import { printable } from '../common/printable.ts';
import { wordCheckFinding, type CheckFinding } from './check.ts';
import { findingsOf, identityOf, subjectOf, type FileReport } from './report.ts';
import type { FindingSeverity } from '../common/severity.ts';
import type { CheckRule } from './rule.ts';
import { CHECK_RULES } from './rules/index.ts';

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

export function formatSarif(
  reports: readonly FileReport[],
  version: string,
  notes: readonly string[] = [],
): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'websocket-alb', semanticVersion: version, rules: CHECK_RULES.map(descriptor) },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: reports.every(({ result }) => result.ok),
            toolExecutionNotifications: [
              ...reports.flatMap(notification),
              ...notes.map((note) => ({ level: 'note', message: { text: escaped(note) } })),
            ],
          },
        ],
        artifacts: reports.map(({ file }) => ({ location: { uri: uri(file) } })),
        results: reports.flatMap((report, index) => [
          ...findingsOf(report).map((finding) => ({
            ...result(report, index, finding),
            ...(report.hasBaseline ? { baselineState: 'new' } : {}),
          })),
          ...(report.setAside ?? []).map((aside) => ({
            ...result(report, index, aside.finding),
            ...(report.hasBaseline ? { baselineState: aside.how === 'baseline' ? 'unchanged' : 'new' } : {}),
            suppressions: [
              { kind: 'external', status: 'accepted', justification: `${aside.by}: ${aside.reason}` },
            ],
          })),
        ]),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const descriptor = ({ code, title, why, source, severity, group }: CheckRule) => ({
  id: code,
  shortDescription: { text: title },
  fullDescription: { text: why },
  helpUri: source,
  help: { text: `${why}\n\n${source}` },
  defaultConfiguration: { level: LEVELS[severity] },
  properties: { tags: [group] },
});

function result(report: FileReport, index: number, finding: CheckFinding) {
  const { what, allowed, remedy } = wordCheckFinding(
    finding,
    report.result.ok ? report.result.notation : undefined,
  );
  const { condition, line, note, file } = finding;
  const only = condition === undefined ? [] : [`Only under the condition ${condition.name}.`];
  const parts = [
    what,
    ...only,
    ...(note === undefined ? [] : [note]),
    ...(allowed === undefined ? [] : [`Allowed: ${allowed}.`]),
    remedy,
  ];
  const text = escaped(parts.join(' '));
  return {
    ruleId: finding.code,
    ruleIndex: CHECK_RULES.findIndex(({ code }) => code === finding.code),
    level: level(finding.severity),
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: file === undefined ? { uri: uri(report.file), index } : { uri: uri(file) },
          ...(line > 0 ? { region: { startLine: line } } : {}),
        },
        logicalLocations: [
          {
            name: subjectOf(finding),
            fullyQualifiedName: finding.path.join('.'),
            kind: 'resource',
          },
        ],
      },
    ],
    // Lines move when something is inserted above; the resource and the rule do not.
    partialFingerprints: { 'websocketAlb/v1': `${finding.code}:${identityOf(finding)}:${text}` },
  };
}

/** Brackets create links in messages (SARIF 3.11.6), and text in them may come from the template. */
const escaped = (text: string): string => printable(text).replaceAll(/[\\[\]]/g, String.raw`\$&`);

const level = (severity: FindingSeverity) => LEVELS[severity];

function notification({ file, result: read }: FileReport) {
  if (read.ok) return [];
  return [
    {
      level: 'error',
      message: { text: escaped(read.reason) },
      locations: [
        { physicalLocation: { artifactLocation: { uri: uri(file) }, region: { startLine: read.line } } },
      ],
    },
  ];
}

/** A path as a relative reference; absolute paths stay absolute. */
function uri(file: string): string {
  const path = file.replaceAll('\\', '/').replace(/^\.\//, '');
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${encoded}` : encoded;
}
