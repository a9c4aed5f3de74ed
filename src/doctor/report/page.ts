// The report as a page: a diagram of each load balancer that shows problems where they are, and findings as cards.
import { many } from '../../common/numbers.ts';
import { quote } from '../../common/shell.ts';
import { type FindingSeverity, SEVERITIES } from '../../common/severity.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { terminalAction } from '../../alb/topology/reach.ts';
import { weightedGroups } from '../../alb/topology/topology.ts';
import type { Card, Diagram, DiagramNode, PageModel, Section } from '../../page/types.ts';
import type { DoctorFinding, Report } from '../diagnose.ts';
import { actionWords, conditionWords, ruleName } from '../evidence/rule-names.ts';
import { healthyTargets } from '../evidence/target-groups.ts';
import { type Observations, observedValue, type TargetGroup } from '../observations/observations.ts';

/** @param version of this tool. */
export function pageModel(
  { at, from, to, parts, missing }: Report,
  loadBalancers: readonly Observations[],
  version: string,
): PageModel {
  const findings = parts.flatMap((part) => part.findings);
  const severity = worst(findings);
  const seen = missing.length > 0 ? ` ${many(missing.length, 'thing')} could not be read, see below.` : '';
  return {
    title: loadBalancers.map(({ loadBalancer }) => loadBalancer.name).join(', ') || 'Load balancer',
    subtitle: `Examined ${at.slice(0, 16).replace('T', ' ')} UTC · metrics from ${from} to ${to}`,
    verdict:
      severity === undefined
        ? { severity: missing.length > 0 ? 'info' : 'good', text: `Nothing wrong was found.${seen}` }
        : { severity, text: `${many(findings.length, 'finding')}.${seen}` },
    facts: [],
    diagrams: loadBalancers.map((observed) => diagramOf(observed, findings)),
    cardsTitle: 'Findings',
    cards: findings.map(cardOf),
    charts: [],
    sections: missing.length > 0 ? [missingSection(missing)] : [],
    footer: `Made by websocket-alb ${version} doctor. It only reads, and changes nothing.`,
  };
}

const worst = (findings: readonly { readonly severity: FindingSeverity }[]): FindingSeverity | undefined =>
  SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));

const cardOf = ({
  severity,
  code,
  name,
  title,
  what,
  evidence,
  causes,
  reasoning,
  steps,
}: DoctorFinding): Card => ({
  severity,
  code,
  title: `${name}: ${title}`,
  evidence: [
    what,
    ...evidence.map(([key, value]) => `${key}: ${value}`),
    ...causes.map((cause) => `likely cause: ${cause}`),
    reasoning,
  ],
  remedies: steps.map(({ words, command }) => ({ words, ...(command !== undefined && { command }) })),
});

const missingSection = (missing: Report['missing']): Section => ({
  id: 'missing',
  title: 'What could not be read',
  about: 'Anything that depends on it was not judged.',
  tables: [
    {
      title: 'Failed calls',
      head: ['About', 'Permission', 'Reason', 'Command'],
      numeric: [],
      rows: missing.map(({ about, permission, failure, command }) => [
        about,
        permission,
        failure.message || failure.kind,
        ['aws', ...command].map(quote).join(' '),
      ]),
    },
  ],
});

/** Load balancer → listeners → rules → target groups → targets. */
function diagramOf(observed: Observations, findings: readonly DoctorFinding[]): Diagram {
  const { loadBalancer } = observed;
  const listeners = observedValue(observed.listeners);
  const groups = observedValue(observed.targetGroups);
  /** What was not observed is not known to be healthy. */
  const stateOf = (subjects: readonly string[], isSeen = true): DiagramNode['state'] =>
    worst(findings.filter(({ subject }) => subjects.includes(subject))) ?? (isSeen ? 'good' : 'unknown');
  const edges: { from: string; to: string }[] = [];
  const link = (from: string, to: string) => edges.push({ from, to });
  const rules = (listeners ?? []).flatMap(({ arn, rules: its }) =>
    its.map((rule, index): DiagramNode => {
      const id = `${arn}#${index}`;
      link(arn, id);
      const action = terminalAction(rule);
      if (action !== undefined && action !== UNKNOWN)
        for (const { group } of weightedGroups(action)) if (group !== UNKNOWN) link(id, group);
      return {
        id,
        title: rule.isDefault ? 'default' : `rule ${typeof rule.priority === 'number' ? rule.priority : ''}`,
        lines: [...(rule.isDefault ? [] : [conditionWords(rule)]), actionWords(observed, rule)],
        state: stateOf([rule.key, ruleName(observed, rule)]),
      };
    }),
  );
  for (const { arn } of listeners ?? []) link(loadBalancer.arn, arn);
  return {
    label: `Diagram of ${loadBalancer.name}: its listeners, rules, target groups`,
    columns: [
      {
        title: 'Load balancer',
        nodes: [
          {
            id: loadBalancer.arn,
            title: loadBalancer.name,
            lines: [loadBalancer.scheme, loadBalancer.state, many(loadBalancer.zones.length, 'zone')],
            state: stateOf([loadBalancer.arn, loadBalancer.name]),
          },
        ],
      },
      {
        title: 'Listeners',
        nodes: (listeners ?? []).map(({ arn, protocol, port, sslPolicy, hasAllRules }): DiagramNode => ({
          id: arn,
          title: `${protocol} ${port}`,
          lines: sslPolicy === undefined ? [] : [sslPolicy],
          state: stateOf([arn], hasAllRules),
        })),
      },
      { title: 'Rules', nodes: rules },
      { title: 'Target groups', nodes: (groups ?? []).map((group) => groupNode(group, stateOf)) },
    ],
    edges,
  };
}

function groupNode(
  group: TargetGroup,
  stateOf: (subjects: readonly string[], isSeen: boolean) => DiagramNode['state'],
): DiagramNode {
  const targets = observedValue(group.targets);
  const unhealthy = (targets ?? []).filter(({ state }) => state !== 'healthy');
  return {
    id: group.arn,
    title: group.name,
    lines: [
      `${group.type}, port ${group.port}`,
      targets === undefined
        ? 'targets not seen'
        : `${healthyTargets(group).length} of ${many(targets.length, 'target')} healthy`,
      ...unhealthy.slice(0, 4).map(({ id, state }) => `${id}: ${state}`),
      ...(unhealthy.length > 4 ? [`and ${unhealthy.length - 4} more`] : []),
    ],
    state: stateOf([group.arn, group.name], targets !== undefined),
  };
}
