import { describe, expect, it } from 'vitest';
import { client, codes, crowd, findingsOf, one, socket, times } from './scanned.ts';

const piled = (findings: Awaited<ReturnType<typeof findingsOf>>) =>
  codes(findings).filter((code) => code.endsWith('-pile-up'));
/** Sockets that last a given time, plus or minus half a second. */
const pile = (seconds: number, many: number) =>
  times(many, (index) => socket(index * 7, seconds + (index % 10) / 10 - 0.4, { client: client(index) }));

describe('durations that pile up', () => {
  it('spread evenly: no finding', async () => {
    expect(piled(await findingsOf(crowd()))).toEqual([]);
  });

  it('at the idle timeout, whatever it is', async () => {
    for (const idleTimeout of [5, 60, 350, 4000]) {
      const found = await findingsOf([...crowd(), ...pile(idleTimeout, 40)], { idleTimeout });
      expect(piled(found), `at ${idleTimeout}`).toEqual(['idle-timeout-pile-up']);
    }
  });

  it('counts those nearby, and is an error from a tenth of all sockets', async () => {
    const some = one(await findingsOf([...crowd(), ...pile(60, 40)]), 'idle-timeout-pile-up');
    expect(some).toMatchObject({ severity: 'warning', values: { seconds: 60, connections: 42 } });
    const many = one(await findingsOf([...crowd(), ...pile(60, 100)]), 'idle-timeout-pile-up');
    expect(many).toMatchObject({ severity: 'error', values: { connections: 102 } });
  });

  it('at 60 s with a longer idle timeout: something else closes them', async () => {
    const found = await findingsOf([...crowd(), ...pile(60, 40)], {
      idleTimeout: 600,
      idleTimeoutOrigin: 'config',
    });
    expect(piled(found)).toEqual(['sixty-seconds-pile-up']);
    expect(one(found, 'sixty-seconds-pile-up').evidence.join()).toContain('read from the config');
  });

  it('at 60 s or an idle timeout close to it: one finding, since these are the same connections', async () => {
    for (const idleTimeout of [58, 59, 61, 62]) {
      const found = await findingsOf([...crowd(), ...pile(idleTimeout + 0.5, 40)], { idleTimeout });
      expect(piled(found), `at ${idleTimeout}`).toEqual(['idle-timeout-pile-up']);
    }
    const other = await findingsOf([...crowd(), ...pile(60, 40)], { idleTimeout: 62 });
    expect(piled(other)).toEqual(['sixty-seconds-pile-up']);
  });

  it('elsewhere: only if pronounced', async () => {
    const strong = await findingsOf([...crowd(), ...pile(350, 60)]);
    expect(piled(strong)).toEqual(['duration-pile-up']);
    expect(one(strong, 'duration-pile-up').values).toMatchObject({ seconds: 350 });
    expect(one(strong, 'duration-pile-up').remedy).toContain('NAT gateways');
    expect(piled(await findingsOf([...crowd(), ...pile(350, 15)]))).toEqual([]);
  });

  it('near misses: too few, spread over several seconds, a slope', async () => {
    expect(piled(await findingsOf([...crowd(), ...pile(60, 6)]))).toEqual([]);
    expect(piled(await findingsOf([...crowd(), ...pile(64, 20)]))).toEqual([]);
    // The longer, the fewer: many last 5 s, but more last less.
    const slope = times(2000, (index) => socket(index, 2000 / (index + 1), { client: client(index) }));
    expect(piled(await findingsOf(slope, { idleTimeout: 5 }))).toEqual([]);
  });

  it('at equal distances: a single limit after data at an interval, and a single finding', async () => {
    const piles = [100, 130, 160, 190].flatMap((seconds) => pile(seconds, 60));
    const found = await findingsOf([...crowd(), ...piles]);
    expect(piled(found)).toEqual(['duration-pile-up']);
    const { what, values, severity } = one(found, 'duration-pile-up');
    expect(what).toContain('100, 130, 160 and 190 s, 30 s apart');
    expect(values).toMatchObject({ seconds: 100, step: 30, piles: 4 });
    expect(severity).toBe('warning');
  });

  it('at equal distances from the idle timeout on: that is the limit', async () => {
    const piles = [60, 80, 100].flatMap((seconds) => pile(seconds, 60));
    const { what, remedy } = one(await findingsOf([...crowd(), ...piles]), 'idle-timeout-pile-up');
    expect(what).toContain('the idle timeout of 60 s');
    expect(remedy).toContain('loadBalancer.idleTimeout');
  });

  it('near misses: two piles, or three at different distances, are separate findings', async () => {
    const two = [100, 130].flatMap((seconds) => pile(seconds, 60));
    expect(piled(await findingsOf([...crowd(), ...two]))).toHaveLength(2);
    const three = [100, 130, 300].flatMap((seconds) => pile(seconds, 60));
    expect(piled(await findingsOf([...crowd(), ...three]))).toHaveLength(3);
    // Data every 300 s would not keep a socket open that ends after 300 s without any.
    const multiples = [300, 600, 900].flatMap((seconds) => pile(seconds, 60));
    expect(piled(await findingsOf([...crowd(), ...multiples]))).toHaveLength(3);
  });
});
