// Converts a live load balancer to a config, and lists what a config cannot express.
import { parseConfig } from '../../config/validate.ts';
import { writeAlarms } from './alarms.ts';
import { writeListeners } from './listeners.ts';
import { Draft, type Live, type Written } from './live.ts';
import { writeLoadBalancer } from './network.ts';
import { withoutRefused } from './refused.ts';
import { writeRouting } from './routing.ts';

/** Returns a valid config. What AWS does not know keeps its default: heartbeat, workload, dashboard. */
export function fromLoadBalancer(live: Live): Written {
  const draft = new Draft();
  writeLoadBalancer(draft, live);
  const groups = writeRouting(draft, live, writeListeners(draft, live));
  writeAlarms(draft, live, groups);
  writeHeartbeat(draft, live);
  return withoutRefused(draft);
}

const DEFAULT_HEARTBEAT = parseConfig({}).heartbeat;

/** With a short idle timeout, the default heartbeat would be refused; half the timeout is used instead. */
function writeHeartbeat(draft: Draft, { attributes }: Live): void {
  const idle = Number(attributes.get('idle_timeout.timeout_seconds') ?? 60);
  if (idle / 2 >= DEFAULT_HEARTBEAT) return;
  draft.set('heartbeat', Math.max(1, Math.floor(idle / 2)));
  draft.leave(`how often the application pings: every ${Math.max(1, Math.floor(idle / 2))} s is assumed`);
}
