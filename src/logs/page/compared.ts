// The comparisons on a page: with an earlier period, and between load balancers.
import { count, percent } from '../../common/numbers.ts';
import { SEVERITIES } from '../../common/severity.ts';
import type { Section } from '../../page/types.ts';
import { baselineChance, baselineVerdict, changeWords } from '../report/text-baseline.ts';
import type { LoadBalancerVerdict, Report } from '../report/types.ts';

export const comparedSections = (report: Report): Section[] => [
  ...baselineSection(report),
  ...balancersSection(report),
];

function baselineSection({ baseline }: Report): Section[] {
  if (!baseline) return [];
  const rows = baseline.changes.map((change) => {
    const { name, before, after, p } = changeWords(change);
    return [name, before, after, p];
  });
  return [
    {
      id: 'baseline',
      title: 'Against an earlier time',
      about: `${baselineVerdict(baseline)}.${baseline.tried === 0 ? '' : ` ${baselineChance(baseline)}`}`,
      tables:
        rows.length === 0
          ? []
          : [
              {
                title: 'What changed',
                head: ['What', 'Before', 'Now', 'p'],
                numeric: [1, 2, 3],
                rows,
              },
            ],
    },
  ];
}

function balancersSection({ access, loadBalancers }: Report): Section[] {
  if (!access || access.loadBalancers.keys < 2) return [];
  const { rows, keys } = access.loadBalancers;
  const alone = (loadBalancers ?? []).map((each) => [
    each.loadBalancer,
    count(each.attempts),
    `${count(each.failed)} (${percent(each.failedShare)})`,
    percent(each.youngShare),
    each.worst ? `${each.worst.severity}: ${each.worst.brief}` : 'nothing found',
    each.incidents.join('; '),
  ]);
  return [
    {
      id: 'load-balancers',
      title: 'Load balancers',
      about: `The logs are of ${count(keys)} load balancers, and all else on this page is about them together; --load-balancer NAME judges one.`,
      tables: [
        loadBalancers
          ? {
              title: 'Each alone',
              head: [
                'Load balancer',
                'Attempts',
                'Failed',
                'Within 5 s',
                'Worst finding',
                'What happened, UTC',
              ],
              numeric: [1, 2, 3],
              rows: alone,
            }
          : {
              title: 'WebSockets and refused requests',
              head: ['Load balancer', 'Sockets', 'Share', 'Refused requests'],
              numeric: [1, 2, 3],
              rows: rows.map(({ word, connections, share, refused }) => [
                word,
                count(connections),
                percent(share),
                count(refused),
              ]),
            },
      ],
    },
  ];
}

/** Load balancers that are worse on their own than all of them together. */
export function worseAlone({ findings, loadBalancers }: Report): readonly LoadBalancerVerdict[] {
  const rank = (severity: (typeof SEVERITIES)[number] | undefined): number =>
    severity === undefined ? SEVERITIES.length : SEVERITIES.indexOf(severity);
  const together = Math.min(SEVERITIES.length, ...findings.map(({ severity }) => rank(severity)));
  return (loadBalancers ?? []).filter(({ worst }) => rank(worst?.severity) < together);
}
