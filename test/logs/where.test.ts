// --where: the remaining lines are those that match, according to what the lines were made of.
import { BlockList, isIPv6 } from 'node:net';
import { assert, ipV4, ipV6, nat, oneof, pre, property } from 'fast-check';
import { expect, it } from 'vitest';
import { KnownError } from '../../src/common/known-error.ts';
import { COUNTED_LINES, NOT_ASKED_FOR_LINES } from '../../src/logs/layout.ts';
import { readWhere } from '../../src/logs/where.ts';
import { accessLine, type Access } from '../athena/lines.ts';
import { codes, crowd, findingsOf, one, refused, times } from './findings/scanned.ts';
import { scanText } from './summary.ts';

const LINES: readonly Access[] = [
  { client: '198.51.100.1:40000', target: '10.0.1.11:8080' },
  { client: '10.1.2.3:1', target: '-', status: '503', targetStatus: '-', type: 'https' },
  { client: '2001:db8::5:52000', target: '[fe80::1]:443', agent: 'okhttp/4.12.0' },
  {
    client: '10.255.0.1:9',
    status: '502',
    type: 'https',
    request: 'GET https://API.example.com:8443/room/5?x=/ws HTTP/1.1',
  },
  { type: 'http', status: '301', request: 'GET http://[::1]:80/ HTTP/1.1', target: '10.0.1.11:9090' },
  { type: 'h2', status: '-', request: '- - - ', agent: '-', rest: '' },
];

/** The indices of the lines that remain. */
function left(...conditions: string[]): number[] {
  const where = readWhere(conditions).program;
  return LINES.flatMap((line, index) => {
    const { numbers } = scanText(`${accessLine(line)}\n`, { where });
    expect((numbers[COUNTED_LINES] ?? 0) + (numbers[NOT_ASKED_FOR_LINES] ?? 0)).toBe(1);
    return numbers[COUNTED_LINES] === 1 ? [index] : [];
  });
}

it.each([
  [['client=10.0.0.0/8'], [1, 3]],
  [['client=10.1.2.3'], [1]],
  [['client=2001:db8::/32,198.51.100.1'], [0, 2, 4, 5]],
  [['client=::/0'], [0, 1, 2, 3, 4, 5]],
  [
    ['!client=10.0.0.0/8', 'type=wss'],
    [0, 2],
  ],
  [['target=10.0.1.11'], [0, 4]],
  [['target=10.0.1.11:8080'], [0]],
  [['target=-'], [1]],
  [['target=[fe80::1]'], [2]],
  [['node=10.0.1.9'], [0, 1, 2, 3, 4]],
  [['node=-'], [5]],
  [['host=api.example.com'], [3]],
  [['host=*.example.com'], [0, 1, 2, 3]],
  [['path=/ws'], [0, 1, 2]],
  [['path=/room/*'], [3]],
  [['path=/'], [4]],
  [['status=5xx'], [1, 3]],
  [['status=502,301'], [3, 4]],
  [['status=-'], [5]],
  [['status!=101'], [1, 3, 4, 5]],
  [['agent=OKHTTP'], [2]],
  [['agent=mozilla*linux'], [0, 1, 3, 4]],
  [['type=http,h2'], [4, 5]],
  [['elb=chat'], [0, 1, 2, 3, 4, 5]],
  [['elb=app/chat/*'], [0, 1, 2, 3, 4, 5]],
  [['elb=cha'], []],
  [
    ['elb=arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/chat/0123456789abcdef'],
    [0, 1, 2, 3, 4, 5],
  ],
  [['host=[::1]'], [4]],
  [['host=::1'], []],
  [['path=/ro?m/5'], [3]],
  [
    ['type=wss', '!client=203.0.113.0/24'],
    [0, 2],
  ],
  [['path=/ws', 'target=-', '!agent=curl'], [1]],
])('%s', (conditions, expected) => {
  expect(left(...conditions)).toEqual(expected);
});

it.each([
  ['foo=1', /no key "foo"/],
  ['constructor=1', /no key "constructor"/],
  ['client', /is not a condition/],
  ['!client!=10.0.0.1', /two !/],
  ['client=10.0.0.256', /not allowed/],
  ['client=10.0.0.0/33', /not allowed/],
  ['client=1::2::3', /not allowed/],
  ['client=', /a value is missing/],
  ['status=502,', /a value is missing/],
  ['host=chat.example.com:443', /not allowed/],
  ['host=https://chat.example.com', /not allowed/],
  ['path=/ws?room=1', /not allowed/],
  ['status=1234', /not allowed/],
  ['type=ftp', /not allowed/],
  ['path=ws', /not allowed/],
  [`agent=${'x'.repeat(9000)}`, /too long/],
])('%s is refused', (condition, words) => {
  expect(() => readWhere([condition])).toThrow(words);
});

it('reports all mistakes at once, with suggestions', () => {
  const problems = (() => {
    try {
      readWhere([
        'client=10.0.0.0/33,10.0.0.1,x',
        'Status=502',
        'user-agent=x',
        'load-balancer=chat',
        'type=wss',
      ]);
    } catch (error) {
      return error instanceof KnownError ? error.problems : [];
    }
    return [];
  })();
  expect(problems.map(({ what, remedy }) => remedy ?? what)).toEqual([
    '"client=10.0.0.0/33,10.0.0.1,x": "10.0.0.0/33" is not allowed.',
    '"client=10.0.0.0/33,10.0.0.1,x": "x" is not allowed.',
    'Did you mean status?',
    'Did you mean agent?',
    'Did you mean elb?',
  ]);
});

it('matches CIDR blocks like Node does', () => {
  const address = oneof(ipV4(), ipV6());
  assert(
    property(address, address, nat(128), (block, client, bits) => {
      const length = isIPv6(block) ? bits : Math.min(bits, 32);
      const list = new BlockList();
      list.addSubnet(block, length, isIPv6(block) ? 'ipv6' : 'ipv4');
      const { numbers } = scanText(`${accessLine({ client: `${client}:1` })}\n`, {
        where: readWhere([`client=${block}/${length}`]).program,
      });
      // Node never matches an IPv4 address with ::/0.
      pre(isIPv6(block) === isIPv6(client));
      expect(numbers[COUNTED_LINES]).toBe(list.check(client, isIPv6(client) ? 'ipv6' : 'ipv4') ? 1 : 0);
    }),
    { numRuns: 300 },
  );
});

it('lines selected by their outcome are not an outage', async () => {
  const failed = times(50, (index) => refused(index, '503'));
  expect(codes(await findingsOf(failed))).toContain('upgrade-503');
  expect(codes(await findingsOf(failed, { isByOutcome: true }))).toEqual([]);
  const both = await findingsOf([...crowd(), ...failed], { isByOutcome: true });
  expect(one(both, 'upgrade-503').severity).toBe('info');
});
