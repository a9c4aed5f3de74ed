// What exists in an account, for the wizard to choose from. Nothing here fails: without the AWS CLI, credentials or an
// answer in time there is nothing to choose, and the user types.
import { awsJson } from './cli.ts';

const TIME_LIMIT_MS = 6_000;

export interface Choice {
  readonly value: string;
  readonly label: string;
}

async function list<T>(args: readonly string[], key: string): Promise<T[]> {
  try {
    const answer = (await awsJson(args, {}, TIME_LIMIT_MS)) as Record<string, T[] | undefined> | undefined;
    return answer?.[key] ?? [];
  } catch {
    return [];
  }
}

interface Tagged {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}
const nameOf = ({ Tags = [] }: Tagged): string => {
  const name = Tags.find(({ Key }) => Key === 'Name')?.Value;
  return name ? ` ${name}` : '';
};

/** Whether the AWS CLI is there and has credentials that work. */
export async function hasCredentials(): Promise<boolean> {
  try {
    await awsJson(['sts', 'get-caller-identity'], {}, TIME_LIMIT_MS);
    return true;
  } catch {
    return false;
  }
}

/** The VPCs of the Region. */
export async function vpcs(): Promise<Choice[]> {
  const found = await list<Tagged & { VpcId: string; CidrBlock: string; IsDefault: boolean }>(
    ['ec2', 'describe-vpcs'],
    'Vpcs',
  );
  return found.map((vpc) => ({
    value: vpc.VpcId,
    label: `${vpc.VpcId}${nameOf(vpc)} ${vpc.CidrBlock}${vpc.IsDefault ? ' (default VPC)' : ''}`,
  }));
}

export interface SubnetChoice extends Choice {
  readonly zone: string;
  readonly isPublic: boolean;
}

/** The subnets of a VPC; public ones have a route to an internet gateway. */
export async function subnets(vpcId: string): Promise<SubnetChoice[]> {
  const filter = ['--filters', `Name=vpc-id,Values=${vpcId}`];
  const [found, tables] = await Promise.all([
    list<Tagged & { SubnetId: string; AvailabilityZone: string; CidrBlock: string }>(
      ['ec2', 'describe-subnets', ...filter],
      'Subnets',
    ),
    list<RouteTable>(['ec2', 'describe-route-tables', ...filter], 'RouteTables'),
  ]);
  const main = tables.find(({ Associations = [] }) => Associations.some((association) => association.Main));
  return found.map((subnet) => {
    const own = tables.find(({ Associations = [] }) =>
      Associations.some(({ SubnetId }) => SubnetId === subnet.SubnetId),
    );
    const routes = (own ?? main)?.Routes ?? [];
    const isPublic = routes.some(({ GatewayId }) => GatewayId?.startsWith('igw-'));
    return {
      value: subnet.SubnetId,
      label: `${subnet.SubnetId}${nameOf(subnet)} ${subnet.AvailabilityZone} ${subnet.CidrBlock}${isPublic ? ' (public)' : ''}`,
      zone: subnet.AvailabilityZone,
      isPublic,
    };
  });
}

interface RouteTable {
  readonly Associations?: readonly { readonly SubnetId?: string; readonly Main?: boolean }[];
  readonly Routes?: readonly { readonly GatewayId?: string }[];
}

/** The certificates that ACM has issued in the Region. */
export async function certificates(): Promise<Choice[]> {
  const found = await list<{ CertificateArn: string; DomainName: string }>(
    ['acm', 'list-certificates'],
    'CertificateSummaryList',
  );
  return found.map(({ CertificateArn, DomainName }) => ({
    value: CertificateArn,
    label: `${DomainName} ${CertificateArn}`,
  }));
}

/** The public hosted zones of the account. */
export async function hostedZones(): Promise<Choice[]> {
  const found = await list<{ Id: string; Name: string; Config?: { PrivateZone?: boolean } }>(
    ['route53', 'list-hosted-zones'],
    'HostedZones',
  );
  return found
    .filter(({ Config }) => Config?.PrivateZone !== true)
    .map(({ Id, Name }) => ({ value: Id.replace('/hostedzone/', ''), label: Name.replace(/\.$/, '') }));
}
