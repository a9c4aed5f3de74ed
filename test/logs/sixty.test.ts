// fixtures/sixty.log was written by hand, and so was the expected result: a line of every generation, every oddity, every way
// to be malformed.
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { attemptsOf } from '../../src/logs/attempts.ts';
import { minuteReports } from '../../src/logs/report/access.ts';
import { routeOf } from '../../src/logs/route.ts';
import type { AccessResult, ScanResult } from '../../src/logs/types.ts';

let result: ScanResult;
let access: AccessResult;
beforeAll(async () => {
  const path = fileURLToPath(new URL('fixtures/sixty.log', import.meta.url));
  result = await scanPaths({ paths: [path], kind: 'access', samples: 100 });
  access = result.access!;
});

const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/chat/0123456789abcdef';
const micros = (time: string): number => Date.parse(`2026-07-02T${time}Z`) * 1000;
const minute = (time: string): number => micros(`${time}:00`) / 60e6;

it('lines', () => {
  expect(result).toMatchObject({ lines: 61, counted: 47, malformed: 11, foreign: 3, outsideTime: 0 });
  expect(access.types).toEqual({ http: 1, https: 12, h2: 1, grpcs: 1, ws: 2, wss: 29, other: 1 });
  expect(result.firstTime).toBe(micros('10:00:01.000'));
  expect(result.lastTime).toBe(micros('11:06:40.000'));
});

it('malformed lines, and where they are', () => {
  expect(result.malformedReasons).toEqual({
    fields: 3,
    quotes: 4,
    time: 1,
    status: 1,
    bytes: 1,
    'creation-time': 1,
    'too-long': 0,
    cut: 0,
  });
  expect(result.malformedSamples.map(({ line, reason }) => [line, reason])).toEqual([
    [50, 'fields'],
    [51, 'quotes'],
    [52, 'quotes'],
    [53, 'quotes'],
    [54, 'quotes'],
    [55, 'time'],
    [56, 'status'],
    [57, 'bytes'],
    [58, 'creation-time'],
    [59, 'fields'],
    [60, 'fields'],
  ]);
  expect(result.malformedSamples.at(-1)).toMatchObject({ text: 'rubbish' });
  expect(result.files[0]!.remarks.map(({ code, isDamage, count }) => ({ code, isDamage, count }))).toEqual([
    { code: 'crlf', isDamage: false, count: 1 },
    { code: 'nul-bytes', isDamage: true, count: 1 },
  ]);
});

it('connections', () => {
  expect(access.total).toEqual({ connections: 31, received: 40, sent: 62, short: 3 });
  const [cipher, protocol] = ['TLS_AES_128_GCM_SHA256', 'TLSv1.3'];
  expect(access.closed).toEqual({
    rows: [
      { type: 'wss', status: '101', port: '443', protocol, cipher, connections: 25 },
      { type: 'ws', status: '101', port: '80', protocol: '-', cipher: '-', connections: 2 },
      { type: 'wss', status: '101', port: '-', protocol, cipher, connections: 2 },
      { type: 'wss', status: '460', port: '443', protocol, cipher, connections: 1 },
      { type: 'wss', status: '-', port: '443', protocol, cipher, connections: 1 },
    ],
    keys: 5,
    error: 0,
  });
  expect(access.targets.rows).toMatchObject([
    {
      target: '10.0.0.1:8080',
      group: GROUP,
      connections: 27,
      received: 27,
      sent: 54,
      firstOpened: micros('10:00:00.000'),
      lastClosed: micros('10:01:00.000'),
    },
    {
      target: '10.0.0.2:8080',
      group: GROUP,
      connections: 2,
      received: 11,
      sent: 4,
      firstOpened: micros('10:02:00.000'),
      lastClosed: micros('10:02:00.500'),
    },
    {
      target: '-',
      group: GROUP,
      connections: 1,
      received: 1,
      sent: 2,
      firstOpened: micros('10:00:00.000'),
      lastClosed: micros('10:00:01.000'),
    },
    {
      target: '[fe80::1]:443',
      group: GROUP,
      connections: 1,
      received: 1,
      sent: 2,
      firstOpened: micros('10:00:00.000'),
      lastClosed: micros('11:06:40.000'),
    },
  ]);
});

it('durations', () => {
  // Two early generations, one without and one with an impossible creation time.
  expect(access.durations).toMatchObject({ count: 27, unknown: 4, min: 0.5e6, max: 4000e6 });
  expect(access.durations.totalSeconds).toBe(22 * 60 + 2 * 0.5 + 4000 + 10 + 1);
  const seconds = Object.fromEntries([...access.seconds.entries()].filter(([, count]) => count > 0));
  expect(seconds).toEqual({ 0: 2, 1: 1, 10: 1, 60: 22, 4000: 1 });
});

it('minutes', () => {
  const rows = minuteReports(access.minutes, attemptsOf(access).byMinute).map((row) => [
    Date.parse(row.minute) / 60_000,
    row.opened,
    row.closed,
    row.open,
    row.failed,
  ]);
  expect(rows).toEqual([
    [minute('10:00'), 25, 2, 23, 0],
    [minute('10:01'), 0, 26, 1, 0],
    [minute('10:02'), 2, 2, 1, 0],
    [minute('10:03'), 0, 0, 1, 9],
    [minute('11:06'), 0, 1, 0, 0],
  ]);
});

it('clients', () => {
  expect(access.clients.rows).toMatchObject([
    {
      client: '198.51.100.1',
      connections: 29,
      received: 29,
      sent: 58,
      short: 1,
      targetChanges: 4,
      refused: 0,
    },
    { client: '2001:db8::5', connections: 2, received: 11, sent: 4, short: 2, targetChanges: 0, refused: 0 },
    { client: '203.0.113.7', connections: 0, received: 0, sent: 0, short: 0, targetChanges: 0, refused: 10 },
  ]);
});

it('paths, user agents, nodes', () => {
  const counts = ({ rows }: AccessResult['routes']) =>
    rows.map(({ word, connections }) => [word, connections]);
  expect(counts(access.routes)).toEqual([
    ['https://chat.example.com:443/ws', 26],
    ['http://chat.example.com:80/ws', 2],
    ['', 1],
    ['http://host:80-', 1],
    ['https://chat.example.com:443/chat room', 1],
  ]);
  expect(counts(access.userAgents)).toEqual(
    [
      ['Mozilla/5.0', 24],
      ['', 1],
      ['Agent \\"quoted\\" x', 1],
      ['Agent \\x22quoted\\x22 \\xC3\\x88', 1],
      ['a\ttab', 1],
      ['a\0nul', 1],
      ['ends in a backslash \\\\', 1],
      ['x'.repeat(256), 1],
    ].sort(
      ([left, one], [right, two]) => Number(two) - Number(one) || (String(left) < String(right) ? -1 : 1),
    ),
  );
  expect(counts(access.nodes)).toEqual([
    ['10.0.1.9', 23],
    ['-', 8],
  ]);
});

it('failed upgrades', () => {
  const of = (status: string, targetStatus = '-', reason = '-') => ({
    path: '/ws',
    status,
    targetStatus,
    reason,
    count: 1,
  });
  const failures = attemptsOf(access).failures.map(({ route, status, targetStatus, reason, count }) => {
    return { path: routeOf(route).path, status, targetStatus, reason, count };
  });
  expect(failures.toSorted((left, right) => Number(left.status) - Number(right.status))).toEqual([
    of('301'),
    of('400'),
    of('403', '-', 'WAFConnectionTimeout'),
    of('426'),
    of('464', '-', 'AmbiguousUri'),
    of('501'),
    of('502', '502'),
    of('503'),
    of('504'),
  ]);
});
