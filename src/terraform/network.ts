// Security groups, subnets and web ACLs.
import { items, properties, type Node, type Property } from '../check/node.ts';
import type { Resource } from '../check/template.ts';
import type { Argument } from './argument.ts';
import { resourceOf, type Translation } from './translation.ts';

const DIRECTIONS = { ingress: 'SecurityGroupIngress', egress: 'SecurityGroupEgress' } as const;
type Direction = keyof typeof DIRECTIONS;

export function securityGroups(translation: Translation): Resource[] {
  const rules = separateRules(translation);
  const owners = new Set(rules.map(({ group, direction }) => `${group ?? ''} ${direction}`));
  const groups = translation.of('aws_security_group').map((one) =>
    resourceOf(one, 'AWS::EC2::SecurityGroup', [
      ['VpcId', translation.link(one.at('vpc_id'))],
      ...(Object.keys(DIRECTIONS) as Direction[]).map((direction): Property => {
        const own = one.at(direction);
        const hasSeparate = owners.has(`${one.owner.address} ${direction}`);
        return [DIRECTIONS[direction], inlineRules(own, direction, hasSeparate), own.line];
      }),
    ]),
  );
  return [...groups, ...rules.map(({ resource }) => resource)];
}

/** Terraform removes the default egress rule of a new group, so a group without rules lets nothing out. */
function inlineRules(own: Argument, direction: Direction, hasSeparate: boolean): Node | undefined {
  const blocks = own.blocks(true);
  if (!blocks) return own.unknownNode();
  if (blocks.length === 0) {
    const isKnown = Array.isArray(own.value) || hasSeparate || (own.owner.isNew && direction === 'egress');
    return isKnown ? { kind: 'list', line: own.line, items: [] } : own.unknownNode();
  }
  return items(
    own.line,
    blocks.flatMap((block) => {
      const addresses = ['cidr_blocks', 'ipv6_cidr_blocks'].flatMap((name): Property[] => {
        const value = block.at(name).nodes();
        const property = name === 'cidr_blocks' ? 'CidrIp' : 'CidrIpv6';
        return value?.kind === 'list' ? value.items.map((item): Property => [property, item]) : [];
      });
      return (addresses.length > 0 ? addresses : [undefined]).map((address) =>
        properties(own.line, [
          ['IpProtocol', block.at('protocol').node()],
          ['FromPort', block.at('from_port').node()],
          ['ToPort', block.at('to_port').node()],
          ...(address ? [address] : []),
        ]),
      );
    }),
  );
}

interface SeparateRule {
  readonly resource: Resource;
  /** The address of its group; undefined if not known. */
  readonly group: string | undefined;
  readonly direction: Direction;
}

const SEPARATE: readonly {
  readonly type: string;
  readonly direction?: Direction;
  readonly protocol: string;
}[] = [
  { type: 'aws_security_group_rule', protocol: 'protocol' },
  { type: 'aws_vpc_security_group_ingress_rule', direction: 'ingress', protocol: 'ip_protocol' },
  { type: 'aws_vpc_security_group_egress_rule', direction: 'egress', protocol: 'ip_protocol' },
];

function separateRules(translation: Translation): SeparateRule[] {
  return SEPARATE.flatMap(({ type, direction: fixed, protocol }) =>
    translation.of(type).map((one): SeparateRule => {
      const direction = fixed ?? (one.at('type').value === 'egress' ? 'egress' : 'ingress');
      const group = one.at('security_group_id');
      const blocks = one.at('cidr_blocks').nodes();
      const [first] = blocks?.kind === 'list' ? blocks.items : [];
      const resource = resourceOf(one, `AWS::EC2::${DIRECTIONS[direction]}`, [
        ['GroupId', translation.link(group)],
        ['IpProtocol', one.at(protocol).node()],
        ['FromPort', one.at('from_port').node()],
        ['ToPort', one.at('to_port').node()],
        ['CidrIp', first ?? one.at('cidr_ipv4').node()],
        ['CidrIpv6', one.at('cidr_ipv6').node()],
      ]);
      return { resource, group: translation.target(group)?.address, direction };
    }),
  );
}

export const subnets = (translation: Translation): Resource[] =>
  translation.of('aws_subnet').map((one) =>
    resourceOf(one, 'AWS::EC2::Subnet', [
      ['AvailabilityZone', one.at('availability_zone').node()],
      [
        'AvailabilityZoneId',
        one.at('availability_zone_id').written ? one.at('availability_zone_id').node() : undefined,
      ],
      ['CidrBlock', one.at('cidr_block').node()],
      ['OutpostArn', one.at('outpost_arn').node()],
      ['VpcId', translation.link(one.at('vpc_id'))],
    ]),
  );

export const webAclAssociations = (translation: Translation): Resource[] =>
  translation.of('aws_wafv2_web_acl_association').map((one) =>
    resourceOf(one, 'AWS::WAFv2::WebACLAssociation', [
      ['ResourceArn', translation.link(one.at('resource_arn'))],
      ['WebACLArn', translation.link(one.at('web_acl_arn'))],
    ]),
  );

export const webAcls = (translation: Translation): Resource[] =>
  translation
    .of('aws_wafv2_web_acl')
    .map((one) => resourceOf(one, 'AWS::WAFv2::WebACL', [['Scope', one.at('scope').node()]]));
