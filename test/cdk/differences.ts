// Every intended difference between the template and the synthesized stack; notes/cdk.md has the same list.
import type { Resource } from '../../src/template/types.ts';
import type { Deployed } from '../helpers/evaluate.ts';

type Properties = Record<string, any>; // eslint-disable-line typescript/no-explicit-any

export interface Difference {
  /** Verbatim from the note. */
  readonly words: string;
  /** Removes the difference from either side. */
  readonly apply: (deployed: Deployed) => Deployed;
}

/** A difference within the properties of one type of resource. */
const within = (type: string, words: string, change: (properties: Properties) => Properties): Difference => ({
  words,
  apply: ({ resources, outputs }) => ({
    outputs,
    resources: Object.fromEntries(
      Object.entries(resources).map(([name, resource]): [string, Resource] => [
        name,
        resource.Type === type ? { ...resource, Properties: change(resource.Properties) } : resource,
      ]),
    ),
  }),
});

const statements = (change: (statement: Properties) => Properties) => (properties: Properties) => ({
  ...properties,
  PolicyDocument: {
    ...properties['PolicyDocument'],
    Statement: properties['PolicyDocument'].Statement.map(change),
  },
});

const without = (properties: Properties, ...keys: readonly string[]): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key)));

const withoutValue = (properties: Properties, key: string, value: unknown): Properties =>
  properties[key] === value ? without(properties, key) : properties;

const graphs = (change: (graph: Properties) => Properties) => (properties: Properties) => {
  const body = JSON.parse(properties['DashboardBody']) as Properties;
  const widgets = body['widgets'].map((widget: Properties) =>
    widget['type'] === 'metric' ? { ...widget, properties: change(widget['properties']) } : widget,
  );
  return { ...properties, DashboardBody: JSON.stringify({ ...body, widgets }) };
};

const lines = (change: (options: Properties) => Properties) =>
  graphs((graph) => ({
    ...graph,
    metrics: graph['metrics'].map((line: unknown[]) =>
      line.map((item) => (typeof item === 'object' ? change(item as Properties) : item)),
    ),
  }));

const base = (name: string): string => name.replace(/^\*\./, '').toLowerCase();

/** No golden has both tags and rules: this difference shows up in random configs. */
export const RULE_TAGS: Difference = within(
  'AWS::ElasticLoadBalancingV2::ListenerRule',
  'CDK tags listener rules; the template does not, because cfn-lint does not know their tags yet.',
  (properties) => without(properties, 'Tags'),
);

export const DIFFERENCES: readonly Difference[] = [
  {
    words: 'Rules of security groups for prefix lists and other groups are resources of their own.',
    apply: ({ resources, outputs }) => {
      const rules = Object.values(resources).filter(({ Type }) => Type === 'AWS::EC2::SecurityGroupIngress');
      return {
        outputs,
        resources: Object.fromEntries(
          Object.entries(resources)
            .filter(([, { Type }]) => Type !== 'AWS::EC2::SecurityGroupIngress')
            .map(([name, resource]) => [
              name,
              resource.Type === 'AWS::EC2::SecurityGroup'
                ? {
                    ...resource,
                    Properties: {
                      ...resource.Properties,
                      SecurityGroupIngress: [
                        ...((resource.Properties['SecurityGroupIngress'] as unknown[] | undefined) ?? []),
                        ...rules
                          .filter(({ Properties }) => Properties['GroupId'] === `${name}.GroupId`)
                          .map(({ Properties }) => without(Properties, 'GroupId')),
                      ],
                    },
                  }
                : resource,
            ]),
        ),
      };
    },
  },
  within(
    'AWS::EC2::SecurityGroup',
    'IPv6 blocks are written as RFC 5952 has it, in small letters.',
    (properties) =>
      properties['SecurityGroupIngress'] === undefined
        ? properties
        : {
            ...properties,
            SecurityGroupIngress: properties['SecurityGroupIngress'].map((rule: Properties) =>
              rule['CidrIpv6'] === undefined
                ? rule
                : { ...rule, CidrIpv6: new URL(`http://[${rule['CidrIpv6'].replace('/', ']/')}`).href },
            ),
          },
  ),
  within(
    'AWS::CertificateManager::Certificate',
    'The names on a certificate are in small letters.',
    (properties) => ({
      ...properties,
      DomainName: properties['DomainName'].toLowerCase(),
      ...(properties['SubjectAlternativeNames'] && {
        SubjectAlternativeNames: properties['SubjectAlternativeNames'].map((each: string) =>
          each.toLowerCase(),
        ),
      }),
    }),
  ),
  within(
    'AWS::S3::BucketPolicy',
    'The statement that denies insecure transport is CDK\'s own: without Sid, with the principal {"AWS": "*"}.',
    statements((statement) =>
      statement['Effect'] === 'Deny' ? { ...without(statement, 'Sid'), Principal: '*' } : statement,
    ),
  ),
  within(
    'AWS::S3::BucketPolicy',
    'In China the statement that lets ELB write has an empty condition instead of none.',
    statements((statement) =>
      Object.keys(statement['Condition'] ?? { none: '' }).length === 0
        ? without(statement, 'Condition')
        : statement,
    ),
  ),
  within('AWS::Route53::RecordSet', 'The name of a DNS record ends with a dot.', (properties) => ({
    ...properties,
    Name: properties['Name'].replace(/\.$/, ''),
  })),
  within(
    'AWS::Route53::RecordSet',
    'The target of an alias record begins with "dualstack.".',
    (properties) => ({
      ...properties,
      AliasTarget: {
        ...properties['AliasTarget'],
        DNSName: properties['AliasTarget'].DNSName.replace(/^dualstack\./, ''),
      },
    }),
  ),
  within(
    'AWS::ElasticLoadBalancingV2::TrustStore',
    'The trust store has a name, made by CDK.',
    (properties) => without(properties, 'Name'),
  ),
  within(
    'AWS::CertificateManager::Certificate',
    'A wildcard and the name that it stands for are validated by the entry of either.',
    (properties) => ({
      ...properties,
      ...(properties['DomainValidationOptions'] && {
        DomainValidationOptions: properties['DomainValidationOptions'].map((option: Properties) => ({
          ...option,
          DomainName: base(option['DomainName']),
        })),
      }),
    }),
  ),
  within('AWS::EC2::VPC', 'The VPC names its tenancy, default.', (properties) =>
    withoutValue(properties, 'InstanceTenancy', 'default'),
  ),
  within(
    'AWS::EC2::Subnet',
    'Dual-stack subnets say that interfaces get no IPv6 address of their own.',
    (properties) => withoutValue(properties, 'AssignIpv6AddressOnCreation', false),
  ),
  {
    words: 'Zones without a NAT gateway of their own share the gateways in turn, not the last one.',
    apply: ({ resources, outputs }) => {
      const of = (type: string) =>
        Object.values(resources).filter(({ Type }) => Type === `AWS::EC2::${type}`);
      const zoneOf = (subnet: unknown) => resources[String(subnet)]?.Properties['AvailabilityZone'];
      const zones = new Set(of('NatGateway').map(({ Properties }) => zoneOf(Properties['SubnetId'])));
      const tables = new Set(
        of('SubnetRouteTableAssociation')
          .filter(({ Properties }) => !zones.has(zoneOf(Properties['SubnetId'])))
          .map(({ Properties }) => Properties['RouteTableId']),
      );
      return within('AWS::EC2::Route', '', (route) =>
        route['NatGatewayId'] !== undefined && tables.has(route['RouteTableId'])
          ? { ...route, NatGatewayId: 'any' }
          : route,
      ).apply({ resources, outputs });
    },
  },
  within(
    'AWS::EC2::SecurityGroup',
    "A security group whose rules outwards are all for IPv6 keeps CDK's rule that allows nothing.",
    (properties) => ({
      ...properties,
      SecurityGroupEgress: properties['SecurityGroupEgress'].filter(
        ({ Description }: Properties) => Description !== 'Disallow all traffic',
      ),
    }),
  ),
  within(
    'AWS::CloudWatch::Dashboard',
    'An expression of a graph has no id and names its period.',
    lines((options) => (options['expression'] === undefined ? options : without(options, 'id', 'period'))),
  ),
  within(
    'AWS::CloudWatch::Dashboard',
    'A threshold of a graph names its axis, left.',
    graphs((graph) =>
      graph['annotations'] === undefined
        ? graph
        : {
            ...graph,
            annotations: {
              horizontal: graph['annotations'].horizontal.map((line: Properties) =>
                withoutValue(line, 'yAxis', 'left'),
              ),
            },
          },
    ),
  ),
];
