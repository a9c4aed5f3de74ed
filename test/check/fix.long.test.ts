// Fixes in templates with random faults, layout and quotes: afterwards no fault is left, and nothing else has changed.
import * as fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../../src/check/check.ts';
import { fixTemplate } from '../../src/check/fix/fix.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';

const ELB = 'AWS::ElasticLoadBalancingV2';

type Item = readonly [key: string, value: string];
interface Part {
  readonly type: string;
  readonly list: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly good: readonly Item[];
  /** The text before and after; undefined after if it is removed. */
  readonly wrong: readonly (readonly [Item, Item | undefined])[];
}

const PARTS: readonly Part[] = [
  {
    type: `${ELB}::LoadBalancer`,
    list: 'LoadBalancerAttributes',
    properties: { Subnets: ['subnet-1', 'subnet-2'], Tags: [{ Key: 'account', Value: '0123' }] },
    good: [
      ['deletion_protection.enabled', 'true'],
      ['client_keep_alive.seconds', '600'],
      ['routing.http2.enabled', 'false'],
    ],
    wrong: [
      [
        ['idle_timeout.timeout', '600'],
        ['idle_timeout.timeout_seconds', '600'],
      ],
      [['dns_record.client_routing_policy', 'any_availability_zone'], undefined],
      [
        ['routing.http.desync_mitigation_mode', 'Strictest'],
        ['routing.http.desync_mitigation_mode', 'strictest'],
      ],
    ],
  },
  {
    type: `${ELB}::TargetGroup`,
    list: 'TargetGroupAttributes',
    properties: { TargetType: 'lambda' },
    good: [['lambda.multi_value_headers.enabled', 'true']],
    wrong: [
      [['deregistration_delay.timeout_seconds', '60'], undefined],
      [['proxy_protocol_v2.enabled', 'false'], undefined],
    ],
  },
  {
    type: `${ELB}::Listener`,
    list: 'ListenerAttributes',
    properties: { Port: 80, Protocol: 'HTTP' },
    good: [['routing.http.response.server.enabled', 'false']],
    wrong: [[['routing.http.request.x_amzn_tls_version.header_name', 'tls'], undefined]],
  },
];
const FIXABLE = new Set(CHECK_RULES.flatMap(({ code, fix }) => (fix?.mode === 'safe' ? [code] : [])));

const asItem = ([Key, Value]: Item) => ({ Key, Value });

/** A template with faults, and the expected result. */
const templates = fc
  .array(
    fc.constantFrom(...PARTS).chain((part) =>
      fc.record({
        part: fc.constant(part),
        items: fc.shuffledSubarray([...part.good.map((item) => [item, item] as const), ...part.wrong]),
        twice: fc.boolean(),
        before: fc.boolean(),
      }),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) => {
    const made = (side: 0 | 1) =>
      Object.fromEntries(
        parts.map(({ part, items, twice, before }, index) => {
          const kept = items.flatMap((pair): Item[] => (pair[side] ? [pair[side]] : []));
          const [first] = items;
          // A duplicate of a correct attribute, at the end.
          const all = side === 0 && twice && first?.[0] === first?.[1] && first ? [...kept, first[0]] : kept;
          const list = all.length > 0 ? { [part.list]: all.map(asItem) } : {};
          const Properties = before ? { ...list, ...part.properties } : { ...part.properties, ...list };
          return [`Part${index}`, { Type: part.type, Properties }];
        }),
      );
    return [{ Resources: made(0) }, { Resources: made(1) }] as const;
  });

const layouts = fc.record({
  indent: fc.integer({ min: 2, max: 5 }),
  flowLevel: fc.constantFrom(-1, 2, 4, 5, 6),
  noArrayIndent: fc.boolean(),
  quotingType: fc.constantFrom<'"' | "'">('"', "'"),
  forceQuotes: fc.boolean(),
});
const texts = fc.oneof(
  layouts.map((layout) => (value: object) => dump(value, { ...layout, lineWidth: -1, noRefs: true })),
  fc.constantFrom('', '  ', '\t').map((space) => (value: object) => JSON.stringify(value, undefined, space)),
);

const found = (text: string): readonly string[] => {
  const result = checkTemplate(text);
  if (!result.ok) throw new Error(result.reason);
  return result.findings.map(({ code }) => code).filter((code) => FIXABLE.has(code));
};

describe('random templates', () => {
  it('are fixed in one run, to the expected result, keeping every comment', () => {
    fc.assert(
      fc.property(
        templates,
        texts,
        fc.boolean(),
        fc.boolean(),
        ([wrong, right], write, isCrlf, isCommented) => {
          const lines = write(wrong);
          const isFlow = /[{[]/.test(lines);
          const commented =
            isCommented && !isFlow
              ? lines
                  .split('\n')
                  .map((line, index) =>
                    line === '' ? line : `${' '.repeat(index % 9)}# comment ${index}\n${line}`,
                  )
                  .join('\n')
              : lines;
          const text = isCrlf ? commented.replaceAll('\n', '\r\n') : commented;
          const { text: after } = fixTemplate(text, CHECK_RULES);
          expect(load(after)).toEqual(right);
          expect(found(after)).toEqual([]);
          expect(after.match(/# comment \d+/g)).toEqual(text.match(/# comment \d+/g));
          expect(after.replaceAll('\r\n', '').includes(isCrlf ? '\n' : '\r')).toBe(false);
          // Lines are changed or removed; none is added or moved.
          const before = new Set(text.split('\n'));
          const changed = after.split('\n').filter((line) => !before.has(line));
          expect(changed.length).toBeLessThanOrEqual(isFlow ? 10 : 12);
          expect(fixTemplate(after, CHECK_RULES)).toEqual({ text: after, fixed: [], left: [] });
        },
      ),
      { numRuns: 300 },
    );
  });
});
