import type { Finding, Words } from '../alb/finding.ts';
import { RULES } from '../alb/rules/index.ts';
import { SETTINGS, type RuleValues } from '../alb/rule.ts';
import { didYouMean } from '../common/nearest.ts';
import { accepts, meantKey } from './keys.ts';
import { formatKey } from './path.ts';
import { writeInstead } from './meant-value.ts';
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

/** Says which of the keys of a finding are the preset's: a user who did not write them cannot remove them. */
export function wordPreset(
  words: Words,
  preset: { readonly name: string; readonly keys: readonly string[] } | undefined,
): Words {
  if (!preset) return words;
  const { name, keys } = preset;
  const switchable = keys.find((key) => accepts(key.split('.'), false));
  const off = switchable === undefined ? '' : ` (${switchable}: false in your config switches it off)`;
  return {
    ...words,
    what: `${words.what} ${keys.join(' and ')} ${keys.length === 1 ? 'comes' : 'come'} from the ${name}.`,
    remedy: `${words.remedy.replace(/\.$/, '')}${off}, or start from another preset.`,
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
      remedy: !meant
        ? 'Remove it, or see `npx websocket-alb schema` for all keys.'
        : 'key' in meant
          ? didYouMean([meant.key])
          : meant.say,
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
  'secret-in-clear': ({ args }, key) => {
    const range = args['allowed'];
    if (typeof range === 'string' && !range.startsWith('a group of keys'))
      return {
        what: `${key} is written in clear, or is not the ARN of a secret.`,
        allowed: range,
        remedy: 'Put it into AWS Secrets Manager or Systems Manager, and write its ARN here.',
      };
    return {
      what: `${key} is written in clear, or is not a group of keys.`,
      ...(typeof range === 'string' && { allowed: range }),
      remedy: `Put it into AWS Secrets Manager, and the name of the secret into ${key}.secret.`,
    };
  },
  'invalid-key': (finding, key) => ({
    what: `The key of ${key} is not allowed.`,
    ...allowed(finding),
    remedy: 'Rename it.',
  }),
};

function invalidValue(finding: Finding, key: string): Words {
  const { value, example, allowed: range } = finding.args;
  const what = `${key} is ${show(value)}.`;
  const instead = writeInstead(finding.path, value, typeof range === 'string' ? range : '');
  if (instead !== undefined) return { what, ...allowed(finding), remedy: instead };
  if (typeof example === 'string')
    return { what, ...allowed(finding), remedy: `Set one of them, as in ${example}.` };
  const fallback = finding.args['default'];
  const isScalar = fallback !== undefined && typeof fallback !== 'object';
  return {
    what,
    ...allowed(finding),
    remedy: `Use an allowed value${isScalar ? `, or remove the key for the default, ${plainText(fallback)}` : ''}.`,
  };
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
