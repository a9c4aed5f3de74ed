// The tables of a page: who and where, what failed, and data quality.
import { count, percent } from '../../common/numbers.ts';
import type { Section, Table } from '../../page/types.ts';
import { duration, size, wordTime } from '../report/quantities.ts';
import type { AccessReport, InputReport, Report, TableReport, WordReport } from '../report/types.ts';

const noteOf = ({ rows, keys, error }: TableReport<unknown>): { note?: string } => {
  const notes = [
    ...(keys > rows.length ? [`${count(keys - rows.length)} more; --top N shows more of them.`] : []),
    ...(error > 0 ? [`There were more than are held: a count may be ${count(error)} too low.`] : []),
  ];
  return notes.length > 0 ? { note: notes.join(' ') } : {};
};

function wordTable(title: string, name: string, table: TableReport<WordReport>): Table {
  return {
    title,
    head: [name, 'Sockets', 'Share', 'Received', 'Sent', 'Within 5 s'],
    numeric: [1, 2, 3, 4, 5],
    rows: table.rows.map(({ word, connections, share, receivedBytes, sentBytes, short }) => [
      word,
      count(connections),
      percent(share),
      size(receivedBytes),
      size(sentBytes),
      count(short),
    ]),
    ...noteOf(table),
  };
}

export const sectionsOf = ({ access, input }: Report): Section[] => [
  ...(access ? [failedSection(access), whoSection(access)] : []),
  qualitySection(input),
];

function failedSection({ failed, attempts }: AccessReport): Section {
  return {
    id: 'failed',
    title: 'Failed upgrades',
    about: `Attempts to open a WebSocket are recognised by: ${attempts.recognisedBy.map(({ by, attempts: many }) => `${by} (${count(many)})`).join(', ') || 'nothing, for there were none'}.`,
    tables: [
      {
        title: 'By status, reason and path',
        head: ['Status', 'Answered by', 'Reason', 'Host and path', 'Count', 'Peak minute', 'Targets'],
        numeric: [4],
        rows: failed.rows.map((row) => [
          row.status,
          row.answeredBy,
          row.reason,
          `${row.host}${row.path}`,
          count(row.count),
          `${wordTime(row.peakMinute)} (${count(row.peak)})`,
          row.targets.map(({ word, count: many }) => `${word} (${count(many)})`).join(', '),
        ]),
        ...noteOf(failed),
      },
    ],
  };
}

function whoSection(access: AccessReport): Section {
  return {
    id: 'who',
    title: 'Who, and where',
    tables: [
      {
        title: 'Targets',
        head: ['Target', 'Sockets', 'Share', 'Median duration', 'Within 5 s'],
        numeric: [1, 2, 3, 4],
        rows: access.targets.rows.map((row) => [
          row.target,
          count(row.connections),
          percent(row.share),
          row.medianDuration === null ? 'not known' : duration(row.medianDuration),
          count(row.short),
        ]),
        ...noteOf(access.targets),
      },
      {
        title: 'Clients',
        head: ['Client', 'Sockets', 'Share', 'Changes of target', 'Refused'],
        numeric: [1, 2, 3, 4],
        rows: access.clients.rows.map((row) => [
          row.client,
          count(row.connections),
          percent(row.share),
          count(row.targetChanges),
          count(row.refused),
        ]),
        ...noteOf(access.clients),
      },
      wordTable('Paths', 'Path', access.paths),
      wordTable('Hosts', 'Host', access.hosts),
      wordTable('User agents', 'User agent', access.userAgents),
      wordTable('Nodes of the load balancer', 'Node', access.nodes),
    ],
  };
}

function qualitySection(input: InputReport): Section {
  const known = (value: number | null): string => (value === null ? 'not known' : count(value));
  const rows: string[][] = [
    ['Files', known(input.files)],
    ['Lines', known(input.lines)],
    ['Counted', count(input.counted)],
    ['Malformed', known(input.malformed)],
    ['Outside --since and --until', known(input.outsideTime)],
    ['Of another kind of log', known(input.foreign)],
    ['Of other load balancers', known(input.otherLoadBalancer)],
    ['Left out by --where', known(input.notAskedFor)],
  ];
  const tables: Table[] = [{ title: 'What was read', head: ['', 'Number'], numeric: [1], rows }];
  if (input.remarks.length > 0)
    tables.push({
      title: 'What is odd about files',
      head: ['File', 'What', 'Where', 'Reason'],
      numeric: [],
      rows: input.remarks.map((row) => [
        row.path,
        row.code,
        `byte ${count(row.offset)} of the ${row.of}`,
        row.reason ?? '',
      ]),
    });
  if (input.malformedSamples.length > 0)
    tables.push({
      title: 'Malformed lines',
      head: ['Place', 'Reason', 'Line'],
      numeric: [],
      rows: input.malformedSamples.map((row) => [`${row.path}:${row.line}`, row.reason, row.text]),
    });
  for (const { kind, files, paths } of input.skipped)
    rows.push([`Not read: ${kind}`, `${count(files)} (${paths.join(', ')})`]);
  return {
    id: 'quality',
    title: 'How good the data is',
    about:
      'Load balancers write logs on a best-effort basis: not every line is there. A WebSocket is logged when it closes.',
    tables,
  };
}
