// How sockets live, and where they are.
import type { Case } from './case.ts';
import { context, flat, healthy, withAttributes, withGroup, withMetrics } from '../helpers/observed.ts';
import { base, oneLeaves } from '../helpers/series.ts';

const polling = {
  RequestCount: flat(30),
  HTTPCode_Target_2XX_Count: flat(10),
  HTTPCode_Target_4XX_Count: flat(10),
};

export const ABOUT_SOCKETS: readonly Case[] = [
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
      'mean lifetime of a connection, seconds (ActiveConnectionCount over NewConnectionCount): 300',
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
      'share of the open connections: 50.0 %',
    ],
    command: 'websocket-alb snippet drain',
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
    command: 'websocket-alb logs',
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
    command: 'websocket-alb snippet drain',
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
];
