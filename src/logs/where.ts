// --where: parses conditions on lines, and compiles them to the program that the kernel runs.
import { KnownError, type Problem } from '../common/known-error.ts';
import { didYouMean, nearest } from '../common/nearest.ts';
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
  /** Description of the allowed values. */
  readonly allowed: string;
  /** Whether commas separate alternatives. */
  readonly isList: boolean;
  readonly flags?: number;
  /** Converts a value to what the kernel compares with; undefined if the value is not allowed. */
  readonly read?: (word: string) => Uint8Array | undefined;
}

const bytesOf = (word: string): Uint8Array => Buffer.from(word, 'utf8');
const folded = (word: string): Uint8Array =>
  bytesOf(word.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()));

/** The part of an ARN before `app/name/id`. */
export const LOAD_BALANCER_ARN = /^arn:[^:]*:elasticloadbalancing:[^:]*:[^:]*:loadbalancer\//;

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
    read: (word) => (/\/|[^:\]]:\d*$/.test(word) ? undefined : folded(word)),
  },
  path: {
    code: WHERE_PATH,
    allowed: 'a path as in listener rules, without query, such as /ws or /room/*',
    isList: true,
    read: (word) => (/^[/*?]/.test(word) && !/\?[^/*]+=/.test(word) ? bytesOf(word) : undefined),
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
  elb: {
    code: WHERE_LOAD_BALANCER,
    allowed: 'a load balancer by its name, its ARN, or app/name/id; * and ? as patterns',
    isList: true,
    read: (word) => bytesOf(word.replace(LOAD_BALANCER_ARN, '')),
  },
};

/** The keys of conditions, each with its allowed values if they are a fixed list. */
export const WHERE_VALUES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.keys(KEYS).map((key) => [key, key === 'type' ? TYPES : []]),
);

const ALLOWED_KEYS = Object.keys(KEYS).join(', ');

/** Other names that people may use for a key. */
const SYNONYMS: Readonly<Record<string, string>> = {
  'load-balancer': 'elb',
  loadbalancer: 'elb',
  alb: 'elb',
  lb: 'elb',
  ip: 'client',
  'client-ip': 'client',
  'user-agent': 'agent',
  ua: 'agent',
  url: 'path',
  uri: 'path',
  code: 'status',
  'status-code': 'status',
  domain: 'host',
};

/** Keys whose value depends on whether an attempt succeeded; the target of a failed one is often `-`. */
const BY_OUTCOME = /^\s*!?\s*(status|type|target)\b/;

/** Conditions, all of which a line must meet. */
export interface Where {
  /** As given by the user. */
  readonly conditions: readonly string[];
  /** Whether they select by outcome, so that failures may remain without the corresponding successes. */
  readonly isByOutcome: boolean;
  readonly program: Uint8Array;
}

/**
 * Parses conditions: `KEY=VALUE` (any of several values, separated by commas); `!KEY=VALUE` and `KEY!=VALUE` for none
 * of them.
 *
 * @throws {KnownError} listing everything that is wrong, and the allowed keys and values.
 */
export function readWhere(conditions: readonly string[]): Where {
  const problems: Problem[] = [];
  const program = Buffer.concat(conditions.flatMap((condition) => read(condition, problems)));
  if (problems.length === 0 && program.length > WHERE_CAP)
    problems.push({
      what: `The conditions are too long: ${program.length} bytes with what they need each.`,
      allowed: `${WHERE_CAP} bytes in all`,
      remedy: 'Take fewer values, or patterns and blocks of addresses.',
    });
  if (problems.length > 0) throw new KnownError(problems);
  return { conditions, isByOutcome: conditions.some((each) => BY_OUTCOME.test(each)), program };
}

function read(condition: string, problems: Problem[]): Uint8Array[] {
  const quoted = JSON.stringify(condition);
  const [, before = '', name = '', after = '', value = ''] =
    /^\s*(!?)\s*([A-Za-z-]*)\s*(!?)=(.*)$/s.exec(condition) ?? [];
  const key = Object.hasOwn(KEYS, name) ? KEYS[name] : undefined;
  if (!key) {
    const near = SYNONYMS[name.toLowerCase()] ?? (name === '' ? undefined : nearest(name, Object.keys(KEYS)));
    problems.push({
      what:
        name === '' ? `${quoted} is not a condition.` : `${quoted}: there is no key ${JSON.stringify(name)}.`,
      allowed: `KEY=VALUE, or !KEY=VALUE for what is not so; keys: ${ALLOWED_KEYS}`,
      remedy:
        near === undefined
          ? `Such as --where client=10.0.0.0/8 or --where '!status=101'.`
          : didYouMean([near]),
    });
    return [];
  }
  if (before && after) problems.push({ what: `${quoted} has two !.`, remedy: 'Leave one out.' });
  const words = key.isList ? value.split(',').map((word) => word.trim()) : [value];
  const flags = (key.flags ?? 0) | (before || after ? WHERE_IS_NOT : 0);
  return words.flatMap((word, index) => {
    const bytes = word === '' ? undefined : (key.read ?? bytesOf)(word);
    if (!bytes) {
      problems.push({
        what:
          word === ''
            ? `${quoted}: a value is missing.`
            : `${quoted}: ${JSON.stringify(word)} is not allowed.`,
        allowed: `${name}= ${key.allowed}`,
      });
      return [];
    }
    const head = Buffer.alloc(WHERE_HEAD);
    head[0] = key.code;
    head[1] = flags | (index + 1 < words.length ? WHERE_OR : 0);
    head.writeUInt16LE(Math.min(bytes.length, 0xffff), 2);
    return [Buffer.concat([head, bytes])];
  });
}
