// Clients that open HTTP requests before the upgrade, which must all reach one target. What a target group is for is
// inferred, so this is no rule of ELB about settings: `check` and `doctor` ask, and weigh the answer by what else they see.
import { inferred } from '../finding.ts';
import { settingValue } from '../rule.ts';
import { UNKNOWN, type Settings } from '../setting.ts';
import { userGuide } from '../sources.ts';
import { isPollingPath, speaksOfPolling, speaksOfSignalR } from '../topology/socket-words.ts';
import { textsOf } from '../topology/sockets.ts';
import type { Topology } from '../topology/types.ts';

/** What says that clients of a group poll. */
export interface PollingWords {
  readonly text: string;
  /** A rule that leads to the group says so, and not its own name alone. */
  readonly isOfRule: boolean;
}

/**
 * @param group - the key of the target group
 * @param says - what the group says of itself
 */
export function pollingWords<Where>(
  topology: Topology<Where>,
  group: string,
  says: Iterable<string>,
): PollingWords | undefined {
  const path = topology
    .forwardsTo(group)
    .flatMap(({ rule }) => textsOf(rule))
    .find((text) => isPollingPath(text));
  if (path !== undefined) return { text: path, isOfRule: true };
  const text = [...says].find(speaksOfPolling);
  return text === undefined ? undefined : { text, isOfRule: false };
}

/** Whether stickiness is on; UNKNOWN when that is known only at deploy time. */
export function isSticky(settings: Settings): boolean | typeof UNKNOWN {
  const value = settingValue('target-group', settings, 'stickiness.enabled');
  return value === UNKNOWN ? UNKNOWN : value === 'true';
}

export const STICKINESS_POLLING = {
  code: 'stickiness-polling',
  severity: 'warning',
  title: 'HTTP requests before the upgrade without stickiness',
  why: 'Socket.IO, SockJS and SignalR begin with HTTP requests that must reach the same target; without stickiness Socket.IO gets 400 "Session ID unknown", and SignalR 404. Clients that open the WebSocket at once need none.',
  source: userGuide('edit-target-group-attributes'),
  basis: inferred('the paths of rules that lead to the group, and its own name'),
  remedy: 'Turn stickiness on, or let the clients use the transport websocket only.',
  /** The name of a group may suggest more than its clients do. */
  severityOf: ({ isOfRule }: PollingWords) => (isOfRule ? ('warning' as const) : ('info' as const)),
  /** What a server answers to a request of a session that another one has. */
  statusOf: ({ text }: PollingWords) => (speaksOfSignalR(text) ? 404 : 400),
} as const;
