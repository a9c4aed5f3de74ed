// Name resolution by the operating system, including the hosts file.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Address, Names } from '../../verify/observations.ts';
import { codeOf } from './connection.ts';
import type { World } from './plan.ts';

/** Further addresses of a load balancer are ignored. */
const MAX_ADDRESSES = 16;

/** All addresses of a name, IPv4 and IPv6, whether or not this machine can reach them. */
export async function lookUp(name: string): Promise<readonly Address[]> {
  const found = await lookup(name, { all: true, order: 'verbatim' });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
}

/** Never rejects. */
export async function resolveName(name: string, { lookup: find }: Pick<World, 'lookup'>): Promise<Names> {
  const family = isIP(name);
  if (family !== 0) return { kind: 'literal', addresses: [{ address: name, family: family === 6 ? 6 : 4 }] };
  try {
    const found = await find(name);
    if (found.length === 0) return { kind: 'failed', name, code: 'ENODATA' };
    const unique = [...new Map(found.map((each) => [each.address, each])).values()];
    return { kind: 'resolved', name, addresses: unique.slice(0, MAX_ADDRESSES) };
  } catch (error) {
    return { kind: 'failed', name, code: codeOf(error).code };
  }
}
