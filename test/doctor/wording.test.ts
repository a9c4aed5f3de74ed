// Singular and plural.
import { expect, it } from 'vitest';
import { certificate } from './cases/listeners.ts';
import { healthy, judge, withGroup, withMetrics } from './helpers/observed.ts';
import { at, base } from './helpers/series.ts';

const counted = (metrics: Record<string, readonly number[]>) =>
  withMetrics(healthy(), { ...base, ...metrics });

it.each([
  ['http-503-earlier', counted({ HTTPCode_ELB_503_Count: at(9, 1) }), '1 request got 503,'],
  [
    'http-504-connect',
    counted({ HTTPCode_ELB_504_Count: at(9, 1), TargetConnectionErrorCount: at(9, 1) }),
    '1 request got 504,',
  ],
  ['http-504-slow', counted({ HTTPCode_ELB_504_Count: at(9, 1) }), '1 request got 504:'],
  ['rejected-connections', counted({ RejectedConnectionCount: at(9, 1) }), '1 connection was refused.'],
  [
    'client-tls-errors',
    counted({ ClientTLSNegotiationErrorCount: at(9, 50), NewConnectionCount: at(9, 1) }),
    '50 TLS handshakes failed, compared with 1 new connection.',
  ],
  ['certificate', certificate({ expires: '2026-11-23T09:00:00Z' }), 'expires in 1 day.'],
  [
    'target-zone',
    withGroup(healthy(), {}, [{}, { id: 'i-2', state: 'unused', reason: 'Target.NotInUse' }]),
    'gets no requests: its zone is not enabled.',
  ],
] as const)('%s', (code, observed, words) => {
  expect(judge(code, observed).map(({ what }) => what)).toEqual([expect.stringContaining(words)]);
});

it('several connections get a plural and a thousands separator', () => {
  const [finding] = judge('rejected-connections', counted({ RejectedConnectionCount: at(9, 700, 600) }));
  expect(finding?.what).toBe('1,300 connections were refused.');
});
