import type { Finding, Words } from '../alb/finding.ts';
import { RULES } from '../alb/rules/index.ts';
import { SETTINGS, type RuleValues } from '../alb/rule.ts';
import { didYouMean } from '../common/nearest.ts';
import { meantKey } from './keys.ts';
import { formatKey } from './path.ts';
import { plainNumber } from './plain-number.ts';
import { TOPOLOGY_RULES } from '../alb/rules/topology.ts';
import type { TopologyArgs } from '../alb/topology-rule.ts';
import { CONFIG_RULES, GROUP_RULES, ROUTE_RULES } from './rules/index.ts';
import type { RouteArgs } from './rules/rule.ts';
import type { Config } from './schema/index.ts';

/** The message for a config finding: what is wrong, what is allowed, and what to do. */
export function wordFinding(finding: Finding): Words {
  const words = wordsOf(finding);
  const { route } = finding.args;
  if (typeof route !== 'string' || !route.startsWith('routes[')) return words;
  // A rule about one target group uses the keys of the sockets' group; a route has the same keys below its own.
  const own = (text: string) =>
    text.replaceAll(/(?<![\w.\]])(?=(?:target|healthCheck)\.[a-z])/gi, `${route}.`);
  return {
    what: own(words.what),
    ...(words.allowed !== undefined && { allowed: own(words.allowed) }),
    remedy: own(words.remedy),
  };
}

function wordsOf(finding: Finding): Words {
  const { code, args } = finding;
  const rule = RULES.find((candidate) => candidate.code === code);
  if (rule) {
    const names = (args['names'] ?? {}) as Record<string, readonly string[] | undefined>;
    const fallback = (key: string) => SETTINGS[rule.subject][key]?.configKey ?? key;
    return rule.words(args['values'] as RuleValues, (key) => names[key]?.[0] ?? fallback(key));
  }
  const ofTopology = TOPOLOGY_RULES.find((candidate) => candidate.code === code);
  if (ofTopology) return ofTopology.words(args as TopologyArgs);
  const ofRoutes = ROUTE_RULES.find((candidate) => candidate.code === code);
  if (ofRoutes) return ofRoutes.words(args as RouteArgs);
  const config = args['config'] as Config | undefined;
  if (config !== undefined) {
    const configRule = [...CONFIG_RULES, ...GROUP_RULES].find(
      (candidate) => candidate.code === code && sameKeys(candidate.keys, args['keys']),
    );
    if (configRule) return configRule.words(config);
  }
  const word = WORDS[code] ?? invalidValue;
  return word(finding, formatKey(finding.path));
}

/** Rules about several alarms share a code and differ in their keys. */
const sameKeys = (keys: readonly string[], given: unknown): boolean =>
  Array.isArray(given) && keys.join() === given.join();

const allowed = ({ args }: Finding) =>
  typeof args['allowed'] === 'string' ? { allowed: args['allowed'] } : {};

const WORDS: Record<string, (finding: Finding, key: string) => Words> = {
  'unknown-key': ({ args, path }) => {
    const parent = formatKey(path.slice(0, -1));
    const meant = meantKey(path);
    return {
      what: `Unknown key "${plainText(args['key'])}"${parent ? ` in ${parent}` : ''}.`,
      allowed: (args['siblings'] as string[]).join(', '),
      remedy: meant ? didYouMean([meant]) : 'Remove it, or see `npx websocket-alb schema` for all keys.',
    };
  },
  'misplaced-key': ({ path }) => {
    const parent = formatKey(path.slice(0, -1));
    return {
      what: `${formatKey(path)} does not go with the ${parent}.type that is set.`,
      remedy: `Remove it, or change ${parent}.type.`,
    };
  },
  'off-with-keys': ({ args }) => ({
    what: `${plainText(args['off'])} is false, but ${plainText(args['key'])} is set.`,
    allowed: `either ${plainText(args['off'])} false, or its keys`,
    remedy: `Remove ${plainText(args['key'])}, or do not set ${plainText(args['off'])} to false.`,
  }),
  'missing-key': (finding, key) => ({
    what: `${key} is missing.`,
    ...allowed(finding),
    remedy: `Set ${key}.`,
  }),
  // The value is not repeated, because it may be a secret.
  'secret-in-clear': ({ args }, key) => ({
    what: `${key} is written in clear, or is not a group of keys.`,
    ...(typeof args['allowed'] === 'string' && { allowed: args['allowed'] }),
    remedy: `Put it into AWS Secrets Manager, and the name of the secret into ${key}.secret.`,
  }),
  'invalid-key': (finding, key) => ({
    what: `The key of ${key} is not allowed.`,
    ...allowed(finding),
    remedy: 'Rename it.',
  }),
};

function invalidValue(finding: Finding, key: string): Words {
  const { value } = finding.args;
  const quote = typeof value === 'number' || typeof value === 'boolean' ? quoting(finding) : '';
  const { example } = finding.args;
  if (typeof example === 'string')
    return {
      what: `${key} is ${show(value)}.`,
      ...allowed(finding),
      remedy: `Set one of them, as in ${example}.`,
    };
  const range = finding.args['allowed'];
  const plain =
    typeof value === 'string' && typeof range === 'string' ? plainNumber(value, range) : undefined;
  if (plain !== undefined)
    return {
      what: `${key} is ${show(value)}.`,
      ...allowed(finding),
      remedy: `Write ${plain}: a plain number.`,
    };
  const fallback = finding.args['default'];
  const isScalar = fallback !== undefined && typeof fallback !== 'object';
  return {
    what: `${key} is ${show(value)}.`,
    ...allowed(finding),
    remedy: `Use an allowed value${isScalar ? `, or remove the key for the default, ${plainText(fallback)}` : ''}.${quote}`,
  };
}

/** YAML reads `42` and `true` as a number and a boolean: where a string is required, say how to write one. */
function quoting({ args }: Finding): string {
  const wantsString = typeof args['allowed'] === 'string' && args['allowed'].startsWith('a string');
  return wantsString ? ` Write it in quotes: "${plainText(args['value'])}".` : '';
}

/** A string unchanged, anything else as JSON. */
const plainText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A value as it would be written in the config, on one line and shortened if it is long. */
function show(value: unknown): string {
  if (value === null) return 'empty';
  // .inf and .nan, which JSON cannot express.
  if (typeof value === 'number') return String(value);
  const text = JSON.stringify(value);
  const short = text.length > 80 ? `${text.slice(0, 77)}…` : text;
  if (typeof value === 'string') return short;
  return typeof value === 'object'
    ? Array.isArray(value)
      ? `the list ${short}`
      : `the group ${short}`
    : short;
}
