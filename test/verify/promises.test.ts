// Promises about certificates, headers, cookies, messages and deployments: each met, not met, and not seen.
import { describe, expect, it } from 'vitest';
import type { Config, ConfigInput } from '../../src/config/schema/index.ts';
import { parseConfig } from '../../src/config/validate.ts';
import { elbPage, ELB_SERVER } from '../../src/alb/intermediaries.ts';
import { judge } from '../../src/verify/judge.ts';
import type {
  Answer,
  Certificate,
  Cut,
  Ending,
  Handshake,
  Observations,
  SizeTried,
} from '../../src/verify/observations.ts';
import { makeAuthorities } from '../helpers/certificates.ts';
import { observed, open } from '../helpers/observed-endpoint.ts';
import { temporaryFolder } from '../helpers/tools.ts';
import { listen, look, webSocketServer } from '../helpers/verify-lab.ts';

const verdictOf = (key: string, input: ConfigInput, more: Partial<Observations> = {}): string | undefined =>
  judge(observed(more), parseConfig(input)).promises.find((each) => each.key === key)?.verdict;

const withAnswer = (answer: Partial<Answer>, kind: 'open' | 'refused' = 'open'): Partial<Observations> => {
  const whole: Answer = { status: 101, headers: {}, cookies: [], body: '', isCut: false, ...answer };
  const outcome =
    kind === 'open'
      ? ({ kind, answer: whole, subprotocol: '', compression: false } as const)
      : ({ kind, answer: whole } as const);
  return { handshakes: [{ ...open, outcome }] };
};

describe('names of the certificate', () => {
  const KEY = 'listener.https.certificate';
  const input = (https: object = {}): ConfigInput => ({
    listener: {
      https: {
        certificate: { domainName: 'ws.example.com', subjectAlternativeNames: ['*.chat.example.com'] },
        ...https,
      },
    },
  });
  const shown = (...names: string[]): Partial<Observations> => {
    const certificate: Certificate = {
      subject: 'CN=x',
      issuer: 'CN=y',
      names,
      fingerprint: '',
      validFrom: new Date(0),
      validTo: new Date('2030-01-01'),
      sent: 2,
      isSelfSigned: false,
      matchesName: true,
      protocol: 'TLSv1.3',
      cipher: '',
    };
    return { handshakes: [{ ...open, certificate }] };
  };

  it.each([
    ['as promised', ['ws.example.com', '*.chat.example.com'], 'met'],
    ['in another case, with more', ['WS.example.com', '*.Chat.example.com', 'b.example'], 'met'],
    ['covered by a wildcard', ['*.example.com', '*.chat.example.com'], 'met'],
    ['a name is missing', ['ws.example.com'], 'not met'],
    ['a wildcard matches one label', ['ws.example.com', '*.example.com'], 'not met'],
  ] as const)('%s', (_name, names, verdict) => {
    expect(verdictOf(KEY, input(), shown(...names))).toBe(verdict);
  });

  it('no certificate was shown, or there may be another one for the name in the URL', () => {
    expect(verdictOf(KEY, input())).toBe('not seen');
    const more = input({
      additionalCertificateArns: ['arn:aws:acm:eu-west-1:123456789012:certificate/2'],
      certificate: { domainName: 'chat.example.net' },
    });
    expect(verdictOf(KEY, more, shown('ws.example.com'))).toBe('not seen');
    expect(verdictOf(KEY, {}, shown('ws.example.com'))).toBeUndefined();
  });
});

describe('mutual TLS', () => {
  const KEY = 'listener.https.mutualTls';
  const verify: ConfigInput = {
    listener: {
      https: {
        mutualTls: {
          mode: 'verify',
          trustStoreArn:
            'arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/clients/73e2d6bc24d8a067',
        },
      },
    },
  };
  const failed = (code: string): Partial<Observations> => {
    const handshake: Handshake = {
      address: '192.0.2.1',
      family: 4,
      outcome: { kind: 'failed', stage: 'answer', code, message: '' },
    };
    return { handshakes: [handshake] };
  };

  it('a client without a certificate is answered, rejected, or does not get that far', () => {
    expect(verdictOf(KEY, verify)).toBe('not met');
    expect(verdictOf(KEY, verify, failed('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'))).toBe('met');
    expect(verdictOf(KEY, verify, failed('ECONNREFUSED'))).toBe('not seen');
  });

  it('does not count as a broken wss://', () => {
    const port = 'listener.https.port';
    expect(verdictOf(port, verify, failed('ECONNRESET'))).toBe('not seen');
    expect(verdictOf(port, {}, failed('ECONNRESET'))).toBe('not met');
  });

  it.each([
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ECONNRESET',
  ])('%s is a finding only if mutual TLS is not promised', (code) => {
    for (const stage of ['tls', 'answer'] as const) {
      const seen = observed({
        handshakes: [{ ...open, outcome: { kind: 'failed', stage, code, message: '' } }],
      });
      const codes = (config?: Config) => judge(seen, config).findings.map((finding) => finding.code);
      const found = stage === 'tls' ? 'tls-failed' : 'handshake-unanswered';
      expect(codes()).toContain(found);
      expect(codes(parseConfig({}))).toContain(found);
      expect(codes(parseConfig(verify))).not.toContain(found);
    }
  });

  it('passthrough is visible to the target only', () => {
    expect(verdictOf(KEY, { listener: { https: { mutualTls: { mode: 'passthrough' } } } })).toBe('not seen');
  });

  it.each([
    [true, 'met'],
    [false, 'not met'],
  ] as const)('a real server that requests a certificate, and requires it: %s', async (insists, verdict) => {
    const authorities = makeAuthorities(temporaryFolder());
    const port = await listen(
      webSocketServer(undefined, {
        tls: { ...authorities.issue(['localhost']), requestCert: true, rejectUnauthorized: insists },
      }),
    );
    const report = await look({
      url: `wss://localhost:${port}/`,
      options: { connectTo: '127.0.0.1', insecure: true },
      config: parseConfig(verify),
    });
    expect(report.promises.find(({ key }) => key === KEY)?.verdict).toBe(verdict);
  });
});

describe('headers of the listener', () => {
  const HSTS = 'listener.https.hsts';
  const HIDDEN = 'listener.https.hideServerHeader';
  const strict: ConfigInput = { listener: { https: { hsts: { maxAge: 600, includeSubDomains: true } } } };
  const hidden: ConfigInput = { listener: { https: { hideServerHeader: true } } };

  it.each([
    ['max-age=600; includeSubDomains', 'met'],
    ['includesubdomains;max-age=600', 'met'],
    ['max-age=60; includeSubDomains', 'not met'],
    ['max-age=600', 'not met'],
  ])('Strict-Transport-Security: %s', (value, verdict) => {
    expect(verdictOf(HSTS, strict, withAnswer({ headers: { 'strict-transport-security': value } }))).toBe(
      verdict,
    );
  });

  it('a 101 without it proves nothing, and without the key nothing is promised', () => {
    expect(verdictOf(HSTS, strict)).toBe('not seen');
    expect(verdictOf(HSTS, {})).toBeUndefined();
  });

  it("the server header is hidden if the load balancer's own response lacks it", () => {
    const page = elbPage(503) ?? '';
    const answer = (headers: Record<string, string>) =>
      withAnswer({ status: 503, headers, body: page }, 'refused');
    expect(verdictOf(HIDDEN, hidden, answer({}))).toBe('met');
    expect(verdictOf(HIDDEN, hidden, answer({ server: ELB_SERVER }))).toBe('not met');
    expect(verdictOf(HIDDEN, hidden)).toBe('not seen');
    const server = withAnswer({ status: 503, headers: { server: 'nginx' }, body: 'x' }, 'refused');
    expect(verdictOf(HIDDEN, hidden, server)).toBe('not seen');
  });
});

describe('stickiness', () => {
  const KEY = 'target.stickiness';
  const app: ConfigInput = { target: { stickiness: { type: 'app_cookie', cookieName: 'SESSION' } } };
  const lb: ConfigInput = { target: { stickiness: { type: 'lb_cookie' } } };
  const none: ConfigInput = { target: { stickiness: { type: 'none' } } };
  it.each([
    ['app_cookie', app, ['SESSION=1', 'AWSALBAPP-0=x; Path=/'], 'met'],
    ['app_cookie, only the own cookie', app, ['SESSION=1'], 'not seen'],
    ['app_cookie, the cookie of the other type', app, ['AWSALB=x'], 'not met'],
    ['lb_cookie', lb, ['AWSALB=x; Path=/', 'AWSALBCORS=x'], 'met'],
    ['lb_cookie, the cookie of the other type', lb, ['AWSALBAPP-0=x'], 'not met'],
    ['lb_cookie, none', lb, [], 'not seen'],
    ['lb_cookie, a cookie with a similar name', lb, ['AWSALBUM=x'], 'not seen'],
    ['none', none, [], 'not seen'],
    ['none, and there is one', none, ['AWSALB=x'], 'not met'],
  ] as const)('%s', (_name, input, cookies, verdict) => {
    expect(verdictOf(KEY, input, withAnswer({ cookies }))).toBe(verdict);
  });
});

describe('the deregistration delay', () => {
  const watch = (...codes: number[]): Partial<Observations> => ({
    watch: {
      sockets: 2,
      neverOpened: 0,
      watchedMs: 60_000,
      mostDown: 1,
      cuts: codes.map((code, socket): Cut => {
        const ending: Ending = {
          how: code === 1006 ? 'fin' : 'frame',
          code,
          reason: '',
          afterMs: 1000,
          silentMs: 1,
        };
        return { atMs: 1000, socket, ending, address: '192.0.2.1', backAfterMs: 10, attempts: 1 };
      }),
    },
  });
  it.each([
    ['not watched', {}, 'not seen'],
    ['nothing was deployed', watch(), 'not seen'],
    ['every socket ended politely', watch(1001, 1001), 'met'],
    ['a socket was cut', watch(1001, 1006), 'not seen'],
  ] as const)('%s', (_name, more, verdict) => {
    expect(verdictOf('target.deregistrationDelay', {}, more)).toBe(verdict);
  });
});

describe('the size of messages', () => {
  const input: ConfigInput = { workload: { bytesPerMessage: 20_000 } };
  const tooBig: Ending = { how: 'frame', code: 1009, reason: '', afterMs: 10, silentMs: 1 };
  const size = (bytes: number, outcome: SizeTried['outcome']): SizeTried => ({
    bytes,
    outcome,
    ...(outcome === 'closed' && { ending: tooBig }),
  });
  it.each([
    ['a larger one comes back', [size(32_768, 'answered')], 'met'],
    ['a larger one is taken without an answer', [size(32_768, 'no-answer')], 'met'],
    ['a smaller one is refused', [size(1024, 'answered'), size(16_384, 'closed')], 'not met'],
    ['only a larger one is refused', [size(16_384, 'answered'), size(32_768, 'closed')], 'not seen'],
    ['only smaller ones were tried', [size(16_384, 'answered')], 'not seen'],
    ['none was tried', [], 'not seen'],
  ] as const)('%s', (_name, sizes, verdict) => {
    expect(verdictOf('workload.bytesPerMessage', input, { sizes })).toBe(verdict);
  });

  it('nothing is promised without the key', () => {
    expect(verdictOf('workload.bytesPerMessage', {})).toBeUndefined();
  });
});
