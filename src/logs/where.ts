// --where: conditions on lines, read from words, said in words, and as the program that the kernel runs.
import { KnownError } from '../common/known-error.ts';
import { blockOf } from './address-block.ts';
import {
  WHERE_AGENT,
  WHERE_CAP,
  WHERE_CLIENT,
  WHERE_HEAD,
  WHERE_HOST,
  WHERE_IS_ADDRESS,
  WHERE_IS_FOLDED,
  WHERE_IS_NOT,
  WHERE_LOAD_BALANCER,
  WHERE_NODE,
  WHERE_OR,
  WHERE_PATH,
  WHERE_STATUS,
  WHERE_TARGET,
  WHERE_TYPE,
} from './layout.ts';

interface Key {
  readonly code: number;
  /** What may follow it, in words. */
  readonly allowed: string;
  /** Whether a comma lies between alternatives. */
  readonly isList: boolean;
  readonly flags?: number;
  /** What it is compared with; undefined when it is not allowed. */
  readonly read?: (word: string) => Uint8Array | undefined;
}

const bytesOf = (word: string): Uint8Array => Buffer.from(word, 'utf8');
const folded = (word: string): Uint8Array =>
  bytesOf(word.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));

const TYPES = ['http', 'https', 'h2', 'grpcs', 'ws', 'wss'];

const KEYS: Readonly<Record<string, Key>> = {
  client: {
    code: WHERE_CLIENT,
    allowed: 'an address or a block of addresses, such as 203.0.113.7, 10.0.0.0/8 or 2001:db8::/32',
    isList: true,
    flags: WHERE_IS_ADDRESS,
    read: blockOf,
  },
  target: {
    code: WHERE_TARGET,
    allowed: 'ip:port, an address alone, or - for none; * and ? as patterns',
    isList: true,
  },
  node: {
    code: WHERE_NODE,
    allowed: 'an address of a node of the load balancer; * and ? as patterns',
    isList: true,
  },
  host: {
    code: WHERE_HOST,
    allowed: 'a host, without port; * and ? as patterns',
    isList: true,
    flags: WHERE_IS_FOLDED,
    read: folded,
  },
  path: {
    code: WHERE_PATH,
    allowed: 'a path as in listener rules, such as /ws or /room/*',
    isList: true,
    read: (word) => (/^[/*?]/.test(word) ? bytesOf(word) : undefined),
  },
  status: {
    code: WHERE_STATUS,
    allowed: 'a status that the client got, such as 502, 5xx or -',
    isList: true,
    read: (word) => (/^([0-9xX*?]{1,3}|-)$/.test(word) ? bytesOf(word.replaceAll(/x/gi, '?')) : undefined),
  },
  agent: {
    code: WHERE_AGENT,
    allowed: 'a part of the user agent, in either case; * and ? as patterns',
    isList: false,
    flags: WHERE_IS_FOLDED,
    read: (word) => folded(`*${word}*`),
  },
  type: {
    code: WHERE_TYPE,
    allowed: TYPES.join(', '),
    isList: true,
    read: (word) => (TYPES.includes(word) ? bytesOf(word) : undefined),
  },
  elb: { code: WHERE_LOAD_BALANCER, allowed: 'a name, or app/name/id; * and ? as patterns', isList: true },
};

/** The keys of conditions; with each the values that it may have, where they are a fixed list. */
export const WHERE_VALUES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(KEYS).map((key) => [key, key === 'type' ? TYPES : []]),
);

const ALLOWED_KEYS = Object.keys(KEYS).join(', ');

/** Keys whose value depends on whether an attempt succeeded; the target of one that failed is often `-`. */
const BY_OUTCOME = /^!?\s*(status|type|target)\b/;

/** Conditions, all of which a line meets. */
export interface Where {
  /** As they were said. */
  readonly conditions: readonly string[];
  /** Whether they ask how a request ended: then failures may be left without the successes beside them. */
  readonly isByOutcome: boolean;
  readonly program: Uint8Array;
}

/**
 * Reads conditions: `KEY=VALUE`, with several values after commas any of them; `!KEY=VALUE` and `KEY!=VALUE` for none of them.
 *
 * @throws {KnownError} for anything but a condition, with the allowed keys or values.
 */
export function readWhere(conditions: readonly string[]): Where {
  const program = Buffer.concat(conditions.flatMap(read));
  if (program.length > WHERE_CAP)
    throw new KnownError('The conditions are too long.', { allowed: `${WHERE_CAP} bytes in all` });
  return { conditions, isByOutcome: conditions.some((each) => BY_OUTCOME.test(each)), program };
}

function read(condition: string): Uint8Array[] {
  const said = JSON.stringify(condition);
  const [, before = '', name = '', after = '', value = ''] =
    /^(!?)\s*([A-Za-z-]*)\s*(!?)=(.*)$/s.exec(condition) ?? [];
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (!key)
    throw new KnownError(`${said} ${name === '' ? 'is no condition' : 'names no key that is known'}.`, {
      allowed: `KEY=VALUE, or !KEY=VALUE for what is not so; keys: ${ALLOWED_KEYS}`,
      remedy: `Such as --where client=10.0.0.0/8 or --where '!status=101'.`,
    });
  if (before && after)
    throw new KnownError(`${said} says twice that it is not so.`, { remedy: 'Leave one ! out.' });
  const words = key.isList ? value.split(',').map((word) => word.trim()) : [value];
  const flags = (key.flags ?? 0) | (before || after ? WHERE_IS_NOT : 0);
  return words.map((word, index) => {
    const bytes = word === '' ? undefined : (key.read ?? bytesOf)(word);
    if (!bytes)
      throw new KnownError(`${said} has a value that is not allowed.`, {
        allowed: `${name}= ${key.allowed}`,
      });
    const head = Buffer.alloc(WHERE_HEAD);
    head[0] = key.code;
    head[1] = flags | (index + 1 < words.length ? WHERE_OR : 0);
    head.writeUInt16LE(Math.min(bytes.length, 0xffff), 2);
    return Buffer.concat([head, bytes]);
  });
}
