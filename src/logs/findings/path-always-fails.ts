// No WebSocket opened, and a path was never answered well: it may be that of the WebSockets. What is surely an attempt, or
// presumed to be one, is in another finding.
import { count, many } from '../../common/numbers.ts';
import { failingRoutes } from '../presumed-attempts.ts';
import { routeOf, routeWords } from '../route.ts';
import { wordMinute } from '../report/quantities.ts';
import { evidence, inAttempts } from './finding.ts';

export const pathAlwaysFails = inAttempts(({ access, attempts, settings }) => {
  if (settings.isByOutcome) return [];
  if (attempts.succeeded > 0 || attempts.failed > 0) return [];
  const routes = [...failingRoutes(access)].map(([route, rows]) => {
    const times = rows.reduce((sum, row) => sum + row.count, 0);
    const statuses = [...new Set(rows.map(({ status }) => status))].sort().join(', ');
    const minute = (micros: number): string => wordMinute(Math.floor(micros / 60e6));
    const first = minute(Math.min(...rows.map(({ firstTime }) => firstTime)));
    const last = minute(Math.max(...rows.map(({ lastTime }) => lastTime)));
    return {
      route,
      times,
      words: `${count(times)} × ${statuses} on ${routeWords(route)}, first ${first}, last ${last}`,
    };
  });
  const [most] = routes.toSorted((left, right) => right.times - left.times);
  if (!most) return [];
  return [
    {
      code: 'path-always-fails',
      severity: 'warning',
      what: `No WebSocket opened, and ${routes.length === 1 ? 'a path was' : `${count(routes.length)} paths were`} never answered well.`,
      brief: `${many(most.times, 'request')} to ${routeWords(most.route)} all failed`,
      evidence: evidence(routes, ({ words }) => words),
      remedy: `If it is a path of WebSockets, say so: --path '${routeOf(most.route).path}' counts its failures as failed upgrades.`,
      values: { paths: routes.length, requests: most.times },
    },
  ];
});
