// Clients that poll before the upgrade: what says that there are some, and what their answers say of stickiness.
import { isSticky, pollingWords, type PollingWords } from '../../alb/rules/stickiness-polling.ts';
import type { Observations, TargetGroup } from '../observations/observations.ts';
import { groupSums } from './metric-sums.ts';
import { healthyTargets } from './target-groups.ts';
import { liveTopology } from './topology.ts';

/** The words by which clients of a group are known to poll. */
export function livePollingWords(observed: Observations, { arn }: TargetGroup): PollingWords | undefined {
  const topology = liveTopology(observed);
  return pollingWords(topology, arn, topology.targetGroup(arn)?.says ?? []);
}

export const isNotSticky = ({ settings }: TargetGroup): boolean =>
  settings.has('stickiness.enabled') && isSticky(settings) === false;

/** What the targets of a group answered in the window. */
export interface Answers {
  readonly requests: number;
  readonly right: number;
  readonly wrong: number;
  /** With a status: every answer but a 101, which is in no metric. */
  readonly answered: number;
  /** Requests without such an answer, upgrades among them. */
  readonly upgrades: number;
}

/** Undefined when CloudWatch could not be looked at. */
export function answersOfTargets(observed: Observations, group: TargetGroup): Answers | undefined {
  const found = groupSums(
    observed,
    group,
    'RequestCount',
    'HTTPCode_Target_2XX_Count',
    'HTTPCode_Target_3XX_Count',
    'HTTPCode_Target_4XX_Count',
    'HTTPCode_Target_5XX_Count',
  );
  if (!found) return undefined;
  const {
    RequestCount: requests,
    HTTPCode_Target_2XX_Count: right,
    HTTPCode_Target_4XX_Count: wrong,
  } = found;
  const answered = right + wrong + found.HTTPCode_Target_3XX_Count + found.HTTPCode_Target_5XX_Count;
  return { requests, right, wrong, answered, upgrades: Math.max(0, requests - answered) };
}

const ENOUGH = 20;
/** With named clients; below it something else answers 4XX. */
const SHARE = 0.1;
/** Between two targets about a third of the requests of a session goes astray; other plain HTTP makes it look less. */
const LIKELY = 0.25;
/** Chance sends some more the wrong way. */
const MARGIN = 0.05;

/** What missing stickiness explains of the 4XX of a group. */
export interface Astray extends Answers {
  readonly words: PollingWords | undefined;
  readonly serving: number;
  /** The largest part of the requests that missing stickiness can send astray. */
  readonly most: number;
  readonly severity: 'error' | 'warning' | 'info';
}

/**
 * The 4XX of a group that stickiness would prevent: nothing where it cannot explain them. Of n targets, one has the
 * session, so that (n - 1)/n of the requests go astray at most; what is refused more often is refused by all targets.
 */
export function astray(observed: Observations, group: TargetGroup): Astray | undefined {
  const serving = healthyTargets(group).length;
  const found = answersOfTargets(observed, group);
  if (!found || !isNotSticky(group) || serving < 2) return undefined;
  const { right, wrong, answered, upgrades } = found;
  // A session begins with a request that gets a 2XX, so without any 2XX there is no session that a target could fail
  // to recognize.
  if (right === 0 || wrong < ENOUGH) return undefined;
  const words = livePollingWords(observed, group);
  const share = wrong / answered;
  const most = (serving - 1) / serving;
  if (share > most + MARGIN || share < (words ? SHARE : LIKELY)) return undefined;
  // Plain HTTP beside sockets looks alike: where nothing names a library that polls, sockets have to be there at least.
  if (!words && upgrades < ENOUGH) return undefined;
  return {
    ...found,
    words,
    serving,
    most,
    severity: words ? (share < LIKELY ? 'warning' : 'error') : 'info',
  };
}
