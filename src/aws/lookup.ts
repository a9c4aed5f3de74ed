// Lists what exists in an account, as choices for the wizard.
import { awsCall } from '../common/aws-call.ts';
import type { AwsSession } from './session.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

interface Tagged {
  readonly Tags?:
    readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}
const nameOf = ({ Tags = [] }: Tagged): string => Tags.find(({ Key }) => Key === 'Name')?.Value ?? '';

/** Joins the parts that are present into one line. */
const labelOf = (...parts: readonly (string | false)[]): string =>
  parts.filter((part) => part !== false && part !== '').join(' ');

/** The VPCs of the Region. */
export async function vpcs(session: AwsSession): Promise<Choice[]> {
  const { Vpcs = [] } = await session.run(awsCall('ec2', 'DescribeVpcs', {}));
  return Vpcs.map((vpc) => ({
    value: vpc.VpcId ?? '',
    label: labelOf(
      vpc.VpcId ?? '',
      nameOf(vpc),
      vpc.CidrBlock ?? '',
      vpc.IsDefault === true && '(default VPC)',
    ),
  }));
}

export interface SubnetChoice extends Choice {
  readonly zone: string;
  readonly isPublic: boolean;
}

/** The subnets of a VPC; public ones have a route to an internet gateway. */
export async function subnets(session: AwsSession, vpcId: string): Promise<SubnetChoice[]> {
  const Filters = [{ Name: 'vpc-id', Values: [vpcId] }];
  const [{ Subnets = [] }, { RouteTables = [] }] = await Promise.all([
    session.run(awsCall('ec2', 'DescribeSubnets', { Filters })),
    session.run(awsCall('ec2', 'DescribeRouteTables', { Filters })),
  ]);
  const main = RouteTables.find(({ Associations = [] }) => Associations.some(({ Main }) => Main === true));
  return Subnets.map((subnet) => {
    const own = RouteTables.find(({ Associations = [] }) =>
      Associations.some(({ SubnetId }) => SubnetId === subnet.SubnetId),
    );
    const routes = (own ?? main)?.Routes ?? [];
    const isPublic = routes.some(({ GatewayId = '' }) => GatewayId.startsWith('igw-'));
    const zone = subnet.AvailabilityZone ?? '';
    const free = subnet.AvailableIpAddressCount;
    return {
      value: subnet.SubnetId ?? '',
      label: labelOf(
        subnet.SubnetId ?? '',
        nameOf(subnet),
        zone,
        subnet.CidrBlock ?? '',
        free !== undefined && `${free} free`,
        isPublic && '(public)',
      ),
      zone,
      isPublic,
    };
  });
}

/** Without these, ACM lists only certificates with 2048-bit RSA keys. */
const KEY_TYPES = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
] as const;

/** The certificates that ACM has issued in the Region. */
export async function certificates(session: AwsSession): Promise<Choice[]> {
  const { CertificateSummaryList = [] } = await session.run(
    awsCall('acm', 'ListCertificates', {
      CertificateStatuses: ['ISSUED'],
      Includes: { keyTypes: [...KEY_TYPES] },
    }),
  );
  return CertificateSummaryList.map(({ CertificateArn = '', DomainName = '', NotAfter = '' }) => ({
    value: CertificateArn,
    label: labelOf(DomainName, CertificateArn, NotAfter !== '' && `until ${NotAfter.slice(0, 10)}`),
  }));
}

/** The public hosted zones of the account. */
export async function hostedZones(session: AwsSession): Promise<Choice[]> {
  const { HostedZones = [] } = await session.run(awsCall('route53', 'ListHostedZones', {}));
  return HostedZones.filter(({ Config }) => Config?.PrivateZone !== true).map(({ Id = '', Name = '' }) => ({
    value: Id.replace('/hostedzone/', ''),
    // Two zones may have one name.
    label: labelOf(Name.replace(/\.$/, ''), `(${Id.replace('/hostedzone/', '')})`),
  }));
}

/** The running or stopped instances of a VPC, or of the Region. */
export async function instances(session: AwsSession, vpcId: string | undefined): Promise<Choice[]> {
  const { Reservations = [] } = await session.run(
    awsCall('ec2', 'DescribeInstances', {
      Filters: [
        { Name: 'instance-state-name', Values: ['running', 'stopped'] },
        ...(vpcId === undefined ? [] : [{ Name: 'vpc-id', Values: [vpcId] }]),
      ],
    }),
  );
  return Reservations.flatMap(({ Instances = [] }) => Instances).map((instance) => ({
    value: instance.InstanceId ?? '',
    label: labelOf(
      instance.InstanceId ?? '',
      nameOf(instance),
      instance.PrivateIpAddress ?? '',
      instance.Placement?.AvailabilityZone ?? '',
      instance.State?.Name === 'stopped' && '(stopped)',
    ),
  }));
}

/** The SNS topics of the Region, without FIFO topics, because alarms cannot notify those. */
export async function topics(session: AwsSession): Promise<Choice[]> {
  const { Topics = [] } = await session.run(awsCall('sns', 'ListTopics', {}));
  return Topics.flatMap(({ TopicArn = '' }) =>
    TopicArn === '' || TopicArn.endsWith('.fifo')
      ? []
      : [{ value: TopicArn, label: labelOf(TopicArn.split(':').at(-1) ?? '', TopicArn) }],
  );
}
