// Looks at a live load balancer for `init --from-load-balancer`. It only reads.
import { regionOf, isLoadBalancerArn, fullNameOf } from '../../alb/arn.ts';
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { awsCall, type AwsCall } from '../../common/aws-call.ts';
import { KnownError } from '../../common/known-error.ts';
import type {
  Attributes,
  Live,
  LiveDescription,
  LiveListener,
  LiveTargetGroup,
} from '../../wizard/live/live.ts';
import { clearStatus, showStatus, tell } from '../io/output.ts';
import { awsSession, withAws } from '../shared/aws.ts';

/** DescribeTags and DescribeInstances take many ids; more are not looked at. */
const MOST_INSTANCES = 200;

/**
 * @param nameOrArn of an Application Load Balancer.
 * @throws {KnownError} when there is none, or AWS refuses to describe it. What it refuses beyond that is said, and left out.
 */
export async function lookAt(nameOrArn: string, target: AwsTarget): Promise<Live> {
  const region = target.region ?? (isLoadBalancerArn(nameOrArn) ? regionOf(nameOrArn) : undefined);
  const session = awsSession({ ...target, ...(region !== undefined && { region }) });
  showStatus(`Looking at ${nameOrArn}…`);
  try {
    return await withAws({ what: 'Could not look at the load balancer', target }, () =>
      describe(nameOrArn, session),
    );
  } finally {
    clearStatus();
    await session.close();
  }
}

async function describe(nameOrArn: string, session: AwsSession): Promise<Live> {
  const loadBalancer = await find(nameOrArn, session);
  const arn = loadBalancer.LoadBalancerArn ?? '';
  const LoadBalancerArn = arn;
  const groups = loadBalancer.SecurityGroups ?? [];
  const [attributes, listeners, targetGroups, tags, securityGroups, alarms, acl, capacity] =
    await Promise.all([
      session.run(awsCall('elbv2', 'DescribeLoadBalancerAttributes', { LoadBalancerArn })),
      session.run(awsCall('elbv2', 'DescribeListeners', { LoadBalancerArn })),
      groupsOf(LoadBalancerArn, session),
      optional(session, 'tags', awsCall('elbv2', 'DescribeTags', { ResourceArns: [arn] })),
      groups.length === 0
        ? undefined
        : optional(
            session,
            'security groups',
            awsCall('ec2', 'DescribeSecurityGroups', { GroupIds: groups }),
          ),
      optional(session, 'alarms', awsCall('cloudwatch', 'DescribeAlarms', { AlarmTypes: ['MetricAlarm'] })),
      optional(session, 'web ACL', awsCall('wafv2', 'GetWebACLForResource', { ResourceArn: arn })),
      optional(
        session,
        'reserved capacity',
        awsCall('elbv2', 'DescribeCapacityReservation', { LoadBalancerArn }),
      ),
    ]);
  const ids = targetGroups
    .filter(({ description }) => description.TargetType === 'instance')
    .flatMap(({ targets }) => targets.map(({ id }) => id))
    .slice(0, MOST_INSTANCES);
  const instances =
    ids.length === 0
      ? undefined
      : await optional(
          session,
          'instances',
          awsCall('ec2', 'DescribeInstances', { Filters: [{ Name: 'instance-id', Values: ids }] }),
        );
  const about = fullNameOf(arn);
  return {
    loadBalancer,
    attributes: attributesOf(attributes.Attributes),
    tags: attributesOf(tags?.TagDescriptions?.[0]?.Tags),
    listeners: await Promise.all(
      (listeners.Listeners ?? []).map((listener) => listenerOf(listener, session)),
    ),
    targetGroups,
    securityGroups: securityGroups?.SecurityGroups ?? [],
    alarms: (alarms?.MetricAlarms ?? []).filter(({ Dimensions = [] }) =>
      Dimensions.some(({ Name, Value }) => Name === 'LoadBalancer' && Value === about),
    ),
    instances: (instances?.Reservations ?? []).flatMap(({ Instances = [] }) => Instances),
    webAclArn: acl?.WebACL?.ARN,
    reservedCapacityUnits: capacity?.MinimumLoadBalancerCapacity?.CapacityUnits,
  };
}

async function find(nameOrArn: string, session: AwsSession): Promise<LiveDescription> {
  const isArn = isLoadBalancerArn(nameOrArn);
  const { LoadBalancers = [] } = await session.run(
    awsCall(
      'elbv2',
      'DescribeLoadBalancers',
      isArn ? { LoadBalancerArns: [nameOrArn] } : { Names: [nameOrArn] },
    ),
  );
  const [found] = LoadBalancers;
  if (found === undefined || found.Type !== 'application')
    throw new KnownError(
      found === undefined
        ? 'There is no such load balancer.'
        : `It is a ${found.Type} load balancer, not an Application Load Balancer.`,
      { where: `--from-load-balancer ${nameOrArn}`, remedy: 'Check the name, --region and --profile.' },
    );
  return found;
}

type Pairs = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

const attributesOf = (pairs: Pairs = []): Attributes =>
  new Map(pairs.flatMap(({ Key, Value = '' }) => (Key === undefined ? [] : [[Key, Value]])));

async function listenerOf(
  description: LiveListener['description'],
  session: AwsSession,
): Promise<LiveListener> {
  const ListenerArn = description.ListenerArn ?? '';
  const isHttps = description.Protocol === 'HTTPS';
  const [rules, attributes, certificates] = await Promise.all([
    session.run(awsCall('elbv2', 'DescribeRules', { ListenerArn })),
    optional(session, 'listener attributes', awsCall('elbv2', 'DescribeListenerAttributes', { ListenerArn })),
    isHttps
      ? optional(
          session,
          'further certificates',
          awsCall('elbv2', 'DescribeListenerCertificates', { ListenerArn }),
        )
      : undefined,
  ]);
  return {
    description,
    rules: rules.Rules ?? [],
    attributes: attributesOf(attributes?.Attributes),
    certificates: (certificates?.Certificates ?? []).flatMap(({ CertificateArn, IsDefault }) =>
      CertificateArn === undefined || IsDefault === true ? [] : [CertificateArn],
    ),
  };
}

async function groupsOf(LoadBalancerArn: string, session: AwsSession): Promise<LiveTargetGroup[]> {
  const found = await optional(
    session,
    'target groups',
    awsCall('elbv2', 'DescribeTargetGroups', { LoadBalancerArn }),
  );
  return Promise.all(
    (found?.TargetGroups ?? []).map(async (description): Promise<LiveTargetGroup> => {
      const TargetGroupArn = description.TargetGroupArn ?? '';
      const [attributes, health] = await Promise.all([
        session.run(awsCall('elbv2', 'DescribeTargetGroupAttributes', { TargetGroupArn })),
        optional(session, 'targets', awsCall('elbv2', 'DescribeTargetHealth', { TargetGroupArn })),
      ]);
      return {
        description,
        attributes: attributesOf(attributes.Attributes),
        targets: (health?.TargetHealthDescriptions ?? []).flatMap(({ Target }) =>
          Target?.Id === undefined ? [] : [{ id: Target.Id, port: Target.Port }],
        ),
      };
    }),
  );
}

/** What the config can do without: a refusal is said, and there is no answer. */
async function optional<Output>(
  session: AwsSession,
  what: string,
  call: AwsCall<Output>,
): Promise<Output | undefined> {
  try {
    return await session.run(call);
  } catch (error) {
    if (!(error instanceof AwsFailed)) throw error;
    const { kind, permission, message } = error.failure;
    // A load balancer without target groups is answered so.
    if (kind !== 'not-found')
      tell(
        `warning: the ${what} were not seen: ${permission === undefined ? message : `needs permission ${permission}`}`,
      );
    return undefined;
  }
}
