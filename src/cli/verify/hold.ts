// Holds silent sockets, sends the first message, and tries message sizes.
import type { Address, Echo, Handshake, Held, HeldKind, SizeTried } from '../../verify/observations.ts';
import { openSocket } from './handshake.ts';
import type { LiveSocket } from './live-socket.ts';
import type { Plan, World } from './plan.ts';
import { pause } from './waiting.ts';

const KINDS: readonly HeldKind[] = ['silent', 'silent', 'mute', 'pinging'];
/** Limits of the ping interval of the pinging socket, which is a tenth of --idle. */
const PING_MS = { min: 250, max: 15_000 } as const;
/** How often to check whether all have ended. */
const STEP_MS = 100;

interface Holding {
  readonly kind: HeldKind;
  readonly live: LiveSocket;
}

/** Opens sockets of all kinds, waits, and pings those still open. Sockets that do not open are left out. */
export async function holdSilent(plan: Plan, to: Address, world: World): Promise<readonly Held[]> {
  const { idleMs, timeoutMs } = plan;
  const holding: Holding[] = [];
  for (const kind of KINDS) {
    await world.turn();
    const { live } = await openSocket(plan, to, { answersPings: kind !== 'mute' });
    if (live) holding.push({ kind, live });
  }
  const pinging = holding.filter(({ kind }) => kind === 'pinging');
  const timer = setInterval(
    () => pinging.forEach(({ live }) => live.ping()),
    Math.min(PING_MS.max, Math.max(PING_MS.min, idleMs / 10)),
  );
  const start = performance.now();
  const left = (): number => idleMs - (performance.now() - start);
  while (left() > 0 && !world.signal.aborted && holding.some(({ live }) => !live.ending)) {
    const open = holding.filter(({ live }) => !live.ending).length;
    world.show(`${open} of ${holding.length} sockets open, ${Math.ceil(left() / 1000)} s left`);
    await pause(Math.min(STEP_MS, left()), world.signal);
  }
  clearInterval(timer);
  if (!world.signal.aborted)
    await Promise.all(
      holding.map(async ({ kind, live }) => (kind === 'mute' ? undefined : live.askWhetherAlive(timeoutMs))),
    );
  return holding.map(({ kind, live }) => {
    const { ending, serverPings, serverMessages, roundTrips, ageMs } = live;
    if (!ending) live.leave();
    return {
      kind,
      heldMs: ending?.afterMs ?? ageMs,
      ...(ending && { ending }),
      serverPings,
      serverMessages,
      roundTrips,
    };
  });
}

/** Sends --message on a new socket. Undefined if it does not open. */
export async function sendMessage(plan: Plan, to: Address, message: string): Promise<Echo | undefined> {
  const { live } = await openSocket(plan, to);
  if (!live) return undefined;
  const answerMs = await live.ask(message, plan.timeoutMs);
  const { ending } = live;
  if (!ending) live.leave();
  return { ...(answerMs !== undefined && { answerMs }), ...(ending && { ending }) };
}

/** Tries each size on a new socket, until one closes its socket. */
export async function trySizes(plan: Plan, to: Address, world: World): Promise<readonly SizeTried[]> {
  const tried: SizeTried[] = [];
  for (const bytes of plan.sizes) {
    if (world.signal.aborted) break;
    await world.turn();
    world.show(`message of ${bytes} bytes`);
    const { live } = await openSocket(plan, to);
    if (!live) {
      tried.push({ bytes, outcome: 'not-opened' });
      break;
    }
    const answerMs = await live.ask('x'.repeat(bytes), plan.timeoutMs);
    const { ending } = live;
    if (!ending) live.leave();
    tried.push({
      bytes,
      outcome: ending ? 'closed' : answerMs === undefined ? 'no-answer' : 'answered',
      ...(ending && { ending }),
    });
    if (ending) break;
  }
  return tried;
}

/** Total time from connecting to the answer, for the report on --sockets. */
export const totalMs = ({ connectMs = 0, tlsMs = 0, answerMs = 0 }: Handshake): number =>
  connectMs + tlsMs + answerMs;
