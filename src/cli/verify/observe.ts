// Observes an endpoint step by step. When the signal is aborted, it ends early with what is known so far.
import type { Address, Handshake, Observations } from '../../verify/observations.ts';
import { holdCrowd } from './crowd.ts';
import { openSocket } from './handshake.ts';
import { holdSilent, sendMessage, trySizes } from './hold.ts';
import { resolveName } from './names.ts';
import type { Plan, World } from './plan.ts';
import { askPlainPort } from './plain-port.ts';
import { tlsVersions } from './tls-versions.ts';
import { watchSockets } from './watch.ts';

export async function observe(plan: Plan, world: World): Promise<Observations> {
  const { endpoint, plainPort } = plan;
  const { signal } = world;
  const at = new Date();
  world.show(`DNS of ${endpoint.connectTo ?? endpoint.host}`);
  const names = await resolveName(endpoint.connectTo ?? endpoint.host, world);
  const addresses = names.kind === 'failed' ? [] : names.addresses;
  const handshakes = await eachAddress(plan, addresses, world);
  const byTls = handshakes.find(({ tlsMs }) => tlsMs !== undefined);
  const connected = handshakes.find(({ connectMs }) => connectMs !== undefined) ?? handshakes[0];
  const open = handshakes.filter(({ outcome }) => outcome.kind === 'open').map(addressOf);
  const [first] = open;

  const when = <T>(isAsked: boolean, look: () => Promise<T>): Promise<T> | undefined =>
    isAsked && !signal.aborted ? look() : undefined;
  const versions = await when(byTls !== undefined, () => tlsVersions(plan, byTls as Handshake, world));
  const plain = await when(plainPort !== undefined && connected !== undefined, async () => {
    await world.turn();
    return askPlainPort(plan, connected as Handshake, plainPort as number);
  });
  const echo = await when(first !== undefined && endpoint.message !== undefined, async () => {
    await world.turn();
    return sendMessage(plan, first as Address, endpoint.message as string);
  });
  const held = await when(first !== undefined && plan.idleMs > 0, () =>
    holdSilent(plan, first as Address, world),
  );
  const sizes = await when(first !== undefined && plan.sizes.length > 0, () =>
    trySizes(plan, first as Address, world),
  );
  const crowd = await when(first !== undefined && plan.crowd !== undefined, () => {
    const { sockets = 0, holdMs = 0 } = plan.crowd ?? {};
    return holdCrowd(plan, open, world, sockets, holdMs);
  });
  const watch = await when(first !== undefined && plan.watch !== undefined, () => {
    const { sockets = 0, watchMs = 0 } = plan.watch ?? {};
    return watchSockets(plan, open, world, sockets, watchMs);
  });
  return {
    endpoint,
    at,
    names,
    handshakes,
    ...(byTls && versions && { tls: { address: byTls.address, versions } }),
    ...(plain && { plain }),
    ...(echo && { echo }),
    ...(held && held.length > 0 && { idle: { seconds: plan.idleMs / 1000, held } }),
    ...(sizes && { sizes }),
    ...(crowd && { crowd }),
    ...(watch && { watch }),
    isInterrupted: signal.aborted,
  };
}

const addressOf = ({ address, family }: Handshake): Address => ({ address, family });

/** One handshake with each address, in parallel, each waiting its turn to start. */
async function eachAddress(
  plan: Plan,
  addresses: readonly Address[],
  world: World,
): Promise<readonly Handshake[]> {
  const handshakes = await Promise.all(
    addresses.map(async (to) => {
      await world.turn();
      if (world.signal.aborted) return undefined;
      world.show(`handshake at ${to.address}`);
      const { handshake, live } = await openSocket(plan, to);
      live?.leave();
      return handshake;
    }),
  );
  return handshakes.filter((each) => each !== undefined);
}
