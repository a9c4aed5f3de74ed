// --watch: keeps sockets open through a deployment, records each one that ends, and reconnects it.
import { setMaxListeners } from 'node:events';
import type { Address, Cut, Watch } from '../../verify/observations.ts';
import { keepAlive } from './crowd.ts';
import { openSocket, type Opened } from './handshake.ts';
import type { LiveSocket } from './live-socket.ts';
import { resolveName } from './names.ts';
import type { Plan, World } from './plan.ts';
import { pause, within } from './waiting.ts';

/** The pause between attempts doubles from the first to the last value. */
const BACK_OFF_MS = { first: 100, last: 5000 } as const;
/** Minimum time between two DNS lookups. */
const NAMES_MS = 30_000;
/** Maximum number of recorded cuts: if a server cuts every socket at once, more would be repetition. */
const MAX_CUTS = 20_000;

type MutableCut = { -readonly [Key in keyof Cut]: Cut[Key] };

/** @param first the addresses that answered. */
export async function watchSockets(
  plan: Plan,
  first: readonly Address[],
  world: World,
  sockets: number,
  watchMs: number,
): Promise<Watch> {
  const { signal, turn } = world;
  const start = performance.now();
  const now = (): number => performance.now() - start;
  const isDone = (): boolean => signal.aborted || now() >= watchMs;
  setMaxListeners(0, signal);
  const live = new Set<LiveSocket>();
  const stopPings = keepAlive(live);
  const addresses = fresh(plan, first, world);
  const cuts: MutableCut[] = [];
  const over = pause(watchMs, signal);
  let down = 0;
  let mostDown = 0;
  let neverOpened = 0;
  let attempted = 0;

  const connect = async (): Promise<Opened | undefined> => {
    await turn();
    if (isDone()) return undefined;
    const list = await addresses();
    const to = list[attempted++ % list.length];
    return to && openSocket(plan, to);
  };
  const follow = async (socket: number): Promise<void> => {
    let cut: MutableCut | undefined;
    let wasOpen = false;
    let wait: number = BACK_OFF_MS.first;
    while (!isDone()) {
      const opened = await connect();
      if (cut) cut.attempts += 1;
      if (!opened?.live) {
        await pause(Math.min(watchMs - now(), wait * (0.5 + Math.random())), signal);
        wait = Math.min(BACK_OFF_MS.last, wait * 2);
        continue;
      }
      const { live: one, handshake } = opened;
      const server = serverName(plan, opened);
      if (cut) {
        down -= 1;
        cut.backAfterMs = now() - cut.atMs;
        if (server !== undefined) cut.newServer = server;
      }
      cut = undefined;
      wasOpen = true;
      wait = BACK_OFF_MS.first;
      live.add(one);
      const ending = await Promise.race([one.ended, over]);
      live.delete(one);
      if (!ending) {
        one.leave();
        return;
      }
      down += 1;
      mostDown = Math.max(mostDown, down);
      cut = {
        atMs: now(),
        socket,
        ending,
        address: handshake.address,
        attempts: 0,
        ...(server !== undefined && { server }),
      };
      if (cuts.length < MAX_CUTS) cuts.push(cut);
      // A socket cut right away counts as a failed attempt.
      if (ending.afterMs < BACK_OFF_MS.last)
        await pause(Math.min(watchMs - now(), wait * Math.random()), signal);
    }
    if (!wasOpen) neverOpened += 1;
  };
  const line = setInterval(
    () =>
      world.show(
        `${clock(now())} of ${clock(watchMs)}  ${live.size} of ${sockets} open, ${down} down, ${cuts.length} ended so far`,
      ),
    1000,
  );
  await Promise.all(Array.from({ length: sockets }, (_, index) => follow(index)));
  clearInterval(line);
  stopPings();
  return { sockets, neverOpened, watchedMs: now(), cuts, mostDown };
}

function serverName({ serverHeader }: Plan, { handshake: { outcome } }: Opened): string | undefined {
  if (serverHeader === undefined || outcome.kind !== 'open') return undefined;
  return outcome.answer.headers[serverHeader.toLowerCase()]?.slice(0, 100);
}

/** Returns the current addresses; the last known ones if the name does not resolve. */
function fresh(
  { endpoint, timeoutMs }: Plan,
  first: readonly Address[],
  world: World,
): () => Promise<readonly Address[]> {
  const name = endpoint.connectTo ?? endpoint.host;
  let known = first;
  let at = performance.now();
  return async () => {
    if (performance.now() - at < NAMES_MS) return known;
    at = performance.now();
    const names = await within(timeoutMs, resolveName(name, world), undefined);
    if (names && names.kind === 'resolved') {
      const families = new Set(first.map(({ family }) => family));
      const usable = names.addresses.filter(({ family }) => families.has(family));
      if (usable.length > 0) known = usable;
    }
    return known;
  };
}

const clock = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};
