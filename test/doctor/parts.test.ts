// The small parts: quoting, windows, and the formats.
import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { report } from '../../src/doctor/diagnose.ts';
import { formatJson } from '../../src/doctor/report/format-json.ts';
import { formatText } from '../../src/doctor/report/format-text.ts';
import { metricQueries } from '../../src/doctor/collect/metrics.ts';
import { awsCommand, quote } from '../../src/common/shell.ts';
import { windowBefore } from '../../src/doctor/observations/window.ts';
import { collected, context, failed, NOW, request } from './helpers/observed.ts';
import { runs } from '../helpers/scale.ts';

it('quoted arguments reach a program unchanged', () => {
  const argument = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1, maxLength: 4 }), (given) => {
      const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${given.map(quote).join(' ')}`]).toString();
      expect(printed.split('\0').slice(0, -1)).toEqual(given);
    }),
    runs(60),
  );
  expect(awsCommand(['ec2', 'x', "it's"], { region: 'eu-west-1', profile: 'my team' })).toBe(
    `aws ec2 x 'it'\\''s' --region eu-west-1 --profile 'my team'`,
  );
});

describe('windows', () => {
  it.each([
    [900, 60],
    [21_600, 60],
    [86_400, 300],
    [14 * 86_400, 3600],
  ])('%d seconds in periods of %d', (seconds, period) => {
    const window = windowBefore(NOW, seconds);
    expect(window.period).toBe(period);
    const [from, to] = [Date.parse(window.from) / 1000, Date.parse(window.to) / 1000];
    expect(from % period).toBe(0);
    expect(to % period).toBe(0);
    expect(to).toBeGreaterThanOrEqual(NOW.getTime() / 1000);
    expect(NOW.getTime() / 1000 - from).toBeGreaterThanOrEqual(seconds);
    expect((to - from) / period).toBeLessThanOrEqual(500);
  });

  it('the queries fit into one argument each, and each call has at most 500', () => {
    const groups = Array.from(
      { length: 100 },
      (_, index) => `targetgroup/${'x'.repeat(30)}${index}/0123456789abcdef`,
    );
    const calls = metricQueries(`app/${'y'.repeat(32)}/0123456789abcdef`, groups, request.window);
    expect(calls.length).toBeGreaterThan(1);
    for (const queries of calls) {
      expect(queries.length).toBeLessThanOrEqual(500);
      // Linux allows 128 KiB in one argument.
      expect(JSON.stringify(queries).length).toBeLessThan(131_072);
    }
    expect(new Set(calls.flat().map(({ Id }) => Id)).size).toBe(calls.flat().length);
  });
});

describe('the report', () => {
  const ill = (instead: Parameters<typeof collected>[0]) =>
    report(collected(instead), context(), NOW, request.window);
  const stopped = ill((call) =>
    call.args[1] === 'describe-target-health'
      ? {
          ok: true,
          value: {
            TargetHealthDescriptions: [
              {
                Target: { Id: 'i-1', Port: 8080 },
                TargetHealth: {
                  State: 'unused',
                  Reason: 'Target.InvalidState',
                  Description: '\u001b[31mTarget is in the stopped state',
                },
              },
            ],
          },
        }
      : call.args[1] === 'describe-certificate'
        ? failed('access-denied', 'AccessDeniedException')
        : call.args[1] === 'describe-instances'
          ? { ok: true, value: {} }
          : undefined,
  );

  it('as text: findings, missing parts, a summary, and no control characters from AWS', () => {
    const text = formatText(stopped);
    expect(text).toMatch(/^chat-WebSocketALB-2NCD764M6REH: 1 error\. Metrics from/);
    expect(text).toContain('  1 thing could not be read; the end of this report lists it.\n');
    expect(text).toContain('\nerror  target-stopped  chat-WebSocketTarge-CWTZAE4OWV4N\n');
    expect(text).toContain('    aws ec2 start-instances --instance-ids i-1 --region eu-west-1\n');
    expect(text).toContain('Could not read (anything that depends on it was not judged):');
    expect(text).toContain('needs permission acm:DescribeCertificate');
    expect(text).not.toContain('\u001b');
  });

  it('as JSON: the same content', () => {
    const data = JSON.parse(formatJson(stopped));
    expect(data.healthy).toBe(false);
    const unseen = ill((call) =>
      call.args[1] === 'describe-certificate' ? failed('access-denied') : undefined,
    );
    expect(JSON.parse(formatJson(unseen))).toMatchObject({ healthy: false, parts: [{ findings: [] }] });
    expect(data.parts[0].findings.map(({ code }: { code: string }) => code)).toEqual(['target-stopped']);
    expect(data.missing).toMatchObject([{ permission: 'acm:DescribeCertificate', reason: 'access-denied' }]);
    expect(data.missing[0].command).toMatch(/^aws acm describe-certificate --certificate-arn arn:/);
  });

  it('of a healthy load balancer', () => {
    expect(formatText(ill(() => undefined))).toBe(
      [
        'chat-WebSocketALB-2NCD764M6REH: healthy. Metrics from 2026-11-22T16:17:00Z to 2026-11-22T17:18:00Z.',
        '  created by the CloudFormation stack chat',
        '  chat-WebSocketTarge-CWTZAE4OWV4N: gets sockets from default action of HTTPS 443; 2 of 2 targets healthy',
        '',
      ].join('\n'),
    );
  });
});
