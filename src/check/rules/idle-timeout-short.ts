import { inferred } from '../../alb/finding.ts';
import { LOAD_BALANCER_ATTRIBUTES } from '../../alb/load-balancer-settings.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { describeValues } from '../../alb/values.ts';
import { forNumber } from '../../common/numbers.ts';
import { each, loadBalancers, violation, type CheckRule } from '../rule.ts';

const KEY = 'idle_timeout.timeout_seconds';
const { default: DEFAULT, values: VALUES } = LOAD_BALANCER_ATTRIBUTES[KEY];

export const idleTimeoutShort: CheckRule = {
  code: 'idle-timeout-short',
  severity: 'warning',
  group: 'sockets',
  title: 'Idle timeout of 60 seconds or less',
  why: 'A connection that is silent for that long is closed, even a WebSocket; TCP keep-alive does not count. Clients that ping once a minute lose the race.',
  source: userGuide('edit-load-balancer-attributes'),
  basis: inferred('names and paths that mention WebSockets; without any it is info'),
  judge: each(loadBalancers, ({ settings, servesSockets, saysSockets, lineOf }) => {
    const value = settings.get(KEY);
    if (!servesSockets || value === UNKNOWN) return 'not-applicable';
    return Number(value ?? DEFAULT) > Number(DEFAULT) || !/^\d+$/.test(value ?? DEFAULT)
      ? 'met'
      : { ...violation(lineOf(KEY), { value }), severity: saysSockets ? 'warning' : 'info' };
  }),
  words: ({ value }) => ({
    what:
      value === undefined
        ? `${KEY} is not set, so it is ${DEFAULT} seconds.`
        : `${KEY} is ${String(value)} ${forNumber(Number(value), 'second')}.`,
    allowed: describeValues(VALUES),
    remedy:
      'Set it above twice the interval of your application’s pings, such as 4000 with a ping every 30 s, and the HTTP keep-alive timeout of the servers above it.',
  }),
};
