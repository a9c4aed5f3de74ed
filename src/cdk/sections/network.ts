import type { Config } from '../../config/schema/index.ts';
import { ID, PARAMETER } from '../../template/names.ts';
import { core, ec2, Fn } from '../library.ts';
import { describedAs, type Part, type Prop, type Sections } from '../part.ts';
import { arrow, call, commented, listOf, member, name, text, THIS, type Value } from '../source/nodes.ts';
import { comment, declare, forEach, run } from '../source/statements.ts';
import { subnetGroups, vpc } from './vpc.ts';

const PROPS = name('props');

/** The VPC and subnets: created, or given by the config or the props. */
export const network = (config: Config, sections: Sections): Part =>
  config.network.create === false ? existing(config, sections) : vpc(config, config.network.create);

function existing({ network: { vpcId, subnetIds } }: Config, sections: Sections): Part {
  const props: Prop[] = [];
  if (vpcId === undefined)
    props.push({
      name: 'vpcId',
      type: name('string'),
      doc: [describedAs(sections, PARAMETER.vpc)],
      placeholder: 'vpc-00000000000000000',
    });
  if (subnetIds === undefined)
    props.push({
      name: 'subnetIds',
      type: listOf(name('string')),
      doc: [describedAs(sections, PARAMETER.subnets)],
      placeholder: ['subnet-00000000000000000', 'subnet-00000000000000001'],
    });
  const ids = subnetIds === undefined ? member(PROPS, 'subnetIds') : name('subnetIds');
  const subnet = call(member(ec2, 'Subnet'), 'fromSubnetId', THIS, text`Subnet${name('index')}`, name('id'));
  return {
    props,
    statements: [
      declare(
        'vpc',
        call(member(ec2, 'Vpc'), 'fromVpcAttributes', THIS, ID.vpc, {
          vpcId: vpcId ?? member(PROPS, 'vpcId'),
          availabilityZones: commented(
            [call(Fn, 'select', 0, call(Fn, 'getAzs'))],
            'CDK requires them, but nothing here uses them: the subnets are listed one by one.',
          ),
        }),
      ),
      ...(subnetIds === undefined ? [] : [declare('subnetIds', subnetIds)]),
      declare('subnets', call(ids, 'map', arrow(['id', 'index'], subnet))),
      comment('CDK warns that it does not know their route tables; nothing here needs them.'),
      forEach(
        'subnet',
        name('subnets'),
        run(
          call(
            call(core('Annotations'), 'of', name('subnet')),
            'acknowledgeWarning',
            '@aws-cdk/aws-ec2:noSubnetRouteTableId',
          ),
        ),
      ),
    ],
  };
}

/** The subnets of the load balancer. */
export function loadBalancerSubnets(config: Config): Value {
  const wanted = config.network.scheme === 'internal' ? 'Private' : 'Public';
  const group = subnetGroups(config).find(({ title }) => title === wanted);
  return group ? { subnetType: member(ec2, `SubnetType.${group.type}`) } : { subnets: name('subnets') };
}
