// The rules of an Ingress that the controller drops: redirects to themselves, and rules after a redirect that takes all
// their requests. Otherwise `actions.ssl-redirect`, shared by the HTTP and HTTPS listeners, would hide the other rules.
// Source: aws-load-balancer-controller pkg/ingress/rule_optimizer.go.
import { text, type Node } from '../check/node.ts';
import { at, itemsOf } from './manifests.ts';

/** A rule before it is numbered. */
export interface Draft {
  /** Undefined if unknown: such a rule is kept, and takes no requests from others. */
  readonly conditions: readonly Node[] | undefined;
  readonly actions: Node | undefined;
}

interface Address {
  readonly protocol: string;
  readonly port: number;
}

/** The rules that the controller creates on a listener, in order. */
export function optimized<One extends Draft>(rules: readonly One[], listener: Address): One[] {
  const kept: One[] = [];
  for (const rule of rules) {
    if (isLoop(rule, listener)) continue;
    if (!kept.some((before) => redirectOf(before) && isSuperset(before.conditions, rule.conditions)))
      kept.push(rule);
  }
  return kept;
}

const redirectOf = ({ actions }: Draft): Node | undefined =>
  at(
    itemsOf(actions).find((one) => text(at(one, 'Type')) === 'redirect'),
    'RedirectConfig',
  );

/** Whether a redirect changes nothing about the requests that its rule matches. */
function isLoop(rule: Draft, { protocol, port }: Address): boolean {
  const redirect = redirectOf(rule);
  const taken = rule.conditions && takenBy(rule.conditions);
  if (!redirect || !taken || taken.hasRegexPaths) return false;
  const keeps = (part: string, kept: string, own: ReadonlySet<string>): boolean => {
    const value = text(at(redirect, part));
    return value === undefined || value === kept || own.has(value);
  };
  return (
    keeps('Host', '#{host}', taken.hosts) &&
    keeps('Path', '/#{path}', taken.paths) &&
    keeps('Port', '#{port}', new Set([String(port)])) &&
    keeps('Protocol', '#{protocol}', new Set([protocol])) &&
    keeps('Query', '#{query}', new Set())
  );
}

/**
 * Compares as the controller does: by equal texts, and only if the first rule has no conditions other than hosts and
 * paths.
 */
function isSuperset(first: Draft['conditions'], second: Draft['conditions']): boolean {
  if (!first || !second) return false;
  const [general, special] = [takenBy(first), takenBy(second)];
  const hosts = general.hosts.size === 0 || isWithin(special.hosts, general.hosts);
  const paths = general.paths.size === 0 || general.paths.has('/*') || isWithin(special.paths, general.paths);
  return !general.hasOthers && hosts && paths;
}

const isWithin = (part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean =>
  part.size > 0 && [...part].every((one) => whole.has(one));

/** The hosts and paths in conditions, both patterns and regular expressions. */
function takenBy(conditions: readonly Node[]) {
  const [hosts, paths] = [new Set<string>(), new Set<string>()];
  let [hasRegexPaths, hasOthers] = [false, false];
  for (const one of conditions) {
    const field = text(at(one, 'Field'));
    const config = at(one, field === 'host-header' ? 'HostHeaderConfig' : 'PathPatternConfig');
    const regexes = itemsOf(at(config, 'RegexValues'));
    const own = field === 'host-header' ? hosts : paths;
    if (field === 'host-header' || field === 'path-pattern')
      for (const value of [...itemsOf(at(config, 'Values')), ...regexes]) own.add(text(value) ?? '');
    else hasOthers = true;
    hasRegexPaths ||= field === 'path-pattern' && regexes.length > 0;
  }
  return { hosts, paths, hasRegexPaths, hasOthers };
}
