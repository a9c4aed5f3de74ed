// Checks a config that the schema accepts against all rules: ELB's and those between keys.
import type { Finding } from '../alb/finding.ts';
import { judge, readValues, SETTINGS, type Rule } from '../alb/rule.ts';
import { RULES } from '../alb/rules/index.ts';
import { listenerPortTwice } from '../alb/rules/listener-port.ts';
import { TOPOLOGY_RULES } from '../alb/rules/topology.ts';
import { webSocketProtocolVersion } from '../alb/rules/websocket-protocol-version.ts';
import type { Settings, Subject } from '../alb/setting.ts';
import { formatKey, type Path } from './path.ts';
import { CONFIG_RULES, GROUP_RULES, ROUTE_RULES } from './rules/index.ts';
import type { ConfigRule } from './rules/rule.ts';
import type { Config } from './schema/index.ts';
import { httpsListenerSettings, loadBalancerSettings, targetGroupSettings } from './settings.ts';
import { targetGroupsOf, type ConfiguredGroup } from './target-groups.ts';
import { configTopology } from './topology.ts';

export interface RuleFinding extends Finding {
  /** The keys that it is about. */
  readonly keys: readonly string[];
}

/** @param isSet whether the user wrote a key: a finding points at the first of its keys that the user wrote. */
export function ruleFindings(config: Config, isSet: (path: Path) => boolean): RuleFinding[] {
  const place = (keys: readonly string[]): Path => {
    const paths = keys.map((key) => key.split('.'));
    return paths.find(isSet) ?? paths[0] ?? [];
  };
  const between = CONFIG_RULES.filter((rule) => rule.violated(config)).map((rule) =>
    ofConfigRule(rule, config, place(rule.keys)),
  );
  const routes = targetGroupsOf(config).filter(({ route }) => route !== undefined);
  return [
    ...ofSettings(config, place),
    ...between,
    ...routes.flatMap((group) => ofRoute(group, isSet)),
    ...ROUTE_RULES.flatMap((rule) =>
      rule.violations(config).map(({ path, args }): RuleFinding => ({
        code: rule.code,
        severity: rule.severity,
        path,
        keys: [formatKey(path)],
        args,
      })),
    ),
    ...ofTopology(config),
  ];
}

const ofConfigRule = ({ code, severity, keys }: ConfigRule, config: Config, path: Path): RuleFinding => ({
  code,
  severity,
  keys,
  path,
  args: { config, keys },
});

/** ELB's rules about the settings of the load balancer, of the sockets' target group and of the HTTPS listener. */
function ofSettings(config: Config, place: (keys: readonly string[]) => Path): RuleFinding[] {
  const subjects: [Subject, Settings | undefined][] = [
    ['load-balancer', loadBalancerSettings(config)],
    ['target-group', targetGroupSettings(config)],
    ['listener', httpsListenerSettings(config)],
  ];
  return subjects.flatMap(([subject, settings]) =>
    settings === undefined
      ? []
      : RULES.filter((rule) => rule.subject === subject).flatMap((rule) => {
          const finding = ofElbRule(rule, settings, config);
          return finding ? [{ ...finding, path: place(finding.keys) }] : [];
        }),
  );
}

function ofElbRule(rule: Rule, settings: Settings, config: Config): RuleFinding | undefined {
  if (judge(rule, settings) !== 'violated') return undefined;
  const names = namesOf(rule, config);
  const keys = Object.values(names).flat();
  const { code, severity } = rule;
  return { code, severity, keys, path: [], args: { values: readValues(rule, settings), names, keys } };
}

/** The same for a route's target group, whose keys are those of the sockets' group, below the route. */
function ofRoute(
  { at, config, protocolVersion }: ConfiguredGroup,
  isSet: (path: Path) => boolean,
): RuleFinding[] {
  const settings = targetGroupSettings(config, protocolVersion);
  const own = (key: string): Path =>
    /^(target|healthCheck)\./.test(key) ? [...at, ...key.split('.')] : key.split('.');
  const findings = [
    ...RULES.filter((rule) => rule.subject === 'target-group' && rule !== webSocketProtocolVersion).flatMap(
      (rule) => ofElbRule(rule, settings, config) ?? [],
    ),
    ...GROUP_RULES.filter((rule) => rule.violated(config)).map((rule) => ofConfigRule(rule, config, [])),
  ];
  return findings.map((finding): RuleFinding => {
    const paths = finding.keys.map(own);
    return {
      ...finding,
      keys: paths.map(formatKey),
      path: paths.find(isSet) ?? paths[0] ?? at,
      args: { ...finding.args, route: formatKey(at) },
    };
  });
}

/**
 * ELB's rules about listeners, rules and actions taken together; a listener rule that is on two listeners is reported
 * once. Two listeners on one port are left to a rule between keys, which can give both keys.
 */
function ofTopology(config: Config): RuleFinding[] {
  const topology = configTopology(config);
  const found = new Map<string, RuleFinding>();
  for (const rule of TOPOLOGY_RULES.filter((one) => one !== listenerPortTwice))
    for (const { verdict } of rule.judge(topology)) {
      if (typeof verdict === 'string') continue;
      for (const { where, args } of verdict) {
        const { code, severity } = rule;
        const key = formatKey(where);
        const id = `${code} ${key}`;
        if (!found.has(id)) found.set(id, { code, severity, path: where, keys: [key], args });
      }
    }
  return [...found.values()];
}

/** The config keys behind the settings that a rule reads, by setting; messages mention the first. */
function namesOf(rule: Rule, config: Config): Record<string, string[]> {
  const names: Record<string, string[]> = {};
  for (const setting of rule.reads) {
    const key = SETTINGS[rule.subject][setting]?.configKey;
    if (key === undefined) continue;
    names[setting] = [key];
    // Two keys for one setting: an existing trust store, or one to create.
    if (key === TRUST_STORE_ARN) {
      const { https } = config.listener;
      const created = https !== false && https.mutualTls?.trustStore !== undefined;
      names[setting] = created ? [CREATED_TRUST_STORE, key] : [key, CREATED_TRUST_STORE];
    }
  }
  return names;
}

const TRUST_STORE_ARN = 'listener.https.mutualTls.trustStoreArn';
const CREATED_TRUST_STORE = 'listener.https.mutualTls.trustStore';
