// --sockets: opens many sockets one after another, keeps them alive with pings, and counts losses.
import type { Address, Crowd, Ending, Handshake } from '../../verify/observations.ts';
import { openSocket } from './handshake.ts';
import { totalMs } from './hold.ts';
import type { LiveSocket } from './live-socket.ts';
import type { Plan, World } from './plan.ts';
import { pause } from './waiting.ts';

/** Each socket is pinged this often: below any usual idle timeout. */
const KEEP_ALIVE_MS = 20_000;
const STEP_MS = 250;

/** Spreads the sockets over the addresses. */
export async function holdCrowd(
  plan: Plan,
  addresses: readonly Address[],
  world: World,
  wanted: number,
  holdMs: number,
): Promise<Crowd> {
  const { signal } = world;
  const live = new Set<LiveSocket>();
  const refused: Handshake[] = [];
  const handshakeMs: number[] = [];
  const lost: Ending[] = [];
  let opened = 0;
  const stopPings = keepAlive(live);
  const open = async (to: Address): Promise<void> => {
    const { handshake, live: socket } = await openSocket(plan, to);
    if (!socket) {
      refused.push(handshake);
      return;
    }
    opened += 1;
    handshakeMs.push(totalMs(handshake));
    live.add(socket);
    void socket.ended.then((ending) => {
      if (live.delete(socket)) lost.push(ending);
    });
  };
  const opening: Promise<void>[] = [];
  for (let index = 0; index < wanted && !signal.aborted; index++) {
    const to = addresses[index % addresses.length];
    if (!to) break;
    await world.turn();
    if (signal.aborted) break;
    opening.push(open(to));
    world.show(`${live.size} of ${wanted} sockets open`);
  }
  await Promise.all(opening);
  const start = performance.now();
  const age = (): number => performance.now() - start;
  while (age() < holdMs && live.size > 0 && !signal.aborted) {
    world.show(`${live.size} of ${wanted} sockets open, ${Math.ceil((holdMs - age()) / 1000)} s left`);
    await pause(Math.min(STEP_MS, holdMs - age()), signal);
  }
  stopPings();
  const heldMs = age();
  const rest = [...live];
  live.clear();
  for (const socket of rest) socket.leave();
  return { wanted, opened, handshakeMs, refused, heldMs, lost };
}

/** Pings the sockets in turn, each once per interval. Returns a function that stops it. */
export function keepAlive(sockets: ReadonlySet<LiveSocket>): () => void {
  const parts = 20;
  let part = 0;
  const timer = setInterval(() => {
    let index = 0;
    for (const socket of sockets) if (index++ % parts === part) socket.ping();
    part = (part + 1) % parts;
  }, KEEP_ALIVE_MS / parts);
  return () => clearInterval(timer);
}
