import { describe, expect, it } from 'vitest';
import { answeredByRule, wordsOfReason } from '../../src/alb/error-reasons.ts';
import { wordsOf504 } from '../../src/alb/gateway-timeout.ts';
import { STATUSES, wordsOfStatus } from '../../src/alb/statuses.ts';

/** From the troubleshooting page of the user guide, read in 2026-11. */
const OF_ELB =
  '000 301 302 400 401 403 405 408 413 414 460 463 464 500 501 502 503 504 505 507 561 562'.split(' ');

describe('statuses', () => {
  it('every status that ELB documents has an explanation that completes a sentence', () => {
    for (const status of OF_ELB) expect(STATUSES, status).toHaveProperty([status]);
    for (const [status, words] of Object.entries(STATUSES)) {
      expect(words.loadBalancer, status).toMatch(/^[a-z].*\.$/i);
      expect(words.target, status).toMatch(/^[a-z].*\.$/i);
      for (const remedy of [words.remedy, words.targetRemedy])
        expect(remedy, status).toMatch(/^[A-Z].*[.)]$/);
    }
  });

  it('an unknown status gets a general explanation that blames nobody', () => {
    expect(wordsOfStatus('418').target).toBe('the server refused it.');
    expect(wordsOfStatus('toString')).toEqual(wordsOfStatus('418'));
  });

  it('503 does not say that targets are unhealthy', () => {
    expect(STATUSES['503'].loadBalancer).not.toContain('healthy');
  });

  it.each([
    [10.001, 60, 'no connection to the target within 10 s.'],
    [60.02, 60, 'the target was connected but did not answer within the idle timeout.'],
    [3600.4, 3600, 'the target was connected but did not answer within the idle timeout.'],
    [31, 60, STATUSES['504'].loadBalancer],
    // Both limits are equal, so neither can be blamed.
    [10, 10, STATUSES['504'].loadBalancer],
  ])('explains a 504 after %d s with an idle timeout of %d s', (seconds, idleTimeout, cause) => {
    expect(wordsOf504(seconds, idleTimeout).loadBalancer).toBe(cause);
  });
});

describe('reasons', () => {
  it.each([
    ['LambdaWebsocketNotSupported', 'cannot take a WebSocket'],
    ['AuthTokenEpRequestTimeout', 'token endpoint'],
    ['AuthMissingStateParam', 'authenticate rule'],
    ['JWTHeaderNotPresent', 'no valid token'],
    ['JWKSRequestFailed', 'JWKS endpoint'],
    ['WAFSomethingNew', 'AWS WAF'],
  ])('%s', (reason, words) => {
    expect(wordsOfReason(reason)?.cause).toContain(words);
  });

  it('an unknown reason has no explanation, and the last action shows who answered', () => {
    expect(wordsOfReason('SomethingNew')).toBeUndefined();
    expect(answeredByRule('waf,fixed-response')).toBe('a fixed-response rule');
    expect(answeredByRule('waf')).toBe('AWS WAF');
    expect(answeredByRule('waf,forward')).toBeUndefined();
    expect(answeredByRule('waf-failed')).toBeUndefined();
    expect(answeredByRule('-')).toBeUndefined();
  });
});
