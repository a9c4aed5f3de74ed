import { inferred } from '../../alb/finding.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import { mentions } from '../mentions.ts';
import { child, entry } from '../node.ts';
import { references } from '../place.ts';
import { each, loadBalancers, violation, type CheckRule } from '../rule.ts';
import { isPublic } from '../subnet-routes.ts';

export const publicSubnets: CheckRule = {
  code: 'subnets-not-public',
  severity: 'warning',
  group: 'routing',
  title: 'Internet-facing load balancer in a subnet without an internet gateway',
  why: 'Clients from the internet reach a load balancer only in subnets whose route table leads to an internet gateway.',
  source: userGuide('application-load-balancers'),
  basis: inferred('the route tables in this template'),
  judge: each(loadBalancers, ({ resource, settings }, model) => {
    if ((settings.get('Scheme') ?? 'internet-facing') !== 'internet-facing') return 'not-applicable';
    const items = references(child(resource.properties, 'Subnets'), model.resolver);
    if (items === UNKNOWN) return 'not-applicable';
    const subnets = items.flatMap((item) => {
      const [id = ''] = mentions(item);
      const found = model.template.resources.get(id);
      return found?.type === 'AWS::EC2::Subnet' ? [found] : [];
    });
    const verdicts = subnets.map((subnet) => ({ subnet, is: isPublic(subnet, model) }));
    const wrong = verdicts.find(({ is }) => is === false);
    const line = entry(resource.properties, 'Subnets')?.line ?? resource.line;
    if (wrong) return violation(line, { subnet: wrong.subnet.id });
    return verdicts.length < items.length ||
      verdicts.some(({ is }) => is === undefined) ||
      verdicts.length === 0
      ? 'not-applicable'
      : 'met';
  }),
  words: ({ subnet }) => ({
    what: `The route table of ${String(subnet)} has no route to an internet gateway.`,
    remedy: 'Use public subnets for the load balancer, or set Scheme to internal.',
  }),
};
