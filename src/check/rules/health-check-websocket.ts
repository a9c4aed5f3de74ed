import { inferred } from '../../alb/finding.ts';
import { settingValue } from '../../alb/rule.ts';
import { matches } from '../../alb/matcher.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { each, targetGroups, violation, type CheckRule } from '../rule.ts';
import { speaksOfSockets } from '../../alb/topology/socket-words.ts';

const PATH = 'HealthCheckPath';
/** What WebSocket servers answer to a plain GET: Bad Request, Not Found, Upgrade Required. */
const REFUSALS = [400, 404, 426];

export const healthCheckWebSocket: CheckRule = {
  code: 'health-check-websocket',
  severity: 'warning',
  group: 'sockets',
  title: 'Health check at a WebSocket path',
  why: 'Health checks do not speak WebSocket, and 101 is not a success code. A socket server answers a plain GET with 400, 404 or 426, so no target becomes healthy.',
  source: userGuide('target-group-health-checks'),
  basis: inferred('the path of the health check, which mentions WebSockets'),
  judge: each(targetGroups, ({ settings, lineOf }) => {
    const path = settings.get(PATH);
    const matcher = settingValue('target-group', settings, 'Matcher.HttpCode');
    if (path === undefined || path === UNKNOWN || matcher === undefined || matcher === UNKNOWN)
      return 'not-applicable';
    const isSocketPath =
      path.split(/[/?]/).some((step) => speaksOfSockets(step)) &&
      !/health|ping|status|ready|live/i.test(path);
    if (!isSocketPath) return 'met';
    return REFUSALS.some((code) => matches(matcher, code))
      ? 'met'
      : violation(lineOf(PATH), { path, matcher });
  }),
  words: ({ path, matcher }) => ({
    what: `${PATH} is ${JSON.stringify(path)}, and only ${String(matcher)} counts as healthy.`,
    allowed: 'a plain HTTP path that answers 200',
    remedy: 'Give the server an HTTP path for health checks, such as /health.',
  }),
};
