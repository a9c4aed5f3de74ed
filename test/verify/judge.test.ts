// What cannot be built on loopback: timeouts of distant layers, machines without IPv6 or TLS 1.0, and the formats.
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/validate.ts';
import { elbPage } from '../../src/alb/intermediaries.ts';
import { judge } from '../../src/verify/judge.ts';
import type { Ending, Handshake, Held, Observations } from '../../src/verify/observations.ts';
import { formatJson } from '../../src/verify/report/format-json.ts';
import { formatJunit } from '../../src/verify/report/format-junit.ts';
import { formatText } from '../../src/verify/report/format-text.ts';
import { observed, open } from '../helpers/observed-endpoint.ts';
import { codes } from '../helpers/verify-lab.ts';

const fin = (seconds: number, how: Ending['how'] = 'fin'): Ending => ({
  how,
  code: 1006,
  reason: '',
  afterMs: seconds * 1000,
  silentMs: seconds * 1000,
});

const held = (kind: Held['kind'], heldSeconds: number, more: Partial<Held> = {}): Held => ({
  kind,
  heldMs: heldSeconds * 1000,
  serverPings: [],
  serverMessages: [],
  roundTrips: [],
  ...more,
});

/** Silent sockets that end after some seconds, next to one with pings that stays open. */
const silentFor = (seconds: number, how?: Ending['how']): Observations =>
  observed({
    idle: {
      seconds: 4000,
      held: [
        held('silent', seconds, { ending: fin(seconds, how) }),
        held('silent', seconds, { ending: fin(seconds + 0.2, how) }),
        held('pinging', 4000),
      ],
    },
  });

describe('who closed the socket', () => {
  it.each([
    [60.02, /^Likely the default idle timeout of an Application Load Balancer/],
    [340.3, /^Likely Global Accelerator/],
    [350.4, /^Likely a Network Load Balancer/],
    [600.2, /^Likely CloudFront/],
  ])('after %d s of silence', (seconds, words) => {
    const [finding] = judge(silentFor(seconds), undefined).findings;
    expect(finding?.code).toBe('silent-socket-closed');
    expect(finding?.causes[0]).toMatch(words);
    expect(finding?.causes.at(-1)).toContain('server process');
  });

  it.each([30, 55, 65, 120, 300, 400])('near miss: %d s is no known timeout', (seconds) => {
    const [finding] = judge(silentFor(seconds), undefined).findings;
    expect(finding?.causes.join(' ')).not.toContain('Likely');
    expect(finding?.causes[0]).toContain('A timeout of');
  });

  it("the config's idle timeout comes before the defaults, and is info", () => {
    const config = parseConfig({ name: 'chat', loadBalancer: { idleTimeout: 60 } });
    const { findings, promises } = judge(silentFor(60.1), config);
    expect(findings[0]).toMatchObject({ severity: 'info' });
    expect(findings[0]?.causes[0]).toContain('loadBalancer.idleTimeout of the config, 60 s');
    expect(promises.find(({ key }) => key === 'loadBalancer.idleTimeout')?.verdict).toBe('met');
  });

  it('near miss: the config promises more than the socket lived', () => {
    const config = parseConfig({ name: 'chat', loadBalancer: { idleTimeout: 600 } });
    const { findings, promises } = judge(silentFor(60.1), config);
    expect(findings[0]).toMatchObject({ severity: 'warning' });
    expect(promises.find(({ key }) => key === 'loadBalancer.idleTimeout')?.verdict).toBe('not met');
  });

  it('RST and close frames are named as such', () => {
    expect(judge(silentFor(20, 'reset'), undefined).findings[0]?.what).toContain('RST');
    expect(judge(silentFor(60, 'frame'), undefined).findings[0]?.causes[0]).toContain('The server itself');
  });
});

describe('what cannot be tested from here', () => {
  const unreachable = (code: string): Handshake => ({
    address: '2001:db8::1',
    family: 6,
    outcome: { kind: 'failed', stage: 'connect', code, message: code },
  });

  it('an unroutable IPv6 address is untested; one that does not answer is dead', () => {
    const without = judge(observed({ handshakes: [open, unreachable('ENETUNREACH')] }), undefined);
    expect(codes(without)).toEqual([]);
    expect(without.untested.map(({ what }) => what)).toContain('2001:db8::1');
    const dead = judge(observed({ handshakes: [open, unreachable('TIMEOUT')] }), undefined);
    expect(codes(dead)).toEqual(['address-dead']);
  });

  it.each([
    ['refused', 'met'],
    ['unknown', 'not seen'],
    ['accepted', 'not met'],
  ] as const)('TLS 1.0 and 1.1 %s: the policy is %s', (support, verdict) => {
    const versions = { '1.0': support, '1.1': support, '1.2': 'accepted', '1.3': 'accepted' } as const;
    const report = judge(
      observed({ tls: { address: '192.0.2.1', versions } }),
      parseConfig({ name: 'chat' }),
    );
    expect(report.promises.find(({ key }) => key === 'listener.https.sslPolicy')?.verdict).toBe(verdict);
    expect(codes(report)).toEqual(support === 'accepted' ? ['tls-old'] : []);
    expect(report.untested.some(({ what }) => what.includes('TLS 1.0, 1.1'))).toBe(support === 'unknown');
  });
});

describe('promises', () => {
  const config = parseConfig({
    name: 'chat',
    heartbeat: 30,
    loadBalancer: { idleTimeout: 600 },
    network: { ipAddressType: 'dualstack' },
  });
  const verdicts = (more: Partial<Observations>): Record<string, string> =>
    Object.fromEntries(judge(observed(more), config).promises.map(({ key, verdict }) => [key, verdict]));

  it('without observations, nothing is met and nothing is refused', () => {
    const names = { kind: 'literal', addresses: [{ address: '192.0.2.1', family: 4 }] } as const;
    const seen = verdicts({ names, handshakes: [] });
    expect(seen['loadBalancer.idleTimeout']).toBe('not seen');
    expect(seen['heartbeat']).toBe('not seen');
    expect(seen['network.ipAddressType']).toBe('not seen');
    expect(seen['listener.http']).toBe('not seen');
  });

  it('IPv6 that was promised is missing', () => {
    expect(verdicts({})['network.ipAddressType']).toBe('not met');
  });

  it.each([
    [[], 20, 'not seen'],
    [[], 90, 'not met'],
    [[30_000, 60_000, 90_000], 100, 'met'],
    [[55_000, 110_000, 165_000], 170, 'not met'],
  ] as const)('server pings at %j within %d s: %s', (serverPings, seconds, verdict) => {
    const idle = { seconds, held: [held('silent', seconds, { serverPings })] };
    expect(verdicts({ idle })['heartbeat']).toBe(verdict);
  });

  it('a silent socket that outlives the idle timeout disproves this config', () => {
    const silent = (seconds: number, serverPings: readonly number[]) => ({
      idle: { seconds, held: [held('silent', seconds, { serverPings })] },
    });
    expect(verdicts(silent(640, []))['loadBalancer.idleTimeout']).toBe('not met');
    expect(verdicts(silent(640, [30_000, 60_000]))['loadBalancer.idleTimeout']).toBe('met');
    expect(verdicts(silent(580, []))['loadBalancer.idleTimeout']).toBe('not seen');
  });
});

describe('formats', () => {
  const evil = '\u001B[2J\u202E]]><x a="\'&\u0000';
  const refused: Handshake = {
    ...open,
    outcome: {
      kind: 'refused',
      answer: { status: 502, headers: { server: evil }, cookies: [], body: evil, isCut: false },
    },
  };
  const report = judge(observed({ handshakes: [refused] }), parseConfig({ name: 'chat' }));

  it('text shows no control characters from a server', () => {
    const text = formatText(report);
    expect(text).toContain('handshake-refused');
    for (const control of ['\u001B', '\u202E', '\u0000']) expect(text).not.toContain(control);
  });

  it('JSON can be parsed', () => {
    const data = JSON.parse(formatJson(report)) as { fine: boolean; findings: { code: string }[] };
    expect(data.fine).toBe(false);
    expect(data.findings.map(({ code }) => code)).toEqual(codes(report));
  });

  it('JUnit is well-formed, has failures, and skips what was not seen', () => {
    const xml = formatJunit(report);
    // eslint-disable-next-line no-control-regex
    expect(xml).not.toMatch(/[\u0000-\u0008\u001B]/);
    expect(xml).not.toContain('<x a=');
    expect(xml).not.toContain(']]>');
    expect(xml.match(/<failure /g)?.length).toBe(Number(/failures="(\d+)"/.exec(xml)?.[1]));
    expect(xml.match(/<skipped /g)?.length).toBe(Number(/skipped="(\d+)"/.exec(xml)?.[1]));
    expect(xml).toMatch(/<testcase classname="verify" name="handshake-refused: [^"]*"><failure /);
  });
});

it('JUnit skips what could not be seen, such as judgements about sockets when none opened', () => {
  const refused: Handshake = {
    ...open,
    outcome: { kind: 'refused', answer: { status: 403, headers: {}, cookies: [], body: '', isCut: false } },
  };
  const endpoint = { ...observed().endpoint, isSecure: false };
  const xml = formatJunit(judge(observed({ endpoint, handshakes: [refused] }), undefined));
  const skipped = [...xml.matchAll(/name="([\w-]+): [^"]*"><skipped/g)].map(([, code]) => code);
  expect(skipped).toEqual(expect.arrayContaining(['tls-old', 'closed-at-once', 'age-limit', 'watch-cut']));
  expect(skipped).not.toContain('handshake-redirected');
  const seen = formatJunit(judge(observed({ idle: { seconds: 5, held: [held('silent', 5)] } }), undefined));
  expect(seen).toMatch(/name="age-limit: [^"]*"\/>/);
  expect(seen).toMatch(/name="tls-old: [^"]*"\/>/);
  expect(seen).toMatch(/name="watch-cut: [^"]*"><skipped/);
});

it("ELB's pages have the captured lengths", () => {
  expect(elbPage(502)).toHaveLength(122);
  expect(elbPage(503)).toHaveLength(162);
});
