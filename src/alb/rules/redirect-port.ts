// Where a redirect leads.
import { inferred } from '../finding.ts';
import { UNKNOWN } from '../setting.ts';
import { userGuide } from '../sources.ts';
import type { TopologyJudgement, TopologyRule } from '../topology-rule.ts';
import type { Topology } from '../topology/types.ts';

export const redirectPort: TopologyRule = {
  code: 'redirect-port',
  title: 'Redirect to a port without a listener',
  severity: 'warning',
  subject: 'action',
  why: 'A redirect that keeps the host leads back to the same load balancer, on a port where nothing listens.',
  source: userGuide('rule-action-types'),
  basis: inferred('the listeners that are described together; others may be added elsewhere'),
  *judge<Where>(topology: Topology<Where>): Generator<TopologyJudgement<Where>> {
    for (const { key, listener, actions } of topology.rules) {
      const owner = topology.loadBalancer(topology.listener(listener)?.loadBalancer ?? UNKNOWN);
      if (!owner || actions === UNKNOWN) continue;
      const ports = new Set(topology.listenersOf(owner.key).map(({ port }) => port));
      for (const { redirect, where } of actions) {
        if (!redirect || redirect.port === UNKNOWN || !/^\d+$/.test(redirect.port)) continue;
        const isOpen = redirect.host === UNKNOWN || ports.has(UNKNOWN) || !owner.isComplete;
        if (ports.has(Number(redirect.port)) || redirect.host !== '#{host}' || isOpen)
          yield { key, verdict: isOpen ? 'not-applicable' : 'met' };
        else
          yield { key, verdict: [{ where, args: { port: Number(redirect.port), loadBalancer: owner.key } }] };
      }
    }
  },
  words: ({ port, loadBalancer }) => ({
    what: `The redirect goes to port ${port}, and ${loadBalancer} has no listener there.`,
    remedy: `Add a listener on port ${port}, or redirect to a port that has one.`,
  }),
};
