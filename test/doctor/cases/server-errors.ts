// 502, 503 and 504, distinguished by what else CloudWatch counted.
import type { Case } from './case.ts';
import { flat, healthy, withGroup, withMetrics } from '../helpers/observed.ts';
import { at, base, oneLeaves, silent } from '../helpers/series.ts';

const fiveOhTwos = at(10, 2, 0, 3, 0, 0, 1, 0, 2);

export const ABOUT_5XX: readonly Case[] = [
  {
    code: 'http-502-target-closed-first',
    hit: {
      name: '502s here and there, no errors of connecting',
      observed: withMetrics(healthy(), { ...base, HTTPCode_ELB_502_Count: fiveOhTwos }),
    },
    miss: {
      name: 'as many errors of connecting',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_502_Count: fiveOhTwos,
        TargetConnectionErrorCount: fiveOhTwos,
      }),
    },
    evidence: [
      'HTTPCode_ELB_502_Count: 8',
      'idle_timeout.timeout_seconds: 4000',
      'TargetConnectionErrorCount: 0',
    ],
    command: 'websocket-alb snippet server',
    cause: 'keep-alive timeout of the server is shorter than the idle timeout of 4000 s',
  },
  {
    code: 'http-502-target-closed-first',
    hit: { name: 'three', observed: withMetrics(healthy(), { ...base, HTTPCode_ELB_502_Count: at(5, 3) }) },
    miss: {
      name: 'two are any restart',
      observed: withMetrics(healthy(), { ...base, HTTPCode_ELB_502_Count: at(5, 2) }),
    },
    evidence: ['HTTPCode_ELB_502_Count: 3'],
    command: 'server.keepAliveTimeout = 4005000',
  },
  {
    code: 'http-502-deregistration',
    hit: {
      name: '502s after a target left',
      observed: withMetrics(healthy(), {
        HealthyHostCount: oneLeaves,
        UnHealthyHostCount: flat(0),
        HTTPCode_ELB_502_Count: at(30, 4, 5, 1),
      }),
    },
    miss: {
      name: '502s long before it left',
      observed: withMetrics(healthy(), {
        HealthyHostCount: oneLeaves,
        UnHealthyHostCount: flat(0),
        HTTPCode_ELB_502_Count: at(3, 4, 5, 1),
      }),
    },
    evidence: [
      'targets left at: 2026-11-22 16:48Z',
      'deregistration_delay.timeout_seconds of chat-WebSocketTarge-CWTZAE4OWV4N: 300',
    ],
    command: 'websocket-alb snippet drain',
    cause: 'SIGTERM',
  },
  {
    code: 'http-502-deregistration',
    hit: {
      name: 'a target is draining now',
      observed: withMetrics(withGroup(healthy(), {}, [{}, { id: 'i-2', state: 'draining' }]), {
        HTTPCode_ELB_502_Count: at(57, 9),
      }),
    },
    miss: {
      name: 'a target became unhealthy and stayed',
      observed: withMetrics(healthy(), {
        HealthyHostCount: oneLeaves,
        UnHealthyHostCount: oneLeaves.map((hosts) => 2 - hosts),
        HTTPCode_ELB_502_Count: at(30, 9),
      }),
    },
    evidence: ['HTTPCode_ELB_502_Count: 9'],
    command: 'websocket-alb snippet drain',
  },
  {
    code: 'http-502-connection-refused',
    hit: {
      name: 'errors of connecting with them',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_502_Count: at(9, 10),
        TargetConnectionErrorCount: at(9, 12),
      }),
    },
    miss: {
      name: 'a few errors of connecting',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_502_Count: at(9, 10),
        TargetConnectionErrorCount: at(9, 2),
      }),
    },
    evidence: ['TargetConnectionErrorCount: 12'],
    command: 'describe-target-health',
    cause: 'No process listens',
  },
  {
    code: 'http-502-target-tls',
    hit: {
      name: 'errors of TLS with them',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_502_Count: at(9, 10),
        TargetTLSNegotiationErrorCount: at(9, 10),
      }),
    },
    miss: {
      name: 'one error of TLS',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_502_Count: at(9, 10),
        TargetTLSNegotiationErrorCount: at(9, 1),
      }),
    },
    evidence: ['TargetTLSNegotiationErrorCount: 10'],
    command: 'describe-target-groups',
  },
  {
    code: 'http-503-earlier',
    hit: {
      name: '503s, and targets now',
      observed: withMetrics(healthy(), {
        HealthyHostCount: at(0, ...flat(2, 20), 0, 0, ...flat(2, 38)),
        HTTPCode_ELB_503_Count: at(20, 7, 7),
      }),
    },
    miss: {
      name: 'no target now either: another diagnosis',
      observed: withMetrics(withGroup(healthy(), {}, []), { HTTPCode_ELB_503_Count: at(20, 7, 7) }),
    },
    evidence: ['HTTPCode_ELB_503_Count: 14', 'fewest healthy hosts of chat-WebSocketTarge-CWTZAE4OWV4N: 0'],
    command: 'HealthyHostCount',
  },
  {
    code: 'http-504-connect',
    hit: {
      name: 'errors of connecting with them',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_504_Count: at(9, 5),
        TargetConnectionErrorCount: at(9, 5),
      }),
    },
    miss: { name: 'none', observed: withMetrics(healthy(), { ...base, HTTPCode_ELB_504_Count: at(9, 5) }) },
    evidence: ['HTTPCode_ELB_504_Count: 5', 'TargetConnectionErrorCount: 5'],
    command: 'describe-network-acls',
  },
  {
    code: 'http-504-connect',
    hit: {
      name: 'a health check that times out',
      observed: withMetrics(silent, { ...base, HTTPCode_ELB_504_Count: at(9, 5) }),
    },
    miss: { name: 'the same without a 504', observed: withMetrics(silent, base) },
    evidence: ['targets whose health check times out: i-fd84fd2a0782fb56c'],
    command: 'describe-network-acls',
  },
  {
    code: 'http-504-slow',
    hit: {
      name: 'without errors of connecting',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_504_Count: at(9, 5),
        TargetResponseTime: at(8, 58.24),
      }),
    },
    miss: {
      name: 'with errors of connecting',
      observed: withMetrics(healthy(), {
        ...base,
        HTTPCode_ELB_504_Count: at(9, 5),
        TargetConnectionErrorCount: at(9, 4),
      }),
    },
    evidence: ['slowest answer, seconds: 58.2', 'idle_timeout.timeout_seconds: 4000'],
    command:
      'websocket-alb logs s3://chat-logbucket-58v8dnbl2e5b/alb-logs --since 2026-11-22T16:17:00Z --idle-timeout 4000 --region eu-west-1',
  },
];
