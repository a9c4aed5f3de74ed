import { inferred } from '../../alb/finding.ts';
import { count, many, median, percent } from '../../common/numbers.ts';
import { userGuide } from '../../alb/sources.ts';
import { generate } from '../steps/commands.ts';
import { groupsInUse } from '../evidence/target-groups.ts';
import { readLogs } from '../steps/confirm.ts';
import { sums } from '../evidence/metric-sums.ts';
import type { Diagnosis } from '../diagnosis.ts';
import { at, highest, levels, points } from '../observations/metrics.ts';

/** Multiple of the usual number of new connections. */
const PEAK = 5;
/** New connections in one period, as a share of the open connections. */
const SHARE = 0.3;
const ENOUGH_CONNECTIONS = 200;

export const reconnectStorm: Diagnosis = {
  code: 'reconnect-storm',
  severity: 'warning',
  title: 'Reconnect storm',
  reasoning:
    'In one period NewConnectionCount was many times its usual value, and a large part of all connections open before: clients were cut off together, and came back together.',
  source: userGuide('load-balancer-cloudwatch-metrics'),
  basis: inferred('NewConnectionCount and ActiveConnectionCount'),
  judge(observed, context) {
    const found = sums(
      observed,
      'RejectedConnectionCount',
      'HTTPCode_ELB_502_Count',
      'HTTPCode_ELB_503_Count',
      'ClientTLSNegotiationErrorCount',
    );
    if (!found) return [];
    const made = points(found.readings, 'NewConnectionCount');
    const peak = highest(made);
    if (!peak || peak[1] < ENOUGH_CONNECTIONS) return [];
    const usual = median(made.filter((point) => point !== peak).map(([, value]) => value));
    const open = levels(found.readings, 'ActiveConnectionCount', observed.window);
    // If there were no connections before, this is a start rather than a reconnect.
    const before = Math.max(0, ...open.filter(([time]) => time < peak[0]).map(([, value]) => value));
    if (peak[1] < PEAK * Math.max(1, usual) || before === 0 || peak[1] < SHARE * before) return [];
    const period = observed.window.period * 1000;
    const lostHost = groupsInUse(observed).some((group) => {
      const hosts = points(found.readings, 'HealthyHostCount', 'Minimum', group.fullName);
      const near = hosts.filter(([time]) => Math.abs(time - peak[0]) <= 3 * period).map(([, value]) => value);
      return near.length > 1 && Math.min(...near) < Math.max(...hosts.map(([, value]) => value));
    });
    return [
      {
        what: `${many(peak[1], 'connection')} were made in ${observed.window.period} s at ${at(peak[0])}, usually ${count(usual)}.`,
        evidence: [
          ['NewConnectionCount at the peak', peak[1]],
          ['at', at(peak[0])],
          ['usual NewConnectionCount, median', usual],
          ['ActiveConnectionCount before, highest', Math.round(before)],
          ['share of the open connections', percent(peak[1] / before)],
          ['RejectedConnectionCount', found.RejectedConnectionCount],
          ['ClientTLSNegotiationErrorCount', found.ClientTLSNegotiationErrorCount],
          ['fewer healthy hosts around the peak', lostHost ? 'yes' : 'no'],
        ],
        causes: [
          lostHost
            ? 'A target left or failed, and all its clients reconnected at once.'
            : 'A deployment or a restart of the servers closed all sockets at once.',
          'Clients reconnect at once, or all after the same time, instead of after a random time that grows.',
          'A change of the listener, its certificate or its policy, or a failure of the network, cut all connections.',
        ],
        steps: [
          {
            kind: 'fix',
            words:
              'Close sockets a few at a time when a server stops, and let clients wait a random time that grows with each attempt. The code:',
            command: generate(context, 'snippet', 'drain'),
          },
          ...readLogs(context, observed, 'See which sessions ended together:'),
        ],
      },
    ];
  },
};
