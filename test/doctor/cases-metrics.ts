// Diagnoses made from what CloudWatch counted.
import type { Case } from './cases.ts';
import { context, flat, healthy, withAttributes, withGroup, withMetrics } from './observed.ts';

const at = (index: number, ...values: readonly number[]): number[] => {
  const series = flat(0);
  series.splice(index, values.length, ...values);
  return series;
};
const base = { HealthyHostCount: flat(2), UnHealthyHostCount: flat(0) };
const oneLeaves = [...flat(2, 30), ...flat(1, 30)];
const fiveOhTwos = at(10, 2, 0, 3, 0, 0, 1, 0, 2);
const silent = withGroup(healthy(), {}, [
  { state: 'healthy' },
  {
    id: 'i-fd84fd2a0782fb56c',
    state: 'unhealthy',
    reason: 'Target.Timeout',
    description: 'Request timed out',
  },
]);
const polling = {
  RequestCount: flat(30),
  HTTPCode_Target_2XX_Count: flat(10),
  HTTPCode_Target_4XX_Count: flat(10),
};

export const ABOUT_METRICS: readonly Case[] = [
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
    command: 'generate snippet server',
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
    command: 'generate snippet drain',
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
    command: 'generate snippet drain',
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
      'generate logs s3://chat-logbucket-58v8dnbl2e5b/alb-logs --since 2026-11-22T16:17:00Z --idle-timeout 4000 --region eu-west-1',
  },
  {
    code: 'sockets-die-at-idle-timeout',
    // 1000 open, 200 a minute: each lives 300 s.
    hit: {
      name: 'connections live as long as the idle timeout',
      observed: withMetrics(withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '300' }), {
        ActiveConnectionCount: flat(1000),
        NewConnectionCount: flat(200),
      }),
    },
    miss: {
      name: 'they live half as long',
      observed: withMetrics(withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '300' }), {
        ActiveConnectionCount: flat(1000),
        NewConnectionCount: flat(400),
      }),
    },
    evidence: [
      'mean life of a connection, seconds (ActiveConnectionCount over NewConnectionCount): 300',
      'NewConnectionCount: 12000',
    ],
    command: '--attributes Key=idle_timeout.timeout_seconds,Value=4000',
  },
  {
    code: 'sockets-die-at-idle-timeout',
    hit: {
      name: 'the default of 60',
      observed: withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '60' }),
    },
    miss: {
      name: '61, and nothing else to see',
      observed: withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '61' }),
    },
    evidence: ['idle_timeout.timeout_seconds: 60'],
    command: 'Key=idle_timeout.timeout_seconds,Value=4000',
    cause: 'No ping',
  },
  {
    code: 'sockets-die-at-idle-timeout',
    hit: {
      name: 'a heartbeat that is as long',
      observed: withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '120' }),
      context: context({ heartbeat: 120, loadBalancer: { idleTimeout: 300 } }),
    },
    miss: {
      name: 'a heartbeat that is shorter',
      observed: withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '120' }),
      context: context({ heartbeat: 119, loadBalancer: { idleTimeout: 300 } }),
    },
    evidence: ['heartbeat of the config, seconds: 120'],
    command: 'Key=idle_timeout.timeout_seconds,Value=300',
  },
  {
    code: 'reconnect-storm',
    hit: {
      name: 'half of all come back in a minute',
      observed: withMetrics(healthy(), {
        ...base,
        ActiveConnectionCount: [...flat(4000, 30), 2000, ...flat(4000, 29)],
        NewConnectionCount: [...flat(20, 31), 2000, ...flat(20, 28)],
      }),
    },
    miss: {
      name: 'the same number when nobody was there before',
      observed: withMetrics(healthy(), {
        ...base,
        ActiveConnectionCount: [...flat(0, 31), ...flat(2000, 29)],
        NewConnectionCount: [...flat(0, 31), 2000, ...flat(20, 28)],
      }),
    },
    evidence: [
      'NewConnectionCount at the peak: 2000',
      'usual NewConnectionCount, median: 20',
      'part of the open connections: 50.0 %',
    ],
    command: 'generate snippet drain',
  },
  {
    code: 'reconnect-storm',
    hit: {
      name: 'when a host was lost',
      observed: withMetrics(healthy(), {
        HealthyHostCount: oneLeaves,
        ActiveConnectionCount: flat(4000),
        NewConnectionCount: [...flat(20, 31), 2000, ...flat(20, 28)],
      }),
    },
    miss: {
      name: 'a busy hour that is always so',
      observed: withMetrics(healthy(), {
        ...base,
        ActiveConnectionCount: flat(4000),
        NewConnectionCount: flat(2000),
      }),
    },
    evidence: ['fewer healthy hosts around the peak: yes'],
    command: 'generate logs',
    cause: 'A target left',
  },
  {
    code: 'uneven-sockets',
    hit: {
      name: 'two hosts more, few new connections',
      observed: withMetrics(healthy(), {
        HealthyHostCount: [...flat(2, 40), ...flat(4, 20)],
        ActiveConnectionCount: flat(4000),
        NewConnectionCount: flat(20),
      }),
    },
    miss: {
      name: 'two hosts more, and all have reconnected',
      observed: withMetrics(healthy(), {
        HealthyHostCount: [...flat(2, 40), ...flat(4, 20)],
        ActiveConnectionCount: flat(4000),
        NewConnectionCount: flat(150),
      }),
    },
    evidence: [
      'hosts before and now: 2 → 4',
      'NewConnectionCount since: 400',
      'least share on the old hosts: 90.0 %',
      'their fair share: 50.0 %',
    ],
    command: 'generate snippet drain',
  },
  {
    code: 'uneven-sockets',
    hit: {
      name: 'one host more',
      observed: withMetrics(healthy(), {
        HealthyHostCount: [...flat(1, 40), ...flat(2, 20)],
        ActiveConnectionCount: flat(400),
        NewConnectionCount: flat(1),
      }),
    },
    miss: {
      name: 'a host that came back: no scale-out is left',
      observed: withMetrics(healthy(), {
        HealthyHostCount: [...flat(2, 20), ...flat(3, 20), ...flat(2, 20)],
        ActiveConnectionCount: flat(400),
        NewConnectionCount: flat(1),
      }),
    },
    evidence: ['hosts before and now: 1 → 2'],
    command: 'RequestCountPerTarget',
  },
  {
    code: 'stickiness-off',
    hit: {
      name: 'a third of the requests is refused',
      observed: withMetrics(withGroup(healthy(), { 'stickiness.enabled': 'false' }), { ...base, ...polling }),
    },
    miss: {
      name: 'the same with stickiness',
      observed: withMetrics(withGroup(healthy(), { 'stickiness.enabled': 'true' }), { ...base, ...polling }),
    },
    evidence: [
      'stickiness.enabled: false',
      'HTTPCode_Target_4XX_Count: 600',
      'requests without an HTTP answer, upgrades among them: 600',
    ],
    command: 'Key=stickiness.enabled,Value=true Key=stickiness.type,Value=lb_cookie',
  },
  {
    code: 'stickiness-off',
    hit: {
      name: 'with the cookie of the config',
      observed: withMetrics(withGroup(healthy(), { 'stickiness.enabled': 'false' }), { ...base, ...polling }),
      context: context({ target: { stickiness: { cookieName: 'SID' } } }),
    },
    miss: {
      name: 'upgrades only, which have no other answer',
      observed: withMetrics(withGroup(healthy(), { 'stickiness.enabled': 'false' }), {
        ...base,
        RequestCount: flat(30),
        HTTPCode_Target_4XX_Count: flat(10),
      }),
    },
    evidence: ['healthy targets: 2'],
    command: 'Key=stickiness.app_cookie.cookie_name,Value=SID',
  },
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
    command: 'generate logs',
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
    command: 'logs.healthCheck.prefix',
  },
];
