import { describe, expect, it } from 'vitest';
import { client, codes, crowd, findingsOf, one, refused, times } from './scanned.ts';

const get = (path: string) => `GET https://chat.example.com:443${path} HTTP/1.1`;
/** Requests that a target answers with 404, each from another address. */
const missing = (path: string, many: number, more: Parameters<typeof refused>[2] = {}) =>
  times(many, (index) =>
    refused(index, '404', { targetStatus: '404', request: get(path), client: client(index), ...more }),
  );
const NEW_RELEASE = { agent: 'ChatApp/3.2 (Android 14)' };

describe('a path that always fails next to WebSockets that open', () => {
  it('is a warning below a path that opens, requested from many addresses by a release that opens none', async () => {
    const finding = one(
      await findingsOf([...crowd(), ...missing('/ws/v2', 100, NEW_RELEASE)]),
      'path-always-fails',
    );
    expect(finding.severity).toBe('warning');
    expect(finding.evidence.join()).toContain('100 × 404 on chat.example.com/ws/v2');
    expect(finding.evidence.join()).toContain('from 100 addresses');
    expect(finding.remedy).toContain("--path '/ws/v2'");
  });

  it('is info when named like a WebSocket path and requested a few times by user agents that open WebSockets elsewhere', async () => {
    const finding = one(await findingsOf([...crowd(), ...missing('/api/socket', 25)]), 'path-always-fails');
    expect(finding.severity).toBe('info');
    expect(finding.evidence.join()).toContain('100.0 % by user agents that open WebSockets elsewhere');
  });

  it.each([
    [
      'a scanner: one address, an agent that opens none',
      missing('/ws/v2', 100, { client: client(1), agent: 'Go-http-client/1.1' }),
    ],
    ['a bot from many addresses', missing('/ws/v2', 100, { agent: 'Foobot/1.0 (+https://example.com/bot)' })],
    ['a path of another name', missing('/api/rooms', 100, NEW_RELEASE)],
    ['too few', missing('/ws/v2', 10, NEW_RELEASE)],
    ['not a GET', missing('/ws/v2', 100, { ...NEW_RELEASE, request: get('/ws/v2').replace('GET', 'POST') })],
    [
      'a path that is answered well at times',
      [
        ...missing('/ws/v2', 100, NEW_RELEASE),
        refused(5, '200', { targetStatus: '200', request: get('/ws/v2') }),
      ],
    ],
  ])('near miss: %s', async (_, lines) => {
    expect(codes(await findingsOf([...crowd(), ...lines]))).toEqual([]);
  });

  it('counts as failed upgrades when given with --path', async () => {
    const found = await findingsOf([...crowd(), ...missing('/ws/v2', 100, NEW_RELEASE)], { paths: ['/ws*'] });
    expect(codes(found)).toEqual(['upgrade-404']);
  });
});
