import { describe, expect, it } from 'vitest';
import { codes, crowd, findingsOf, handshake, one, refused, socket, times } from './scanned.ts';

describe('refused upgrades', () => {
  it('each status has its own explanation', async () => {
    const causes = new Set<string | undefined>();
    const statuses = ['400', '426', '464', '501', '502', '503', '504'];
    for (const status of statuses) {
      const finding = one(await findingsOf([...crowd(), refused(5, status)]), `upgrade-${status}`);
      expect(finding.values).toMatchObject({ status, count: 1, byTarget: 0 });
      causes.add(finding.what.split(': ')[1]);
    }
    expect(causes.size).toBe(statuses.length);
  });

  it('the explanation depends on who answered', async () => {
    const byTarget = one(
      await findingsOf([...crowd(), refused(5, '503', { targetStatus: '503' })]),
      'upgrade-503',
    );
    expect(byTarget.what).toContain('the server is full');
    const byLoadBalancer = one(await findingsOf([...crowd(), refused(5, '503')]), 'upgrade-503');
    expect(byLoadBalancer.what).toContain('no registered target');
  });

  it('the severity depends on the share of all attempts', async () => {
    const severity = async (many: number, of: number) =>
      one(await findingsOf([...crowd(of), ...times(many, (index) => refused(index, '502'))]), 'upgrade-502')
        .severity;
    expect(await severity(1, 1200)).toBe('info');
    expect(await severity(2, 600)).toBe('warning');
    expect(await severity(7, 600)).toBe('error');
  });

  it('a status without an explanation is stated as it is', async () => {
    expect(one(await findingsOf([...crowd(), refused(5, '418')]), 'upgrade-refused').what).toContain('418');
  });

  it('near misses: another path, another method, and successful requests', async () => {
    const get = (path: string) => `GET https://chat.example.com:443${path} HTTP/1.1`;
    const lines = [
      ...crowd(),
      refused(5, '502', { request: get('/api') }),
      refused(5, '502', { request: get('/ws').replace('GET', 'POST') }),
      refused(5, '200'),
      refused(5, '304'),
    ];
    expect(codes(await findingsOf(lines))).toEqual([]);
  });
});

describe('TLS', () => {
  it('versions older than 1.2, by version and port', async () => {
    const old = times(3, (index) =>
      socket(index, 20, { protocol: 'TLSv1.1', cipher: 'ECDHE-RSA-AES128-SHA' }),
    );
    const finding = one(await findingsOf([...crowd(), ...old]), 'tls-old');
    expect(finding.values).toMatchObject({ connections: 3 });
    expect(finding.evidence).toContain('3 × TLSv1.1 ECDHE-RSA-AES128-SHA on port 443');
  });

  it('near misses: 1.2, 1.3 and none', async () => {
    const fine = ['TLSv1.2', 'TLSv1.3', '-'].map((protocol) => socket(1, 20, { protocol, cipher: '-' }));
    expect(codes(await findingsOf([...crowd(), ...fine]))).toEqual([]);
  });

  it('failed handshakes in the connection log', async () => {
    const kind = 'connection' as const;
    const good = times(20, (index) => handshake(index));
    expect(codes(await findingsOf(good, { kind }))).toEqual([]);
    const bad = [...good, handshake(30, { status: 'Failed:ClientCertExpired', latency: '-' })];
    const finding = one(await findingsOf(bad, { kind }), 'handshakes-failed');
    expect(finding).toMatchObject({ severity: 'error', values: { failed: 1 } });
    expect(finding.evidence).toContain('1 × Failed:ClientCertExpired on port 443');
    const old = [...good, handshake(30, { protocol: 'TLSv1', cipher: 'AES128-SHA' })];
    expect(codes(await findingsOf(old, { kind }))).toEqual(['tls-old']);
  });
});

describe('the routing of a config decides what is meant for WebSockets', () => {
  const get = (path: string, host = 'chat.example.com') => `GET https://${host}:443${path} HTTP/1.1`;
  const failed = (path: string, host?: string) =>
    times(30, (index) => refused(index, '503', { request: get(path, host) }));

  it('by its paths, on its hosts', async () => {
    const settings = { paths: ['/live/*'], hosts: ['*.example.com'] };
    const lines = [...crowd(), ...failed('/live/news')];
    expect(codes(await findingsOf(lines))).not.toContain('upgrade-503');
    expect(codes(await findingsOf(lines, settings))).toContain('upgrade-503');
    const elsewhere = [...crowd(), ...failed('/live/news', 'other.example.org')];
    expect(codes(await findingsOf(elsewhere, settings))).not.toContain('upgrade-503');
  });

  it('requests that its routes handle are not presumed to be upgrades, unless similar ones opened a socket', async () => {
    const settings = { elsewhere: [{ paths: ['/chat/*'] }] };
    expect(codes(await findingsOf(failed('/chat/login')))).toContain('upgrade-503');
    expect(codes(await findingsOf(failed('/chat/login'), settings))).not.toContain('upgrade-503');
    const [opened] = crowd(1);
    const like = [...crowd(), opened!.replace('/ws', '/chat/login'), ...failed('/chat/login')];
    expect(codes(await findingsOf(like, settings))).toContain('upgrade-503');
  });
});
