// When a client reconnects, on a fake clock and with chosen random numbers.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  keepConnected,
  waitAfter,
  type ClientOptions,
  type Connection,
  type Ending,
  type Events,
} from '../../templates/snippets/reconnect.ts';
import { clientSettings } from '../../templates/snippets/settings.ts';

const { firstWait, longestWait, goingAwayWait, busyWait, heartbeat, connectTimeout } = clientSettings;

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A server that the test controls. */
function server(options: Partial<ClientOptions> = {}, seesPings = true) {
  const sockets: { events: Events; sent: unknown[]; closed: number[]; dropped: boolean }[] = [];
  const seen = {
    messages: [] as unknown[],
    opens: [] as boolean[],
    waits: [] as number[],
    ends: [] as Ending[],
  };
  const client = keepConnected(
    (events): Connection => {
      const socket = { events, sent: [] as unknown[], closed: [] as number[], dropped: false };
      sockets.push(socket);
      return {
        send: (message) => socket.sent.push(message),
        close: (code) => {
          socket.closed.push(code);
          events.ended({ code });
        },
        drop: () => (socket.dropped = true),
      };
    },
    {
      onMessage: (message) => seen.messages.push(message),
      onOpen: (isAgain) => seen.opens.push(isAgain),
      onDown: (_, wait) => seen.waits.push(wait),
      onEnd: (ending) => seen.ends.push(ending),
      ...options,
    },
    seesPings,
  );
  const last = () => sockets.at(-1);
  return { client, sockets, seen, last };
}

describe('how long it waits', () => {
  it('after a cut: a random time that doubles up to the cap', () => {
    const waits = [0, 1, 2, 3, 50].map((failures) => waitAfter({ code: 1006 }, failures));
    expect(waits).toEqual(
      [firstWait, firstWait * 2, firstWait * 4, longestWait, longestWait].map((most) => most * 500),
    );
  });

  it('anywhere between zero and all of it', () => {
    vi.mocked(Math.random).mockReturnValue(0);
    expect(waitAfter({ code: 1006 }, 3)).toBe(0);
    vi.mocked(Math.random).mockReturnValue(0.999);
    expect(waitAfter({ code: 1006 }, 0)).toBeCloseTo(firstWait * 999, 6);
  });

  it('after 1001: a short time, unless an attempt failed before', () => {
    expect(waitAfter({ code: 1001 }, 0)).toBe(goingAwayWait * 500);
    expect(waitAfter({ code: 1001 }, 1)).toBe(firstWait * 1000);
  });

  it('after 503 and 429: never less than the wait for a busy server', () => {
    expect(waitAfter({ code: 1006, status: 503 }, 0)).toBe(busyWait * 1500);
    expect(waitAfter({ code: 1006, status: 429 }, 5)).toBe(busyWait * 1500);
    expect(waitAfter({ code: 1006, status: 502 }, 0)).toBe(firstWait * 500);
  });
});

describe('the client', () => {
  it('reconnects whenever a socket ends, and reports that it is open again', () => {
    const { sockets, seen, last } = server();
    last().events.opened();
    last().events.ended({ code: 1001 });
    expect(sockets).toHaveLength(1);
    vi.advanceTimersByTime(goingAwayWait * 500);
    expect(sockets).toHaveLength(2);
    last().events.opened();
    expect(seen.opens).toEqual([false, true]);
  });

  it('counts a socket that closes immediately as a failure', () => {
    const { seen, last } = server();
    for (let round = 0; round < 3; round++) {
      last().events.opened();
      last().events.ended({ code: 1006 });
      vi.advanceTimersByTime(seen.waits.at(-1) ?? 0);
    }
    expect(seen.waits).toEqual([firstWait * 500, firstWait * 1000, firstWait * 2000]);
    last().events.opened();
    last().events.alive();
    vi.advanceTimersByTime((firstWait + 1) * 1000);
    last().events.ended({ code: 1006 });
    expect(seen.waits.at(-1)).toBe(firstWait * 500);
  });

  it('queues messages while no socket is open, in order, up to a limit', () => {
    const { client, seen, last } = server();
    expect(
      Array.from({ length: 1001 }, (_, index) => client.send(String(index))).filter((sent) => !sent),
    ).toHaveLength(1);
    last().events.opened();
    expect(last().sent).toHaveLength(1000);
    expect(last().sent.slice(0, 3)).toEqual(['0', '1', '2']);
    expect(seen.opens).toEqual([false]);
  });

  it("sends onOpen's messages before the queue", () => {
    const started = server({ onOpen: () => started.client.send('resume') });
    started.client.send('kept');
    started.last().events.opened();
    expect(started.last().sent).toEqual(['resume', 'kept']);
  });

  it.each([
    [{ code: 1000 }],
    [{ code: 1008 }],
    [{ code: 4001 }],
    [{ code: 1006, status: 401 }],
    [{ code: 1006, status: 404 }],
  ])('does not reconnect after %j', (ending) => {
    const { sockets, seen, last } = server();
    last().events.opened();
    last().events.ended(ending);
    vi.advanceTimersByTime(1e6);
    expect(sockets).toHaveLength(1);
    expect(seen.ends).toEqual([ending]);
  });

  it('stops after close, whether open or waiting', () => {
    const open = server();
    open.last().events.opened();
    open.client.close();
    expect(open.last().closed).toEqual([1000]);
    expect(open.seen.ends).toEqual([{ code: 1000 }]);
    const waiting = server();
    waiting.last().events.ended({ code: 1006 });
    waiting.client.close();
    vi.advanceTimersByTime(1e6);
    expect(waiting.sockets).toHaveLength(1);
    expect(waiting.seen.ends).toEqual([{ code: 1000 }]);
    expect(waiting.client.send('more')).toBe(false);
  });

  it('hurry() reconnects early, but only while waiting', () => {
    const { client, sockets, last } = server();
    client.hurry();
    expect(sockets).toHaveLength(1);
    last().events.ended({ code: 1006 });
    client.hurry();
    expect(sockets).toHaveLength(2);
    vi.advanceTimersByTime(longestWait * 500);
    expect(sockets).toHaveLength(2);
  });

  it('ignores further events of a socket that has ended', () => {
    const { seen, last } = server();
    const first = last();
    first.events.opened();
    first.events.ended({ code: 1006 });
    first.events.ended({ code: 1006 });
    first.events.message('late');
    expect(seen.waits).toHaveLength(1);
    expect(seen.messages).toEqual([]);
  });
});

describe('failures that no event reports', () => {
  it('a handshake hangs', () => {
    const { seen, last } = server();
    vi.advanceTimersByTime((connectTimeout + 2) * 1000);
    expect(last().dropped || seen.waits.length === 1).toBe(true);
  });

  it("the server's pings stop", () => {
    const { seen, last } = server();
    const first = last();
    first.events.opened();
    for (let round = 0; round < 5; round++) {
      vi.advanceTimersByTime(heartbeat * 1000);
      first.events.alive();
    }
    expect(first.dropped).toBe(false);
    vi.advanceTimersByTime((2.5 * heartbeat + 2) * 1000);
    expect(first.dropped).toBe(true);
    expect(seen.waits).toHaveLength(1);
  });

  it('a browser sends its probe, and gives up after two without an answer', () => {
    const { last } = server({ probe: 'are you there?' }, false);
    const first = last();
    first.events.opened();
    vi.advanceTimersByTime((heartbeat + 2) * 1000);
    expect(first.sent).toEqual(['are you there?']);
    first.events.message('yes');
    vi.advanceTimersByTime((heartbeat - 2) * 1000);
    expect(first.sent).toHaveLength(1);
    vi.advanceTimersByTime((3 * heartbeat + 4) * 1000);
    expect(first.sent).toHaveLength(3);
    expect(first.dropped).toBe(true);
  });

  it('without a probe, a browser does nothing: silence proves nothing', () => {
    const { last } = server({}, false);
    const first = last();
    first.events.opened();
    vi.advanceTimersByTime(100 * heartbeat * 1000);
    expect(first.dropped).toBe(false);
  });
});
