import { describe, expect, it } from 'vitest';
import {
  deriveRates,
  frameHeaderBytes,
  messageBytes,
  UPGRADE_REQUEST_BYTES,
  UPGRADE_RESPONSE_BYTES,
  type Workload,
} from '../../src/cost/workload.ts';

const load = (more: Partial<Workload> = {}): Workload => ({
  connections: 5000,
  fromClients: 0.5,
  tls: false,
  rules: 0,
  ...more,
});

describe('framing', () => {
  it.each([
    [0, 2],
    [125, 2],
    [126, 4],
    [65_535, 4],
    [65_536, 10],
  ])('RFC 6455 5.2: %i bytes of payload have a header of %i', (payload, header) =>
    expect(frameHeaderBytes(payload)).toBe(header),
  );

  it('RFC 6455 5.7: a masked "Hello" has 11 bytes, an unmasked one 7', () => {
    expect(messageBytes(5, { masked: true, tls: false })).toBe(11);
    expect(messageBytes(5, { masked: false, tls: false })).toBe(7);
  });

  it('TLS adds 22 bytes for each record of at most 16,384 bytes', () => {
    expect(messageBytes(100, { masked: false, tls: true })).toBe(102 + 22);
    expect(messageBytes(16_380, { masked: false, tls: true })).toBe(16_384 + 22);
    expect(messageBytes(16_381, { masked: false, tls: true })).toBe(16_385 + 2 * 22);
  });
});

describe('rates', () => {
  it("Little's law: 5,000 sockets of 30 minutes are 2.78 new connections a second", () => {
    expect(deriveRates(load({ meanConnectionSeconds: 1800 })).rates.newConnectionsPerSecond).toBeCloseTo(
      2.7778,
      4,
    );
  });

  it('heartbeats go both ways', () => {
    const { rates, gigabytesOutPerHour } = deriveRates(load({ heartbeatSeconds: 30 }));
    expect(rates.gigabytesPerHour * 1e9).toBeCloseTo(5000 * 120 * (2 + 6), 3);
    expect(gigabytesOutPerHour * 1e9).toBeCloseTo(5000 * 120 * 2, 3);
  });

  it('messages are split by sender', () => {
    const { rates, gigabytesOutPerHour } = deriveRates(
      load({ messagesPerMinute: 12, bytesPerMessage: 800, fromClients: 0.25 }),
    );
    const messages = 5000 * 12 * 60;
    expect(rates.gigabytesPerHour * 1e9).toBeCloseTo(messages * (0.25 * 808 + 0.75 * 804), 0);
    expect(gigabytesOutPerHour * 1e9).toBeCloseTo(messages * 0.75 * 804, 0);
  });

  it('each new connection includes its upgrade and close frames', () => {
    const { rates } = deriveRates(load({ meanConnectionSeconds: 5000 }));
    expect(rates.gigabytesPerHour * 1e9).toBeCloseTo(
      3600 * (UPGRADE_REQUEST_BYTES + UPGRADE_RESPONSE_BYTES + 8 + 4),
      3,
    );
  });

  it('only upgrades are evaluated against rules, and ten rules are free', () => {
    const evaluations = (rules: number) =>
      deriveRates(load({ meanConnectionSeconds: 100, rules })).rates.ruleEvaluationsPerSecond;
    expect([0, 10, 11, 60].map(evaluations)).toEqual([0, 0, 50, 2500]);
  });

  it('missing inputs are not counted', () => {
    expect(deriveRates(load()).rates).toEqual({
      newConnectionsPerSecond: 0,
      activeConnections: 5000,
      gigabytesPerHour: 0,
      ruleEvaluationsPerSecond: 0,
    });
  });

  it('every derived rate has a step that explains it', () => {
    const names = deriveRates(
      load({
        meanConnectionSeconds: 1800,
        messagesPerMinute: 12,
        bytesPerMessage: 800,
        heartbeatSeconds: 30,
      }),
    ).steps.map(({ name }) => name);
    expect(names).toEqual([
      'new connections',
      'a message to a client',
      'a message from a client',
      'messages',
      'bytes of messages',
      'bytes of heartbeats',
      'bytes of upgrades and closes',
      'processed bytes',
      'rule evaluations',
    ]);
  });
});
