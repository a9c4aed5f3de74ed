// A live load balancer -> what a config says of it, and what it cannot say.
import { formatKey, valueAt, type Assignment } from '../../config/path.ts';
import { parseConfig, validateConfig } from '../../config/validate.ts';
import { wordFinding } from '../../config/words.ts';
import { applyTo } from '../change.ts';
import { writeAlarms } from './alarms.ts';
import { writeListeners } from './listeners.ts';
import { Draft, type Live, type Written } from './live.ts';
import { writeLoadBalancer } from './network.ts';
import { writeTarget } from './targets.ts';

/** Values that a config refuses are left; so that it is valid, each try takes out one. */
const MOST_REFUSED = 50;

/** The config is valid. What AWS says nothing of has its default: heartbeat, workload, dashboard. */
export function fromLoadBalancer(live: Live): Written {
  const draft = new Draft();
  writeLoadBalancer(draft, live);
  const groups = writeListeners(draft, live);
  writeTarget(draft, live, groups);
  writeAlarms(draft, live);
  writeHeartbeat(draft, live);
  return withoutRefused(draft);
}

const DEFAULT_HEARTBEAT = parseConfig({}).heartbeat;

/** Pings that come less often than the idle timeout would be refused: of a short one, half. */
function writeHeartbeat(draft: Draft, { attributes }: Live): void {
  const idle = Number(attributes.get('idle_timeout.timeout_seconds') ?? 60);
  if (idle / 2 >= DEFAULT_HEARTBEAT) return;
  draft.set('heartbeat', Math.max(1, Math.floor(idle / 2)));
  draft.leave(`how often the application pings: every ${Math.max(1, Math.floor(idle / 2))} s is assumed`);
}

function withoutRefused(draft: Draft): Written {
  let assignments: readonly Assignment[] = draft.assignments;
  const left = [...draft.left];
  for (let tries = 0; tries < MOST_REFUSED; tries++) {
    const input = applyTo({}, assignments);
    const result = validateConfig(input);
    if (result.ok) return { assignments, left };
    const error = result.findings.find(({ severity }) => severity === 'error');
    const culprit =
      error && assignments.find(({ path }) => isWithin(error.path, path) || isWithin(path, error.path));
    if (!error || !culprit) return { assignments, left };
    const value = JSON.stringify(valueAt(input, culprit.path));
    left.push(`${formatKey(culprit.path)}: ${value}, which a config refuses: ${wordFinding(error).what}`);
    assignments = assignments.filter((one) => one !== culprit);
  }
  return { assignments, left };
}

/** Whether a path lies at or below another. */
const isWithin = (path: readonly (string | number)[], outer: readonly (string | number)[]): boolean =>
  outer.every((key, index) => path[index] === key);
