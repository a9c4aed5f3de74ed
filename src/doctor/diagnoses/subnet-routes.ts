import { certain } from '../../alb/finding.ts';
import { userGuide } from '../../alb/sources.ts';
import { forNumber } from '../../common/numbers.ts';
import type { Diagnosis, Evidence } from '../diagnosis.ts';
import { observedValue } from '../observations/observations.ts';
import { aws } from '../steps/commands.ts';

export const subnetRoutes: Diagnosis = {
  code: 'subnet-without-internet-gateway',
  severity: 'error',
  title: 'A subnet of an internet-facing load balancer has no route to an internet gateway',
  reasoning:
    'Clients on the internet reach the nodes of the load balancer through the internet gateway. From a subnet whose route table has none, no answer gets back: clients that DNS sends to the node in that subnet cannot connect.',
  source: userGuide('load-balancer-troubleshooting'),
  basis: certain('the route tables of the subnets'),
  judge: (observed, context) => {
    const { scheme, subnets, vpcId } = observed.loadBalancer;
    const tables = observedValue(observed.routeTables);
    if (scheme !== 'internet-facing' || !tables || tables.length === 0) return [];
    const main = tables.find(({ isMain }) => isMain);
    const shut = subnets.flatMap((subnet) => {
      const table = tables.find((one) => one.subnets.includes(subnet)) ?? main;
      return table && !table.gateways.some((gateway) => gateway.startsWith('igw-'))
        ? [{ subnet, table }]
        : [];
    });
    if (shut.length === 0) return [];
    return [
      {
        what: `${shut.map(({ subnet }) => subnet).join(', ')} ${forNumber(shut.length, 'has', 'have')} no route to an internet gateway: clients cannot connect to ${forNumber(shut.length, 'its node', 'their nodes')}.`,
        evidence: shut.map(({ subnet, table }): Evidence => [
          `routes of ${subnet}`,
          `${table.id}: ${table.gateways.join(', ') || 'none'}`,
        ]),
        causes: [
          'The load balancer was put into private subnets, whose outbound route is a NAT gateway or none.',
          'The route was deleted, or leads to an internet gateway that is gone.',
        ],
        steps: [
          {
            kind: 'confirm',
            words: 'See the subnets and their route tables:',
            command: aws(context, 'ec2', 'describe-route-tables', '--filters', `Name=vpc-id,Values=${vpcId}`),
          },
          {
            kind: 'fix',
            words: 'Move the load balancer to public subnets, one in each zone; list all of them:',
            command: aws(
              context,
              'elbv2',
              'set-subnets',
              '--load-balancer-arn',
              observed.loadBalancer.arn,
              '--subnets',
              'SUBNET_ID_1',
              'SUBNET_ID_2',
            ),
          },
        ],
      },
    ];
  },
};
