// IP addresses and CIDR blocks. Not node:net, because loading it takes a tenth of Node's startup time.

/** A CIDR block as numbers. */
interface Block {
  readonly version: 4 | 6;
  readonly base: bigint;
  readonly prefix: number;
}

/** IPv4 addresses that are not routed on the internet. Source: RFC 1918, section 3. */
export const PRIVATE_IPV4_BLOCKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

/** IPv6 addresses that are not routed on the internet (unique local addresses). Source: RFC 4193, section 3.1. */
export const PRIVATE_IPV6_BLOCK = 'fc00::/7';

const OCTET = /^(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const GROUP = /^[0-9A-Fa-f]{1,4}$/;

function parseIpv4(address: string): bigint | undefined {
  const octets = address.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet))) return undefined;
  return octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
}

/** No API of EC2 or ELB accepts IPv4 inside IPv6 ("::ffff:10.0.0.1") or zones ("fe80::1%eth0"), so neither does this. */
function parseIpv6(address: string): bigint | undefined {
  const halves = address.split('::');
  const [left = [], right] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - (right?.length ?? 0);
  if (halves.length > 2 || (right ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...(right ?? [])];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

const parseAddress = (address: string): bigint | undefined =>
  isIpv6(address) ? parseIpv6(address) : parseIpv4(address);

function parseBlock(cidr: string): Block | undefined {
  const [address = '', length = '', ...more] = cidr.split('/');
  const base = parseAddress(address);
  if (base === undefined || !/^\d{1,3}$/.test(length) || more.length > 0) return undefined;
  const version = isIpv6(address) ? 6 : 4;
  return Number(length) <= (version === 6 ? 128 : 32) ? { version, base, prefix: Number(length) } : undefined;
}

const hostBits = ({ version, prefix }: Block): bigint => BigInt((version === 6 ? 128 : 32) - prefix);

/** Whether a text is a CIDR block whose host bits are zero, as EC2 requires. */
export function isCidrBlock(cidr: string): boolean {
  const block = parseBlock(cidr);
  return block !== undefined && block.base % 2n ** hostBits(block) === 0n;
}

/** Whether a text is an IPv4 or IPv6 address that a target can have. */
export const isAddress = (address: string): boolean => parseAddress(address) !== undefined;

/** Whether a block contains an address. */
export function contains(cidr: string, address: string): boolean {
  const block = parseBlock(cidr);
  const value = parseAddress(address);
  if (!block || value === undefined || (isIpv6(address) ? 6 : 4) !== block.version) return false;
  return value >> hostBits(block) === block.base >> hostBits(block);
}

/** Whether an address or block is IPv6 rather than IPv4. */
export const isIpv6 = (text: string): boolean => text.includes(':');
