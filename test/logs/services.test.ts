// Services of different shapes: healthy ones without findings, and ones with a single fault that must be found.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scanPaths } from '../../src/cli/logs/scan-paths.ts';
import { buildReport } from '../../src/logs/report/report.ts';
import type { Finding, Report, ReportSettings } from '../../src/logs/report/types.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { get, HOUR, newService, NODES, type Service, TARGETS } from './services.ts';

async function reportOn(
  make: (service: Service) => void,
  settings: Partial<ReportSettings> = {},
  change: (line: string) => string = (line) => line,
): Promise<Report> {
  const service = newService(7);
  make(service);
  const file = join(temporaryFolder(), 'access.log');
  writeFileSync(file, service.lines().map(change).join('\n'));
  const result = await scanPaths({ kind: 'access', paths: [file], workers: 0 });
  return buildReport(result, {
    idleTimeout: 60,
    idleTimeoutOrigin: 'given',
    stickiness: undefined,
    top: 10,
    source: 'files',
    ...settings,
  });
}
const told = ({ findings }: Report) => findings.map(({ code, severity }) => `${severity} ${code}`);
function one({ findings }: Report, code: string): Finding {
  const finding = findings.find((each) => each.code === code);
  if (!finding) throw new Error(`no ${code} among ${findings.map((each) => each.code).join(', ')}`);
  return finding;
}
const times = (count: number, make: (index: number) => void): void => {
  for (let index = 0; index < count; index++) make(index);
};

describe('healthy services have no findings', () => {
  it.each<[string, (service: Service) => void]>([
    ['exponential durations', ({ traffic, exponential }) => traffic(4000, 6, () => exponential(40))],
    [
      'mobile: short sockets from everywhere',
      ({ traffic, lognormal }) => traffic(4000, 6, () => lognormal(20, 1.4)),
    ],
    [
      'an office day: all come in the morning and leave in the evening',
      ({ socket, uniform, client, below }) =>
        times(1500, () => {
          const [from, to] = [uniform(0, 1.5 * HOUR), uniform(4.5 * HOUR, 6 * HOUR)];
          socket(from, to - from, { client: client(1200) });
          if (below(3) === 0) socket(uniform(HOUR, 4 * HOUR), uniform(20, 3000));
        }),
    ],
    [
      'NAT: most people share one address',
      ({ traffic, lognormal, ordinary }) => {
        ordinary();
        traffic(5000, 6, () => lognormal(300, 1.2), { client: '203.0.113.7:40000' });
      },
    ],
    [
      'gRPC next to it, in another target group',
      ({ ordinary, request, uniform }) => {
        ordinary();
        times(3000, () =>
          request(uniform(0, 6 * HOUR), '200', {
            type: 'grpcs',
            request: 'POST https://chat.example.com:443/chat.Chat/List HTTP/2.0',
          }),
        );
      },
    ],
    [
      'an HTTP API next to it, with its own errors and scanners',
      ({ ordinary, request, uniform, below }) => {
        ordinary();
        times(6000, (index) =>
          request(uniform(0, 6 * HOUR), ['200', '200', '304', '404', '401', '500'][index % 6] ?? '200', {
            request: get(`/api/users/${below(9999)}`),
          }),
        );
        times(400, (index) =>
          request(uniform(0, 6 * HOUR), '404', {
            request: get(`/${['.env', 'wp-login.php', '.git/config'][index % 3]}`),
            agent: 'zgrab/0.x',
          }),
        );
      },
    ],
    [
      'Socket.IO with stickiness: polls, then upgrades; a few sessions are unknown after a deployment',
      ({ request, socket, uniform, lognormal, client, pick }) =>
        times(1500, (index) => {
          const who = { client: client(), target: pick(TARGETS) };
          const at = uniform(0, 5.5 * HOUR);
          const poll = (sid: string) => ({
            ...who,
            request: get(`/socket.io/?EIO=4&transport=polling${sid}`),
          });
          request(at, '200', poll(''));
          request(at + 0.1, index % 200 === 0 ? '400' : '200', poll('&sid=abc'));
          socket(at + 0.2, lognormal(500, 1), {
            ...who,
            request: get('/socket.io/?EIO=4&transport=websocket&sid=abc'),
          });
        }),
    ],
    [
      'graceful rolling deployments: each target drains over ten minutes',
      ({ ordinary, socket, uniform, lognormal }) => {
        ordinary();
        for (const [index, target] of TARGETS.entries())
          times(300, () => {
            const closed = 2 * HOUR + index * 900 + uniform(0, 600);
            const opened = closed - uniform(600, 5000);
            socket(opened, closed - opened, { target });
            socket(closed + uniform(1, 120), lognormal(600, 0.8));
          });
      },
    ],
    [
      'a monitor that sends plain GETs to the path of the sockets',
      ({ ordinary, request }) => {
        ordinary();
        times(2160, (index) =>
          request(index * 10, '426', { agent: 'kube-probe/1.29', client: '10.0.0.9:4000' }),
        );
        times(360, (index) => request(index * 60, '400', { agent: 'acme-watch/3', client: '10.0.0.8:4000' }));
      },
    ],
    [
      'scanners on host and path of the sockets',
      ({ traffic, lognormal, request, uniform, client }) => {
        traffic(2000, 6, () => lognormal(400, 1.1), { request: get('/') });
        times(900, () =>
          request(uniform(0, 6 * HOUR), '400', {
            request: get('/'),
            agent: 'Mozilla/5.0 zgrab/0.x',
            client: client(900),
          }),
        );
      },
    ],
    [
      'browsers that are redirected from port 80',
      ({ ordinary, request, uniform }) => {
        ordinary();
        times(2000, () =>
          request(uniform(0, 6 * HOUR), '301', {
            type: 'http',
            targetStatus: '-',
            request: get('/chat', 'http://chat.example.com:80'),
          }),
        );
      },
    ],
    [
      'a probe that opens a socket every half minute',
      ({ ordinary, socket }) => {
        ordinary();
        times(720, (index) =>
          socket(index * 30, 0.2, { client: '192.0.2.10:5000', agent: 'blackbox-exporter' }),
        );
      },
    ],
  ])('%s', async (_, make) => {
    const report = await reportOn(make);
    expect(told(report)).toEqual([]);
    expect(report.incidents).toEqual([]);
  });
});

describe('a single fault is identified', () => {
  it('a target crashes: one incident, cause first', async () => {
    const report = await reportOn(({ ordinary, socket, request, uniform, lognormal }) => {
      ordinary();
      const crash = 2.5 * HOUR + 65;
      times(426, () => {
        const closed = crash + uniform(0, 40);
        const opened = closed - uniform(300, 6000);
        socket(opened, closed - opened, { target: TARGETS[1] });
        socket(closed + uniform(1, 50), lognormal(600, 0.8), { target: TARGETS[0] });
      });
      times(120, () => request(crash + uniform(5, 170), '502', { targetStatus: '-', target: TARGETS[1] }));
    });
    expect(report.incidents).toHaveLength(1);
    expect(report.incidents[0]?.codes).toEqual(['target-closed-many', 'upgrade-502', 'reconnect-storm']);
    expect(report.incidents[0]?.text).toMatch(
      /^2026-07-02 08:31 10\.0\.2\.12:8080 closed 4\d\d sockets; 120 upgrades answered 502 on 10\.0\.2\.12:8080 until 08:33; \d+ came back at once until 08:32$/,
    );
    expect(one(report, 'upgrade-502').evidence.join()).toContain('all 120 on 10.0.2.12:8080');
  });

  it('nothing is sent over a fifth of the sockets', async () => {
    const report = await reportOn(({ ordinary, socket, uniform }) => {
      ordinary();
      times(700, () => socket(uniform(0, 5.9 * HOUR), uniform(60, 60.4), { received: 800, sent: 250 }));
    });
    expect(told(report)).toEqual(['error idle-timeout-pile-up']);
  });

  it('a token that is checked every ten seconds', async () => {
    const report = await reportOn(({ ordinary, socket, uniform }) => {
      ordinary();
      times(300, () => socket(uniform(0, 4.9 * HOUR), uniform(3600, 3610)));
    });
    expect(told(report)).toEqual(['warning duration-pile-up']);
    expect(one(report, 'duration-pile-up').values).toMatchObject({ seconds: 3600 });
  });

  it('the longest idle timeout, although another was assumed', async () => {
    const report = await reportOn(({ ordinary, socket, uniform }) => {
      ordinary();
      times(300, () => socket(uniform(0, 4.8 * HOUR), uniform(4000, 4001), { received: 800, sent: 250 }));
    });
    expect(told(report)).toEqual(['error idle-timeout-pile-up']);
    expect(one(report, 'idle-timeout-pile-up').what).toContain('looks like the idle timeout');
  });

  it('a broken client release', async () => {
    const report = await reportOn(({ ordinary, socket, uniform }) => {
      ordinary();
      times(800, () => socket(uniform(0, 5.9 * HOUR), uniform(0.5, 3), { agent: 'chat-desktop/2.1' }));
    });
    expect(told(report)).toEqual(['error sockets-die-young-agent']);
    expect(one(report, 'sockets-die-young-agent').values).toMatchObject({ agent: 'chat-desktop/2.1' });
  });

  it('a load balancer node disappears', async () => {
    const report = await reportOn(({ ordinary, socket, uniform, pick }) => {
      ordinary();
      times(600, () => {
        const closed = 3 * HOUR + uniform(0, 30);
        const opened = closed - uniform(100, 9000);
        socket(opened, closed - opened, { node: NODES[1], target: pick(TARGETS) });
      });
    });
    const finding = one(report, 'node-closed-many');
    expect(finding.values).toMatchObject({ node: NODES[1], targets: 4 });
    expect(told(report)).not.toContain('warning targets-closed-together');
  });

  it('AWS WAF blocks a third', async () => {
    const report = await reportOn(
      ({ ordinary, request, uniform }) => {
        ordinary();
        times(1500, () => request(uniform(0, 6 * HOUR), '403', { targetStatus: '-' }));
      },
      {},
      (line) => (line.includes(' 403 - ') ? line.replace('"forward"', '"waf"') : line),
    );
    expect(told(report)).toEqual(['error upgrade-403']);
    expect(one(report, 'upgrade-403').what).toContain('AWS WAF answered it');
  });

  it('504 after ten seconds: one target cannot be connected to', async () => {
    const report = await reportOn(({ ordinary, request, uniform, iso }) => {
      ordinary();
      times(90, () => {
        const at = uniform(0, 6 * HOUR);
        request(at, '504', { targetStatus: '-', target: TARGETS[3], created: iso(at - 10.002) });
      });
    });
    expect(told(report)).toEqual(['error upgrade-504']);
    expect(one(report, 'upgrade-504').what).toContain('no connection to the target within 10 s');
    expect(one(report, 'upgrade-504').values).toMatchObject({ target: TARGETS[3] });
  });

  it('504 at the idle timeout: connected, but no response', async () => {
    const make = ({ ordinary, request, uniform, iso }: Service): void => {
      ordinary();
      times(90, () => {
        const at = uniform(60, 6 * HOUR);
        request(at, '504', { targetStatus: '-', created: iso(at - 60.01) });
      });
    };
    expect(one(await reportOn(make), 'upgrade-504').what).toContain('did not answer within the idle timeout');
  });

  it('a client reconnects in a loop every eight seconds', async () => {
    const report = await reportOn(({ ordinary, socket }) => {
      ordinary();
      times(900, (index) => socket(index * 9, 8 + (index % 3) / 10, { client: '203.0.113.50:5000' }));
    });
    expect(told(report)).toEqual(['warning client-reconnect-loop']);
  });

  it('a few clients in a loop of less than a second make most of the connections, and the rest is healthy', async () => {
    const report = await reportOn(({ ordinary, socket }) => {
      ordinary();
      for (const address of ['203.0.113.50', '203.0.113.51'])
        times(8000, (index) => socket(index * 2.5, 0.8 + (index % 3) / 100, { client: `${address}:5000` }));
    });
    expect(told(report)).toEqual(['warning client-reconnect-loop']);
  });

  it('most clients in a loop: everything is broken', async () => {
    const report = await reportOn(({ socket }) => {
      for (let client = 1; client <= 40; client++)
        times(200, (index) => socket(index * 4 + client / 50, 0.8, { client: `203.0.113.${client}:5000` }));
    });
    expect(told(report)).toContain('error sockets-die-young');
  });

  it('a target that crashes each hour, with 502 after each crash: each is an incident of both', async () => {
    const report = await reportOn(({ ordinary, socket, request }) => {
      ordinary();
      for (let hour = 1; hour < 6; hour++) {
        const crash = hour * HOUR + 305;
        times(90, (index) => socket(crash - 300 - index * 10, 300 + index * 10, { target: TARGETS[1] }));
        times(40, (index) =>
          request(crash + 1 + index / 4, '502', { targetStatus: '-', target: TARGETS[1] }),
        );
      }
    });
    expect(report.incidents.map(({ codes }) => codes)).toEqual(
      Array.from({ length: 5 }, () => ['target-closed-many', 'upgrade-502']),
    );
    expect(report.incidents[0]?.text).toContain(`40 upgrades answered 502 on ${TARGETS[1]}`);
  });

  it('a Lambda function as target', async () => {
    const report = await reportOn(({ request, uniform }) =>
      times(300, () =>
        request(uniform(0, HOUR), '400', { targetStatus: '-', reason: 'LambdaWebsocketNotSupported' }),
      ),
    );
    expect(told(report)).toEqual(['error upgrade-400']);
    expect(one(report, 'upgrade-400').what).toContain('Lambda function, which cannot take a WebSocket');
  });

  it('one address causes most of the failures', async () => {
    const report = await reportOn(({ ordinary, request, uniform }) => {
      ordinary();
      times(120, () => request(uniform(0, 6 * HOUR), '429'));
      times(5000, () => request(uniform(0, 6 * HOUR), '429', { client: '203.0.113.99:1' }));
    });
    expect(one(report, 'upgrade-429').evidence.join()).toContain(
      'one address has 5,000 of 5,120: 203.0.113.99',
    );
  });

  it('an outage next to a working API: names the path, and --path makes it certain', async () => {
    const make = ({ request, uniform }: Service): void => {
      times(3000, () => request(uniform(0, 6 * HOUR), '200', { request: get('/api/v1/users') }));
      times(200, () => request(uniform(0, 6 * HOUR), '503', { targetStatus: '-', request: get('/rt/7') }));
    };
    const unsure = await reportOn(make);
    expect(told(unsure)).toEqual(['warning path-always-fails']);
    expect(one(unsure, 'path-always-fails').remedy).toContain("--path '/rt/:id'");
    expect(told(await reportOn(make, { paths: ['/rt/*'] }))).toEqual(['error upgrade-503']);
  });

  it('too few sockets to judge, with what they have in common', async () => {
    const report = await reportOn(({ socket }) => times(5, (index) => socket(index * 70, 60.01)));
    expect(told(report)).toEqual(['info too-few']);
    expect(one(report, 'too-few').what).toContain('5 of 5 lasted about 60 s');
  });
});
