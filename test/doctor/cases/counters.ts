// Metrics that should be zero, or nearly so.
import type { Case } from './case.ts';
import { healthy, withMetrics } from '../helpers/observed.ts';
import { at, silent } from '../helpers/series.ts';

export const ABOUT_COUNTERS: readonly Case[] = [
  {
    code: 'rejected-connections',
    hit: { name: 'some', observed: withMetrics(healthy(), { RejectedConnectionCount: at(3, 4, 9) }) },
    miss: { name: 'none', observed: withMetrics(healthy(), { NewConnectionCount: at(3, 9000) }) },
    evidence: ['RejectedConnectionCount: 13', 'most at: 2026-11-22 16:22Z'],
    command: 'modify-capacity-reservation',
  },
  {
    code: 'target-connection-errors',
    hit: {
      name: 'without 502 and 504',
      observed: withMetrics(healthy(), { TargetConnectionErrorCount: at(3, 10) }),
    },
    miss: { name: 'a few', observed: withMetrics(healthy(), { TargetConnectionErrorCount: at(3, 9) }) },
    evidence: ['TargetConnectionErrorCount: 10'],
    command: 'describe-target-health',
  },
  {
    code: 'client-tls-errors',
    hit: {
      name: 'a tenth of the connections',
      observed: withMetrics(healthy(), {
        ClientTLSNegotiationErrorCount: at(3, 100),
        NewConnectionCount: at(3, 1000),
      }),
    },
    miss: {
      name: 'as many beside a crowd',
      observed: withMetrics(healthy(), {
        ClientTLSNegotiationErrorCount: at(3, 100),
        NewConnectionCount: at(3, 10_000),
      }),
    },
    evidence: ['ratio: 10.0 %'],
    command: 'Listeners[].[Port,SslPolicy,Certificates]',
  },
  {
    code: 'server-errors',
    hit: {
      name: 'from the servers',
      observed: withMetrics(healthy(), { HTTPCode_Target_5XX_Count: at(3, 10) }),
    },
    miss: {
      name: '502s, which are not theirs',
      observed: withMetrics(healthy(), { HTTPCode_ELB_502_Count: at(3, 100) }),
    },
    evidence: ['HTTPCode_Target_5XX_Count: 10'],
    command: 'websocket-alb logs',
    cause: 'The servers answered',
  },
  {
    code: 'targets-flapping',
    hit: {
      name: 'for three minutes',
      observed: withMetrics(healthy(), { UnHealthyHostCount: at(3, 1, 1, 1) }),
    },
    miss: {
      name: 'still: another diagnosis',
      observed: withMetrics(silent, { UnHealthyHostCount: at(3, 1, 1, 1) }),
    },
    evidence: ['first and last: 2026-11-22 16:21Z – 2026-11-22 16:23Z'],
    command: 'Set logs.healthCheck in the config',
  },
];
