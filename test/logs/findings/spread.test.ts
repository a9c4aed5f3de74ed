// How sockets are spread over targets, and whether clients return to the same one.
import { describe, expect, it } from 'vitest';
import { client, codes, crowd, findingsOf, one, refused, socket, times } from './scanned.ts';

const on = (target: string, many: number, from: number, to: number, lasted = 30) =>
  times(many, (index) =>
    socket(from + (index * (to - from)) / many, lasted + ((index * 37) % 300), {
      target,
      client: client(index),
    }),
  );
const [A, B, C] = ['10.0.0.1:80', '10.0.0.2:80', '10.0.0.3:80'] as const;

describe('targets', () => {
  it('spread unevenly', async () => {
    const finding = one(await findingsOf([...on(A, 300, 0, 3600), ...on(B, 60, 0, 3600)]), 'targets-uneven');
    expect(finding.values).toMatchObject({ targets: 2, mean: 180, most: 300, least: 60, late: 0 });
  });

  it('spread unevenly after a scale-out: names the newer target', async () => {
    const found = await findingsOf([
      ...on(A, 300, 0, 3600),
      ...on(B, 300, 0, 3600),
      ...on(C, 70, 2600, 3600),
    ]);
    const finding = one(found, 'targets-uneven-after-scale-out');
    expect(finding.values).toMatchObject({ late: 1, least: 70 });
    expect(finding.evidence.join()).toContain('10.0.0.3:80: 70 connections, 10.4 %, since 2026-07-02 10:');
  });

  it.each([
    ['even ones', [...on(A, 200, 0, 3600), ...on(B, 170, 0, 3600)]],
    ['too few to tell', [...on(A, 40, 0, 3600), ...on(B, 8, 0, 3600)]],
    ['one that left early', [...on(A, 300, 0, 3600), ...on(B, 40, 0, 500), ...on(C, 280, 0, 3600)]],
    ['one target alone', on(A, 300, 0, 3600)],
  ])('near miss: %s', async (_, lines) => {
    expect(codes(await findingsOf(lines)).filter((code) => code.startsWith('targets-uneven'))).toEqual([]);
  });
});

describe('stickiness', () => {
  /** Clients that each return ten times, to their own target or to any. */
  const returning = (isSticky: boolean) =>
    times(20, (who) =>
      times(10, (visit) =>
        socket(who + visit * 300, 30 + ((who * 37 + visit * 91) % 400), {
          client: client(who),
          target: [A, B][(isSticky ? who : who + visit) % 2]!,
        }),
      ),
    ).flat();
  const lost = (findings: Awaited<ReturnType<typeof findingsOf>>) =>
    codes(findings).filter((code) => code.startsWith('stick'));

  it('is lost, when the config has sticky cookies', async () => {
    const finding = one(await findingsOf(returning(false), { stickiness: true }), 'stickiness-lost');
    expect(finding).toMatchObject({ severity: 'info', values: { returns: 180, changed: 180 } });
  });

  it('is lost, when targets refuse a session library', async () => {
    const path = 'GET https://chat.example.com:443/socket.io/?sid=1 HTTP/1.1';
    const lines = [
      ...returning(false),
      socket(1, 20, { request: path }),
      ...times(40, (index) => refused(index, '400', { targetStatus: '400', request: path })),
    ];
    expect(one(await findingsOf(lines), 'stickiness-lost').severity).toBe('error');
    // A few unknown sessions follow every deployment.
    const few = lines.slice(0, returning(false).length + 5);
    expect(lost(await findingsOf(few))).toEqual([]);
  });

  it('near misses: it held, it is off, and nothing says that it is on', async () => {
    expect(lost(await findingsOf(returning(true), { stickiness: true }))).toEqual([]);
    expect(lost(await findingsOf(returning(false), { stickiness: false }))).toEqual([]);
    expect(lost(await findingsOf(returning(false)))).toEqual([]);
  });

  it('the load balancer called a cookie invalid', async () => {
    const found = await findingsOf([...crowd(), refused(5, '400', { reason: 'AWSALBTGCookieInvalid' })]);
    expect(lost(found)).toEqual(['sticky-cookie-invalid']);
  });
});
