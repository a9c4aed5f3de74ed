// Events within a minute: a target that closes many sockets, and clients that reconnect all at once.
import { describe, expect, it } from 'vitest';
import { client, codes, crowd, findingsOf, one, refused, socket, times } from './scanned.ts';

const [FIRST, SECOND] = ['10.0.0.1:8080', '10.0.0.2:8080'] as const;

/** One hour of sockets on two targets, one on each every 20 s. */
const hour = (): string[] =>
  [FIRST, SECOND].flatMap((target, which) =>
    times(180, (index) =>
      socket(index * 20, 30 + ((index * 37) % 300), { target, client: client(index * 2 + which) }),
    ),
  );
/** This many sockets that a target closes within 40 s, starting at a second. */
const burst = (target: string, from: number, many: number) =>
  times(many, (index) =>
    socket(from + (index * 40) / many, 400 + ((index * 53) % 900), { target, client: client(index) }),
  );

describe('a target that closes many sockets at once', () => {
  it('one target: gives the minute, the count and the usual count', async () => {
    const finding = one(await findingsOf([...hour(), ...burst(FIRST, 1800, 80)]), 'target-closed-many');
    expect(finding.values).toEqual({ bursts: 1, targets: 1, largest: 83 });
    expect(finding.what).toMatch(/^One target/);
    expect(finding.evidence).toEqual([
      '2026-07-02 10:30: 10.0.0.1:8080 closed 83 connections, usually 3 a minute; 96.5 % of all that closed then',
    ]);
  });

  it('one after the other: a rolling deployment', async () => {
    const found = await findingsOf([...hour(), ...burst(FIRST, 1800, 80), ...burst(SECOND, 2400, 80)]);
    expect(one(found, 'target-closed-many').what).toMatch(/^2 targets .* rolling deploy/);
  });

  it("several in the same minute: not the target's fault", async () => {
    const found = codes(await findingsOf([...hour(), ...burst(FIRST, 1800, 80), ...burst(SECOND, 1800, 80)]));
    expect(found).toContain('targets-closed-together');
    expect(found).not.toContain('target-closed-many');
  });

  it("the target's last sockets: it was removed", async () => {
    const until = hour().filter(
      (line) => !line.includes(FIRST) || line.includes('T10:0') || line.includes('T10:1'),
    );
    const finding = one(await findingsOf([...until, ...burst(FIRST, 1800, 80)]), 'target-closed-many');
    expect(finding.evidence[0]).toContain('none after that');
  });

  it('near misses: a log of one minute, the end of the log, and probes that last less than a minute', async () => {
    const minute = times(30, (index) => socket(index, 40 + index * 7, { client: client(index) }));
    expect(codes(await findingsOf(minute))).toEqual([]);
    const [last] = one(
      await findingsOf([...hour(), ...burst(FIRST, 3540, 80)]),
      'target-closed-many',
    ).evidence;
    expect(last).not.toContain('none after that');
    const probes = times(60, (index) =>
      socket(1801 + index / 2, 1, { target: FIRST, client: client(index) }),
    );
    expect(
      codes(await findingsOf([...hour().filter((_, index) => index % 5 === 0), ...probes])),
    ).not.toContain('target-closed-many');
  });

  it('near misses: fewer than 20, and a target that always closes that many', async () => {
    expect(codes(await findingsOf([...hour(), ...burst(FIRST, 1800, 12)]))).not.toContain(
      'target-closed-many',
    );
    const busy = times(3600, (index) =>
      socket(index, 30 + ((index * 37) % 300), { client: client(index % 999) }),
    );
    expect(codes(await findingsOf([...busy, ...burst('10.0.0.1:8080', 1800, 80)]))).not.toContain(
      'target-closed-many',
    );
  });
});

describe('a reconnect storm', () => {
  /** Sockets opened within 30 s that last a few minutes. */
  const back = (from: number, many: number, by = client) =>
    times(many, (index) => {
      const lasted = 100 + ((index * 37) % 800);
      return socket(from + (index * 30) / many + lasted, lasted, { target: SECOND, client: by(index) });
    });

  it('many return after a target closed many: gives the minute, the size and the target', async () => {
    const finding = one(
      await findingsOf([...hour(), ...burst(FIRST, 1800, 80), ...back(1845, 80)]),
      'reconnect-storm',
    );
    expect(finding.values).toMatchObject({ storms: 1, minute: '2026-07-02 10:30', usual: 6 });
    expect(finding.evidence[0]).toContain('on 10.0.0.1:8080');
    expect(finding.evidence[0]).toContain('by many clients');
  });

  it('names one client that opens most of them', async () => {
    const lines = [...hour(), ...burst(FIRST, 1800, 80), ...back(1830, 80, () => '203.0.113.9:1')];
    const [evidence] = one(await findingsOf(lines), 'reconnect-storm').evidence;
    expect(evidence).toMatch(/9\d\.\d % by 203\.0\.113\.9 alone/);
  });

  it('near misses: new load without closed sockets before it, and too few', async () => {
    expect(codes(await findingsOf([...hour(), ...back(1845, 80)]))).not.toContain('reconnect-storm');
    const few = [...hour(), ...burst(FIRST, 1800, 30), ...back(1845, 30)];
    expect(codes(await findingsOf(few))).not.toContain('reconnect-storm');
  });
});

describe('clients', () => {
  const loop = (many: number, lasted: number, by = '203.0.113.9:1') =>
    times(many, (index) => socket(index * 10, lasted, { client: by }));

  it('that reconnect in a loop: most sockets end within 5 s', async () => {
    const lines = [...crowd(), ...loop(30, 2), refused(1, '403', { client: '203.0.113.9:1' })];
    const finding = one(await findingsOf(lines), 'client-reconnect-loop');
    expect(finding.values).toEqual({ clients: 1, connections: 30 });
    expect(finding.evidence[1]).toBe(
      '203.0.113.9: 30 connections of 2 s in the mean, 6.2 a minute (at most 6); 30 ended within 5 s; 1 request refused',
    );
  });

  it('with endless 8 s connections: also a loop, and not a pile-up of durations', async () => {
    const found = codes(await findingsOf([...crowd(), ...loop(60, 8)]));
    expect(found).toEqual(['client-reconnect-loop']);
  });

  it('near misses: 40 s or longer, too few, many long ones as well, and one probe a minute', async () => {
    const found = async (lines: string[]) => codes(await findingsOf([...crowd(), ...lines]));
    const probe = times(60, (index) => socket(index * 60, 0.2, { client: '203.0.113.9:1' }));
    expect(await found(loop(30, 40))).not.toContain('client-reconnect-loop');
    expect(await found(loop(19, 2))).not.toContain('client-reconnect-loop');
    expect(await found([...loop(30, 2), ...loop(31, 400)])).not.toContain('client-reconnect-loop');
    expect(await found(probe)).not.toContain('client-reconnect-loop');
  });
});
