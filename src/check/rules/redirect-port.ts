import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import type { Judgement } from '../rule.ts';
import type { CheckRule } from '../rule.ts';

export const redirectPort: CheckRule = {
  code: 'redirect-port',
  severity: 'warning',
  group: 'routing',
  title: 'Redirect to a port without a listener',
  why: 'A redirect that keeps the host leads back to the same load balancer, on a port where nothing listens.',
  source: userGuide('rule-action-types'),
  basis: inferred('the listeners in this template; others may be added elsewhere'),
  *judge({ topology }): Generator<Judgement> {
    for (const { listener: key, actions, where } of topology.rules) {
      const listener = topology.listener(key);
      const owner = listener && topology.loadBalancer(listener.loadBalancer);
      if (!owner || actions === UNKNOWN) continue;
      const ports = new Set(topology.listenersOf(owner.key).map(({ port }) => port));
      for (const action of actions) {
        const { redirect } = action;
        if (!redirect || redirect.port === UNKNOWN || !/^\d+$/.test(redirect.port)) continue;
        const { resource } = where;
        const isOpen = redirect.host === UNKNOWN || ports.has(UNKNOWN);
        if (ports.has(Number(redirect.port)) || redirect.host !== '#{host}' || isOpen)
          yield { verdict: isOpen ? 'not-applicable' : 'met', resource };
        else
          yield {
            verdict: 'violated',
            ...action.where,
            args: { port: Number(redirect.port), loadBalancer: owner.key },
          };
      }
    }
  },
  words: ({ port, loadBalancer }) => ({
    what: `The redirect goes to port ${String(port)}, and ${String(loadBalancer)} has no listener there.`,
    remedy: `Add a listener on port ${String(port)}, or redirect to a port that has one.`,
  }),
};
