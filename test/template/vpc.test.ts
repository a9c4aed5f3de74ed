// A VPC that the template creates.
import { describe, expect, it } from 'vitest';
import { objectOf, resource } from '../helpers/template.ts';

describe('a created VPC', () => {
  const template = objectOf({
    network: { create: { cidr: '10.0.0.0/16', availabilityZones: 3, natGateways: 2 } },
  });
  const blocks = Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::EC2::Subnet')
    .map(({ Properties }) => Properties['CidrBlock']);

  it('has a public and a private subnet in each zone, without overlap', () => {
    expect(blocks).toEqual([
      '10.0.0.0/20',
      '10.0.16.0/20',
      '10.0.32.0/20',
      '10.0.48.0/20',
      '10.0.64.0/20',
      '10.0.80.0/20',
    ]);
  });

  it('puts a public load balancer into the public subnets, after their gateway', () => {
    const { Properties, DependsOn } = resource(template, 'WebSocketALB');
    expect(Properties['Subnets']).toEqual([
      { Ref: 'PublicSubnet1' },
      { Ref: 'PublicSubnet2' },
      { Ref: 'PublicSubnet3' },
    ]);
    expect(DependsOn).toEqual(['InternetGatewayAttachment', 'LogBucketPolicy']);
  });

  it('shares the last NAT gateway when there are fewer than zones', () => {
    const nat = [1, 2, 3].map((zone) => resource(template, `PrivateRoute${zone}`).Properties['NatGatewayId']);
    expect(nat).toEqual([{ Ref: 'NatGateway1' }, { Ref: 'NatGateway2' }, { Ref: 'NatGateway2' }]);
  });

  it('has private subnets and no route out when internal without NAT gateways', () => {
    const internal = objectOf({ network: { scheme: 'internal', create: true } });
    const types = Object.values(internal.Resources).map(({ Type }) => Type);
    expect(types).not.toContain('AWS::EC2::InternetGateway');
    expect(types).not.toContain('AWS::EC2::Route');
    expect(resource(internal, 'WebSocketALB').Properties['Subnets']).toEqual([
      { Ref: 'PrivateSubnet1' },
      { Ref: 'PrivateSubnet2' },
    ]);
  });

  it('needs no network parameters, and outputs its ids', () => {
    expect(template.Parameters).not.toHaveProperty('VPCId');
    expect(template.Parameters).not.toHaveProperty('SubnetIds');
    expect(Object.keys(template.Outputs ?? {})).toEqual(
      expect.arrayContaining(['VpcId', 'PublicSubnetIds', 'PrivateSubnetIds']),
    );
  });

  it('lets traffic of the load balancer out to its own range only', () => {
    const [egress] = resource(template, 'ALBSecurityGroup').Properties['SecurityGroupEgress'] as {
      CidrIp: string;
    }[];
    expect(egress?.CidrIp).toBe('10.0.0.0/16');
  });
});
