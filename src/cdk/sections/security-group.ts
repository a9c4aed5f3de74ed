import type { Config } from '../../config/schema/index.ts';
import { ID } from '../../template/names.ts';
import {
  egressRules,
  GROUP_DESCRIPTION,
  ingressRules,
  type Rule,
} from '../../template/sections/security-group.ts';
import { ec2 } from '../library.ts';
import { tagName, type Part } from '../part.ts';
import { call, create, member, name, THIS, type Expression } from '../source/nodes.ts';
import { assign, run } from '../source/statements.ts';

const GROUP = member(THIS, 'securityGroup');

/** The security group of the load balancer. The listeners are created so that they do not open it to everybody. */
export const securityGroup = (config: Config): Part => ({
  fields: [
    {
      name: 'securityGroup',
      type: member(ec2, 'SecurityGroup'),
      doc: ["The targets' security group must allow traffic from it."],
    },
  ],
  statements: [
    assign(
      GROUP,
      create(member(ec2, 'SecurityGroup'), THIS, ID.securityGroup, {
        vpc: name('vpc'),
        description: GROUP_DESCRIPTION,
        allowAllOutbound: false,
      }),
    ),
    ...ingressRules(config).map((rule) => run(call(GROUP, 'addIngressRule', ...argumentsOf(rule)))),
    ...egressRules(config).map((rule) => run(call(GROUP, 'addEgressRule', ...argumentsOf(rule)))),
    ...tagName(GROUP, config, 'alb'),
  ],
  references: { [`${ID.securityGroup}.GroupId`]: member(GROUP, 'securityGroupId') },
});

const argumentsOf = (rule: Rule): [Expression, Expression, string] => [
  peer(rule),
  port(rule),
  rule.Description,
];

function peer({ CidrIp, CidrIpv6, SourcePrefixListId }: Rule): Expression {
  const peers = member(ec2, 'Peer');
  if (CidrIp !== undefined)
    return CidrIp === '0.0.0.0/0' ? call(peers, 'anyIpv4') : call(peers, 'ipv4', CidrIp);
  if (CidrIpv6 !== undefined)
    return CidrIpv6 === '::/0' ? call(peers, 'anyIpv6') : call(peers, 'ipv6', canonical(CidrIpv6));
  return call(peers, 'prefixList', SourcePrefixListId ?? '');
}

/** CDK requires IPv6 blocks in lower case and with at most seven colons, as RFC 5952 writes them. */
function canonical(block: string): string {
  const [address = '', length = ''] = block.split('/');
  return `${new URL(`http://[${address}]`).hostname.slice(1, -1)}/${length}`;
}

const port = ({ IpProtocol, FromPort, ToPort }: Rule): Expression =>
  IpProtocol === 'icmp'
    ? call(member(ec2, 'Port'), 'icmpTypeAndCode', FromPort, ToPort)
    : call(member(ec2, 'Port'), 'tcp', FromPort);
