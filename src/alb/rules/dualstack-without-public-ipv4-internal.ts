import type { Rule } from '../rule.ts';
import { elbUserGuide } from '../sources.ts';

const ADDRESSES = 'IpAddressType';
const SCHEME = 'Scheme';

export const dualstackInternal: Rule = {
  code: 'dualstack-without-public-ipv4-internal',
  title: 'Internal load balancer without public IPv4 addresses',
  severity: 'error',
  subject: 'load-balancer',
  reads: [ADDRESSES, SCHEME],
  why: 'An internal load balancer has no public IPv4 addresses to leave out; this address type is for internet-facing ones.',
  source: elbUserGuide('how-elastic-load-balancing-works'),
  judge: (values) =>
    values[ADDRESSES] === 'dualstack-without-public-ipv4' && values[SCHEME] === 'internal'
      ? 'violated'
      : 'met',
  words: (_values, name) => ({
    what: `${name(ADDRESSES)} dualstack-without-public-ipv4 conflicts with ${name(SCHEME)} internal.`,
    allowed: `ipv4 or dualstack with ${name(SCHEME)} internal`,
    remedy: `Set ${name(ADDRESSES)} to dualstack, or ${name(SCHEME)} to internet-facing.`,
  }),
};
