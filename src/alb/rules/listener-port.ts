import { certain } from '../finding.ts';
import { UNKNOWN } from '../setting.ts';
import { elbApi } from '../sources.ts';
import type { TopologyJudgement, TopologyRule } from '../topology-rule.ts';
import { collisions } from '../topology/collisions.ts';
import type { Topology } from '../topology/types.ts';

export const listenerPortTwice: TopologyRule = {
  code: 'listener-port-duplicate',
  title: 'Two listeners on one port',
  severity: 'error',
  subject: 'listener',
  why: 'A load balancer has one listener per port: ELB refuses the second with DuplicateListener.',
  source: elbApi('CreateListener'),
  basis: certain('the API reference, and the error DuplicateListener'),
  judge<Where>({ listeners, choices }: Topology<Where>): TopologyJudgement<Where>[] {
    return collisions(
      listeners,
      ({ loadBalancer, port }) =>
        loadBalancer === UNKNOWN || typeof port !== 'number' ? undefined : `${port} ${loadBalancer}`,
      choices,
    ).map(({ part, verdict, with: other }) => ({
      key: part.key,
      verdict: other ? [{ where: part.where, args: { port: Number(part.port), other: other.key } }] : verdict,
    }));
  },
  words: ({ port, other }) => ({
    what: `Port ${port} is also that of ${other}, on the same load balancer.`,
    allowed: 'one listener a port',
    remedy: 'Make one of them a rule of the other, or give it another port.',
  }),
};
