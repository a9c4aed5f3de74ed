// Incidents and findings: one line each at the top, in full at the end.
import { count, many, percent } from '../../common/numbers.ts';
import type { FindingSeverity, Paint } from '../../common/severity.ts';
import type { Page } from './page.ts';
import type { Report } from './types.ts';

/** One line for each finding, before the tables, as many people read no further. */
export function verdict(report: Report, paint: Paint, page: Page): string[][] {
  const { findings, incidents, access, connection, checked } = report;
  const isNothing = (access?.connections ?? connection?.connections ?? 0) === 0 && findings.length === 0;
  if (isNothing && (access?.loadBalancers.keys ?? 0) < 2) return [];
  const looked = [...together(report), ...youngWords(report), `Looked for: ${checked.join(', ')}.`].flatMap(
    (line) => page.paragraph('  ', line),
  );
  const each = loadBalancerText(report, paint, page);
  if (isNothing) return [['What it says', ...looked], each];
  if (findings.length === 0) return [['What it says: nothing found', ...looked], each];
  const labelled = (severity: FindingSeverity, text: string): string[] => {
    const [first = '', ...others] = page.paragraph(`  ${severity.padEnd(7)}  `, text);
    return [first.replace(severity, paint(severity, severity)), ...others];
  };
  const several = incidents.filter(({ codes }) => codes.length > 1);
  // Findings that are part of an incident are not repeated.
  const covered = new Set(several.flatMap(({ codes }) => codes));
  return [
    several.length > 0
      ? ['What happened, UTC', ...several.flatMap(({ severity, text }) => labelled(severity, text))]
      : [],
    [
      `What it says: ${many(findings.length, 'finding')}; evidence and remedies are below the tables`,
      ...findings
        .filter(({ code }) => !covered.has(code))
        .flatMap(({ severity, code, what, evidence }) =>
          labelled(severity, `${code}: ${inShort(what, evidence)}`),
        ),
      ...(covered.size > 0 ? page.paragraph('  ', `Part of what happened: ${[...covered].join(', ')}.`) : []),
      ...looked,
    ],
    each,
  ];
}

/** One line for each load balancer, followed by its incidents. */
function loadBalancerText({ loadBalancers }: Report, paint: Paint, page: Page): string[] {
  if (!loadBalancers) return [];
  return [
    'Each load balancer alone; above they are taken together, and --load-balancer NAME shows one in full',
    ...loadBalancers.flatMap(
      ({ loadBalancer, attempts, failed, failedShare, youngShare, worst, incidents }) => [
        ...page.paragraph(
          '  ',
          `${loadBalancer}: ${attempts === 0 ? 'no attempt to open a WebSocket' : `${many(attempts, 'attempt')}, ${count(failed)} failed (${percent(failedShare)}), ${percent(youngShare)} ended within 5 s`}; ${worst ? `${paint(worst.severity, worst.severity)} ${worst.code}: ${worst.brief}` : 'nothing found'}`,
        ),
        ...incidents.flatMap((text) => page.paragraph('    ', `${loadBalancer}: ${text}`)),
      ],
    ),
  ];
}

/** How many load balancers are listed by name. */
const NAMED = 3;

/**
 * Warns that several load balancers are mixed, which hides what a single one does, above all one without any WebSocket.
 */
function together({ access, loadBalancers }: Report): string[] {
  if (!access || access.loadBalancers.keys < 2 || loadBalancers) return [];
  const { rows, keys } = access.loadBalancers;
  const names = rows.slice(0, NAMED).map(({ word }) => word);
  const all = keys > names.length ? [...names, `${count(keys - names.length)} more`] : names;
  const silent = rows.filter(({ connections }) => connections === 0);
  return [
    `The logs are of ${count(keys)} load balancers (${all.join(', ')}), and this is about all of them together: --load-balancer NAME judges one.`,
    ...silent
      .slice(0, NAMED)
      .map(
        ({ word, refused }) =>
          `${word} closed no WebSocket, and refused ${many(refused, 'request')}: --load-balancer ${word} says whether these were upgrades.`,
      ),
  ];
}

const youngWords = ({ access, loadBalancers }: Report): string[] => {
  if (!access || access.connections === 0) return [];
  const { young, failedUpgrades, connections } = access;
  const isUnsure = !loadBalancers && access.loadBalancers.rows.some((row) => row.connections === 0);
  const failed =
    failedUpgrades === 0
      ? `no upgrade ${isUnsure ? 'is known to have failed' : 'failed'}`
      : `${percent(failedUpgrades / (failedUpgrades + connections))} of the upgrades failed`;
  return [`${percent(young.share)} of the WebSockets ended within ${young.withinSeconds} s; ${failed}.`];
};

/** The sentence without its explanation after the colon, and the beginning of the first evidence. */
const inShort = (what: string, [evidence = '']: readonly string[]): string =>
  [what.replace(/: [^:]*$/s, '').replace(/\.$/, ''), evidence.split('; ')[0]].filter(Boolean).join('; ');

export function inFull({ findings }: Report, paint: Paint, page: Page): string[][] {
  if (findings.length === 0) return [];
  return [
    ['Evidence and remedies'],
    ...findings.map(({ code, severity, what, evidence, remedy }) => [
      `${paint(severity, severity)}  ${code}`,
      ...page.paragraph('  ', what),
      ...evidence.flatMap((line) => page.paragraph('    - ', line)),
      ...page.paragraph('  remedy: ', remedy),
    ]),
  ];
}
