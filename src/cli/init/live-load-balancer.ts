// Reads a live load balancer for `init --from-load-balancer`. Read-only.
import { regionOf, isLoadBalancerArn, fullNameOf } from '../../alb/arn.ts';
import { AwsFailed } from '../../aws/failed.ts';
import type { AwsSession } from '../../aws/session.ts';
import type { AwsTarget } from '../../aws/target.ts';
import { awsCall, type AwsCall } from '../../common/aws-call.ts';
import { KnownError } from '../../common/known-error.ts';
import { readRules } from '../../doctor/collect/read-rules.ts';
import type {
  Attributes,
  Live,
  LiveDescription,
  LiveListener,
  LiveRule,
  LiveTargetGroup,
  ReadRule,
} from '../../wizard/live/live.ts';
import { clearStatus, showStatus, printToStderr } from '../io/output.ts';
import { awsSession, withAws } from '../shared/aws.ts';

/** Limit of ARNs per call. Source: elbv2 API, DescribeTags. */
const TAGGED_AT_A_TIME = 20;
/** Further instances are ignored. */
const MOST_INSTANCES = 200;

/**
 * @param nameOrArn of an Application Load Balancer.
 * @throws {KnownError} when there is none, or AWS refuses to describe it. Other refused calls cause a warning, and
 * their part is left out.
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
  const [attributes, listeners, targetGroups, securityGroups, alarms, acl, capacity] = await Promise.all([
    session.run(awsCall('elbv2', 'DescribeLoadBalancerAttributes', { LoadBalancerArn })),
    session.run(awsCall('elbv2', 'DescribeListeners', { LoadBalancerArn })),
    groupsOf(LoadBalancerArn, session),
    groups.length === 0
      ? undefined
      : optional(session, 'security groups', awsCall('ec2', 'DescribeSecurityGroups', { GroupIds: groups })),
    optional(session, 'alarms', awsCall('cloudwatch', 'DescribeAlarms', { AlarmTypes: ['MetricAlarm'] })),
    optional(session, 'web ACL', awsCall('wafv2', 'GetWebACLForResource', { ResourceArn: arn })),
    optional(
      session,
      'reserved capacity',
      awsCall('elbv2', 'DescribeCapacityReservation', { LoadBalancerArn }),
    ),
  ]);
  const tags = await tagsOf([arn, ...groupArns(targetGroups)], session);
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
    tags: tags.get(arn) ?? new Map(),
    listeners: await Promise.all(
      (listeners.Listeners ?? []).map((listener) => listenerOf(listener, session)),
    ),
    targetGroups: targetGroups.map((group) => ({
      ...group,
      tags: tags.get(group.description.TargetGroupArn ?? '') ?? new Map<string, string>(),
    })),
    securityGroups: securityGroups?.SecurityGroups ?? [],
    alarms: (alarms?.MetricAlarms ?? []).filter(({ Dimensions = [] }) =>
      Dimensions.some(({ Name, Value }) => Name === 'LoadBalancer' && Value === about),
    ),
    instances: (instances?.Reservations ?? []).flatMap(({ Instances = [] }) => Instances),
    webAclArn: acl?.WebACL?.ARN,
    reservedCapacityUnits: capacity?.MinimumLoadBalancerCapacity?.CapacityUnits,
  };
}

const groupArns = (groups: readonly LiveTargetGroup[]): string[] =>
  groups.flatMap(({ description }) => description.TargetGroupArn ?? []);

/** Tags by ARN. */
async function tagsOf(arns: readonly string[], session: AwsSession): Promise<Map<string, Attributes>> {
  const tags = new Map<string, Attributes>();
  for (let from = 0; from < arns.length; from += TAGGED_AT_A_TIME) {
    const ResourceArns = arns.slice(from, from + TAGGED_AT_A_TIME);
    const found = await optional(session, 'tags', awsCall('elbv2', 'DescribeTags', { ResourceArns }));
    for (const { ResourceArn = '', Tags } of found?.TagDescriptions ?? [])
      tags.set(ResourceArn, attributesOf(Tags));
  }
  return tags;
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
    rules: inOrder(rules.Rules ?? [], ListenerArn),
    attributes: attributesOf(attributes?.Attributes),
    certificates: (certificates?.Certificates ?? []).flatMap(({ CertificateArn, IsDefault }) =>
      CertificateArn === undefined || IsDefault === true ? [] : [CertificateArn],
    ),
  };
}

/** ELB returns the rules in priority order, except the default rule, which may come anywhere. */
const inOrder = (rules: readonly LiveRule[], listener: string): ReadRule[] =>
  readRules({ Rules: rules }, listener).flatMap((rule) => {
    const description = rules.find(({ RuleArn }) => RuleArn === rule.key);
    return description ? [{ description, rule }] : [];
  });

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
        tags: new Map(),
        targets: (health?.TargetHealthDescriptions ?? []).flatMap(({ Target }) =>
          Target?.Id === undefined ? [] : [{ id: Target.Id, port: Target.Port }],
        ),
      };
    }),
  );
}

/** For calls that the config can do without: if one is refused, prints a warning and returns undefined. */
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
    // ELB answers not-found for a load balancer without target groups.
    if (kind !== 'not-found')
      printToStderr(
        `warning: the ${what} were not seen: ${permission === undefined ? message : `needs permission ${permission}`}`,
      );
    return undefined;
  }
}
