import { isIP, isIPv6 } from 'node:net';

/** A block of addresses as numbers. */
interface Block {
  readonly version: 4 | 6;
  readonly base: bigint;
  readonly prefix: number;
}

function parseAddress(address: string): bigint | undefined {
  const version = isIP(address);
  if (version === 4) return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  // IPv4 inside IPv6, "::ffff:10.0.0.1", is taken by no API of EC2 or ELB.
  if (version !== 6 || address.includes('.') || address.includes('%')) return undefined;
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array<string>(8 - left.length - right.length).fill('0');
  return [...left, ...zeros, ...right].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

function parseBlock(cidr: string): Block | undefined {
  const [address = '', length = ''] = cidr.split('/');
  const base = parseAddress(address);
  if (base === undefined || !/^\d{1,3}$/.test(length)) return undefined;
  const version = isIPv6(address) ? 6 : 4;
  return Number(length) <= (version === 6 ? 128 : 32) ? { version, base, prefix: Number(length) } : undefined;
}

const hostBits = ({ version, prefix }: Block): bigint => BigInt((version === 6 ? 128 : 32) - prefix);

/** Whether a text is a CIDR block whose host bits are zero, as EC2 wants it. */
export function isCidrBlock(cidr: string): boolean {
  const block = parseBlock(cidr);
  return block !== undefined && block.base % 2n ** hostBits(block) === 0n;
}

/** Whether a text is an IPv4 or IPv6 address that a target can have. */
export const isAddress = (address: string): boolean => parseAddress(address) !== undefined;

/** Whether an address lies in a block. */
export function contains(cidr: string, address: string): boolean {
  const block = parseBlock(cidr);
  const value = parseAddress(address);
  if (!block || value === undefined || isIP(address) !== block.version) return false;
  return value >> hostBits(block) === block.base >> hostBits(block);
}

/** IPv6 rather than IPv4; for an address or a block. */
export const isIpv6 = (text: string): boolean => text.includes(':');
