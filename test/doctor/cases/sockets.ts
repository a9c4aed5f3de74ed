// How sockets live, and where they are.
import type { Case } from './case.ts';
import { context, flat, healthy, withAttributes, withGroup, withMetrics } from '../helpers/observed.ts';
import { answering, observeRouted, path, to, WEB, WS } from '../helpers/routed.ts';
import { base, oneLeaves } from '../helpers/series.ts';

const DELAY = 'deregistration_delay.timeout_seconds';

/** Sockets at a path of their own, in the group `ws` of two targets; pages in `web`. */
const socketIo = (change?: Parameters<typeof observeRouted>[1], at = '/socket.io/*') =>
  observeRouted({ '1': [to({ [WS]: 1 }), path(at)], default: [to({ [WEB]: 1 })] }, change);

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
    code: 'draining-zero',
    hit: { name: 'no delay', observed: withGroup(healthy(), { [DELAY]: '0' }) },
    miss: { name: 'a second', observed: withGroup(healthy(), { [DELAY]: '1' }) },
    evidence: ['deregistration_delay.timeout_seconds: 0'],
    command: 'Key=deregistration_delay.timeout_seconds,Value=30',
  },
  {
    code: 'draining-zero',
    hit: {
      name: 'no delay, though the config has one',
      observed: withGroup(healthy(), { [DELAY]: '0' }),
      context: context({ target: { deregistrationDelay: 90 } }),
    },
    miss: {
      name: 'the group beside the sockets',
      observed: observeRouted({ '1': [to({ [WS]: 1 }), path('/ws')], default: [to({ [WEB]: 1 })] }, (one) => {
        const [web] = one.tgs;
        if (web) web.attributes[DELAY] = '0';
      }),
    },
    evidence: ['deregistration_delay.timeout_seconds: 0'],
    command: 'Key=deregistration_delay.timeout_seconds,Value=90',
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
    code: 'stickiness-polling',
    hit: { name: 'Socket.IO by its path, two targets', observed: socketIo() },
    miss: {
      name: 'one target',
      observed: socketIo((one) => {
        one.tgs[1]?.health.pop();
      }),
    },
    evidence: ['targets: 2', 'a rule that leads to it: /socket.io/*'],
    command: 'Key=stickiness.enabled,Value=true',
  },
  {
    code: 'stickiness-polling',
    hit: {
      name: 'SignalR by the name of the group',
      observed: socketIo((one) => {
        const [, group] = one.tgs;
        if (group) group.tg['TargetGroupName'] = 'signalr';
      }, '/live'),
    },
    miss: { name: 'a path for WebSockets alone', observed: socketIo(undefined, '/ws') },
    evidence: ['its name, tags or health check path: signalr'],
    command: 'use only the websocket transport',
  },
  {
    code: 'stickiness-polling',
    hit: { name: 'hubs', observed: socketIo(undefined, '/chathub*') },
    miss: {
      name: 'their answers show it already',
      observed: socketIo((one) => answering(one, { '2XX': 60, '4XX': 30 })),
    },
    evidence: ['a rule that leads to it: /chathub*'],
    command: 'modify-target-group-attributes',
  },
  {
    code: 'target-4xx',
    hit: {
      name: 'nearly all, which stickiness cannot explain',
      observed: socketIo((one) => answering(one, { '2XX': 1, '4XX': 12 })),
    },
    miss: {
      name: 'half of the plain answers, beside as many upgrades',
      observed: socketIo((one) => answering(one, { '2XX': 6, '4XX': 6, 'no answer': 12 }), '/ws'),
    },
    evidence: ['HTTPCode_Target_4XX_Count: 720', 'RequestCount: 780'],
    command: 'target_status_code 4XX',
    cause: '401 or 403',
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
