// People with generated clients: they arrive, stay for a random time, and leave; until then the client reconnects whenever its
// socket ends.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientOptions } from '../../templates/snippets/reconnect.ts';
import { randomNumbers } from '../../src/rollout/draws.ts';

export type ConnectClient = (url: string, options: ClientOptions) => Client;

/** A socket that ended while its client wanted it. Times in milliseconds. */
export interface Loss {
  readonly code: number;
  readonly at: number;
  /** When the client tries again. */
  readonly tries: number;
  /** When it is open again; undefined until then, or if its person left first. */
  back: number | undefined;
}

export interface Population {
  /** Sockets that are open. */
  readonly open: () => number;
  /** Losses since the previous call. */
  readonly take: () => {
    readonly losses: readonly Loss[];
    readonly lostMessages: number;
    readonly failed: number;
  };
  readonly stop: () => Promise<void>;
}

const MESSAGE_EVERY_MS = 5000;

/** Keeps about this many people online, each for an exponentially distributed time with a mean of `mean` seconds. */
export async function populate(
  connectClient: ConnectClient,
  url: string,
  { people, mean, seed }: { readonly people: number; readonly mean: number; readonly seed: number },
): Promise<Population> {
  const random = randomNumbers(seed);
  const exponential = (of: number) => -of * Math.log(random());
  const clients = new Set<Client>();
  let open = 0;
  let losses: Loss[] = [];
  let lostMessages = 0;
  let failed = 0;
  const lab = { isStopped: false };

  const arrive = (): void => {
    let isOpen = false;
    let loss: Loss | undefined;
    let underWay = 0;
    const client = connectClient(url, {
      onMessage: () => {
        underWay = 0;
      },
      onOpen: () => {
        isOpen = true;
        open += 1;
        if (loss) loss.back = Date.now();
        loss = undefined;
      },
      onDown: ({ code }, wait) => {
        if (!isOpen) {
          failed += 1;
          return;
        }
        isOpen = false;
        open -= 1;
        lostMessages += underWay;
        underWay = 0;
        loss = { code, at: Date.now(), tries: Date.now() + wait, back: undefined };
        losses.push(loss);
      },
      onEnd: () => {
        if (isOpen) open -= 1;
        isOpen = false;
      },
    });
    clients.add(client);
    const talk = setInterval(
      () => {
        // Echoed by the server; what is sent while no socket is open is queued by the client.
        if (isOpen) underWay += 1;
        client.send('hello');
      },
      MESSAGE_EVERY_MS * (0.5 + random()),
    );
    setTimeout(
      () => {
        clearInterval(talk);
        clients.delete(client);
        client.close();
      },
      exponential(mean) * 1000,
    );
  };

  // In steps, so that the servers do not start with a storm.
  for (let index = 0; index < people; index += 100) {
    for (let more = 0; more < Math.min(100, people - index); more++) arrive();
    await sleep(60);
  }
  const comeAndGo = async (): Promise<void> => {
    for (let next = Date.now(); !lab.isStopped; next += exponential(mean / people) * 1000) {
      if (next > Date.now()) await sleep(next - Date.now());
      if (!lab.isStopped) arrive();
    }
  };
  const arriving = comeAndGo();

  return {
    open: () => open,
    take: () => {
      const taken = { losses, lostMessages, failed };
      [losses, lostMessages, failed] = [[], 0, 0];
      return taken;
    },
    stop: async () => {
      lab.isStopped = true;
      for (const client of clients) client.close();
      await arriving;
    },
  };
}
