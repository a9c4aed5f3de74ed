// Where failures concentrate: on a target, a client, a user agent, a time.
import { count, percent } from '../../common/numbers.ts';
import type { Failure } from '../attempts.ts';
import { wordMinute } from '../report/quantities.ts';
import { type AccessContext, coveredMinutes, heaviest, summed } from './finding.ts';

export interface Concentration {
  /** One sentence each: "all 300 on 10.0.1.11:8080". */
  readonly sentences: readonly string[];
  readonly target?: string;
  readonly client?: string;
  readonly agent?: string;
  /** The first and the last minute of all, since 1970. */
  readonly from: number;
  readonly to: number;
  /** Whether they lie within a small part of the logs' time. */
  readonly isBrief: boolean;
  /** The periods in which they lie: one if it is brief, several short ones, or none if they are spread out. */
  readonly times: readonly Time[];
}

/** A period in minutes since 1970, and the number of failures in it. */
interface Time {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Shares of the failures. */
const ON_ONE_TARGET = 0.8;
const BY_ONE_CLIENT = 0.5;
const BY_ONE_AGENT = 0.8;
/** With fewer failures, concentration means nothing. */
const LEAST = 10;
/**
 * The share of failures that must lie within a time, and the maximum of that time as a share of the logs and in
 * minutes.
 */
const CORE = 0.95;
const BRIEF_SHARE = 0.2;
const BRIEF_MINUTES = 30;
/** Minimum minutes without a failure between two periods, and the maximum number of periods. */
const APART = 3;
const MOST_TIMES = 20;
/** Multiple of the agent's share of connections. */
const AGENT_TIMES = 2;

export function concentrationOf(
  failures: readonly Failure[],
  { access, result }: Pick<AccessContext, 'access' | 'result'>,
): Concentration {
  const all = failures.reduce((sum, each) => sum + each.count, 0);
  const minutes = [...summed(failures.map((each) => each.minutes))].sort(([left], [right]) => left - right);
  const first = Math.floor(Math.min(...failures.map(({ firstTime }) => firstTime)) / 60e6);
  const last = Math.floor(Math.max(...failures.map(({ lastTime }) => lastTime)) / 60e6);
  const time = timeOf(minutes, first, last, result);
  const times = time.isBrief ? [{ from: first, to: last, count: all }] : shortTimes(minutes, result);
  const found = { from: first, to: last, isBrief: time.isBrief, times };
  if (all < LEAST) return { sentences: [time.words], ...found, isBrief: false, times: [] };
  const sentences = [time.words];
  const most = (of: (failure: Failure) => ReadonlyMap<string, number>) =>
    heaviest(summed(failures.map((each) => of(each)))) ?? (['', 0] as const);
  const [target, onTarget] = most((each) => each.targets);
  const isOneTarget = onTarget >= all * ON_ONE_TARGET && access.targets.rows.length !== 1;
  if (isOneTarget) sentences.push(`${allOf(onTarget, all)} on ${target}`);
  const [client, byClient] = most((each) => each.clients);
  const isOneClient = byClient >= all * BY_ONE_CLIENT && access.clients.rows.length > 1;
  const atLeast = access.failedClients.error > 0 ? 'at least ' : '';
  if (isOneClient) sentences.push(`one address has ${atLeast}${count(byClient)} of ${count(all)}: ${client}`);
  const [agent, byAgent] = most((each) => each.agents);
  const opened = access.userAgents.rows.find(({ word }) => word === agent)?.connections ?? 0;
  const usual = access.total.connections === 0 ? 1 : opened / access.total.connections;
  const isOneAgent = byAgent >= all * BY_ONE_AGENT && byAgent / all >= usual * AGENT_TIMES;
  if (isOneAgent)
    sentences.push(
      `${allOf(byAgent, all)} with the user agent ${agent}, which has ${percent(usual)} of the WebSockets that opened`,
    );
  return {
    sentences,
    ...found,
    ...(isOneTarget && { target }),
    ...(isOneClient && { client }),
    ...(isOneAgent && { agent }),
  };
}

const allOf = (part: number, all: number): string =>
  part === all ? `all ${count(all)}` : `${count(part)} of ${count(all)}`;

/** The periods of failures that occur in a few short periods far apart, as after each crash of a target; else none. */
function shortTimes(
  minutes: readonly (readonly [minute: number, count: number])[],
  result: AccessContext['result'],
): Time[] {
  const times: { from: number; to: number; count: number }[] = [];
  for (const [minute, its] of minutes) {
    const last = times.at(-1);
    if (last && minute - last.to <= APART) {
      last.to = minute;
      last.count += its;
    } else times.push({ from: minute, to: minute, count: its });
  }
  const covered = coveredMinutes(result);
  const length = covered.to - covered.from + 1;
  const within = times.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const areFew = times.length <= MOST_TIMES && within <= length * BRIEF_SHARE;
  return areFew && times.every((each) => each.count >= LEAST) ? times : [];
}

/** First, last and busiest minute, and whether nearly all lie close together. */
function timeOf(
  minutes: readonly (readonly [minute: number, count: number])[],
  first: number,
  last: number,
  result: AccessContext['result'],
): { words: string; isBrief: boolean } {
  const covered = coveredMinutes(result);
  const length = covered.to - covered.from + 1;
  const all = minutes.reduce((sum, [, each]) => sum + each, 0);
  const peak = minutes.reduce((best, each) => (each[1] > best[1] ? each : best), [first, 0] as const);
  const core = coreOf(minutes, all);
  const coreLength = core.to - core.from + 1;
  const isBrief = all > 0 && coreLength <= Math.max(1, Math.min(BRIEF_MINUTES, length * BRIEF_SHARE));
  const to = (minute: number): string =>
    wordMinute(minute).slice(0, 10) === wordMinute(first).slice(0, 10)
      ? wordMinute(minute).slice(11)
      : wordMinute(minute);
  const range = (from: number, until: number): string =>
    from === until ? `at ${wordMinute(from)}` : `between ${wordMinute(from)} and ${to(until)}`;
  const fullest = `at most ${count(peak[1])} in a minute (${to(peak[0])})`;
  if (isBrief && core.count === all) return { words: `all ${range(first, last)}; ${fullest}`, isBrief };
  if (isBrief)
    return {
      words: `${count(core.count)} of ${count(all)} ${range(core.from, core.to)}; first ${wordMinute(first)}, last ${to(last)}; ${fullest}`,
      isBrief,
    };
  return { words: `first ${wordMinute(first)}, last ${to(last)}; ${fullest}`, isBrief };
}

/** The shortest period that contains nearly all of them. */
function coreOf(minutes: readonly (readonly [minute: number, count: number])[], all: number) {
  let best = { from: minutes[0]?.[0] ?? 0, to: minutes.at(-1)?.[0] ?? 0, count: all };
  let end = 0;
  let sum = 0;
  for (const [index, [from]] of minutes.entries()) {
    while (end < minutes.length && sum < all * CORE) sum += minutes[end++]?.[1] ?? 0;
    if (sum < all * CORE) break;
    const to = minutes[end - 1]?.[0] ?? from;
    if (to - from < best.to - best.from) best = { from, to, count: sum };
    sum -= minutes[index]?.[1] ?? 0;
  }
  return best;
}
