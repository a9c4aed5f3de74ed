// One load balancer and all around it, in as few rounds of calls as what is known allows.
import { accountOf, fullNameOf, regionOf } from '../arn.ts';
import type { Call, Collecting } from '../call.ts';
import * as calls from '../calls.ts';
import { list, pairs, text } from '../json.ts';
import { metricQueries, readMetrics, type MetricReadings } from '../metrics.ts';
import {
  seen,
  type Alarm,
  type Instance,
  type Listener,
  type LoadBalancer,
  type Observations,
  type Seen,
  type Stack,
  type TargetGroup,
} from '../observations.ts';
import type { Window } from '../window.ts';
import { collectLogs, logBucketCalls, logsOf, readLogBucket } from './logs.ts';
import * as read from './read.ts';
import { Eyes, lookUp, type See } from './see.ts';

interface Moment {
  readonly now: Date;
  readonly window: Window;
}

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const ALARM = 'AWS::CloudWatch::Alarm';
/** DescribeAlarms takes 100 names. */
const MAX_ALARM_NAMES = 100;

/** Everything about a load balancer that judgements are made from. */
export function* collectLoadBalancer(
  loadBalancer: LoadBalancer,
  stack: Stack | undefined,
  { now, window }: Moment,
): Collecting<Observations> {
  const eyes = new Eyes();
  const { arn, fullName } = loadBalancer;
  const inStack = (type: string) =>
    (stack?.resources ?? []).flatMap((one) =>
      one.type === type && one.physicalId !== '' ? [one.physicalId] : [],
    );

  // First round: what the load balancer's ARN leads to.
  const stackGroups = inStack(TARGET_GROUP);
  // The AWS CLI takes some beginnings for an option, a file or an address.
  const alarmNames = inStack(ALARM)
    .filter((name) => !/^(-|file:|fileb:|https?:)/.test(name))
    .slice(0, MAX_ALARM_NAMES);
  const first = [
    calls.describeAttributes(arn),
    calls.describeListeners(arn),
    calls.describeTargetGroups(arn),
    calls.describeAlarmsInAlarm(),
    ...(stackGroups.length > 0 ? [calls.describeTargetGroupsByArn(stackGroups)] : []),
    ...(alarmNames.length > 0 ? [calls.describeAlarmsByName(alarmNames)] : []),
    ...(loadBalancer.securityGroups.length > 0
      ? [calls.describeSecurityGroups(loadBalancer.securityGroups)]
      : []),
  ];
  const ask = lookUp(eyes, first, yield first);
  const attributes = ask(first[0], (value) => pairs(value, 'Attributes'));
  const bareListeners = ask(first[1], (value) => list(value, 'Listeners').map(read.readListener));
  // A load balancer without any is answered with TargetGroupNotFound.
  const none = (_code: string | undefined, kind: string) => (kind === 'not-found' ? [] : undefined);
  const ownGroups = ask(first[2], (value) => list(value, 'TargetGroups'), none);
  const inAlarm = ask(first[3], read.readAlarms);
  const rest = first.slice(4);
  const named = (about: string) => rest.find((call) => call.about === about);
  // One that is gone makes the whole call fail: then only those that are in use are looked at.
  const moreGroups = ask(
    named('the target groups of the stack'),
    (value) => list(value, 'TargetGroups'),
    none,
  );
  const stackAlarms = ask(named('the alarms of the stack'), read.readAlarms);
  const groupsOfLoadBalancer = ask(
    named('the security groups of the load balancer'),
    read.readSecurityGroups,
  );

  // Second round: what listeners, target groups and attributes lead to.
  const groups = uniqueGroups([...(seen(ownGroups) ?? []), ...(seen(moreGroups) ?? [])], arn);
  const groupArns = groups.map((group) => text(group, 'TargetGroupArn') ?? '');
  const listeners = seen(bareListeners) ?? [];
  const certificates = [
    ...new Set(
      listeners.flatMap(({ certificate = '' }) => (certificate.includes(':acm:') ? [certificate] : [])),
    ),
  ];
  const logs = logsOf(seen(attributes) ?? new Map());
  const queries = metricQueries(fullName, groupArns.map(fullNameOf), window);
  const second = {
    rules: listeners.map((listener) => calls.describeRules(listener.arn)),
    groupAttributes: groupArns.map(calls.describeTargetGroupAttributes),
    health: groupArns.map(calls.describeTargetHealth),
    certificates: certificates.map(calls.describeCertificate),
    metrics: queries.map((some) => calls.getMetricData(some, window)),
    buckets: logBucketCalls(logs),
  };
  const all = Object.values(second).flat();
  const see = lookUp(eyes, all, yield all);
  const withRules = listeners.map((listener, index): Listener => {
    const ruled = see(second.rules[index], read.targetGroupsOfRules);
    const direct = listener.actions.flatMap((action) => action.targetGroups);
    return { ...listener, targetGroups: [...new Set([...direct, ...(seen(ruled) ?? [])])] };
  });
  const targetGroups = groups.map((group, index): TargetGroup => {
    const groupAttributes = see(second.groupAttributes[index], (value) => pairs(value, 'Attributes'));
    return {
      ...describeGroup(group, seen(groupAttributes) ?? new Map()),
      attributes: groupAttributes,
      targets: see(second.health[index], read.readTargetHealth),
    };
  });

  // Third and fourth round: logs, the instances, and their security groups.
  const delivered = yield* collectLogs(logs, { arn, fullName }, now, eyes);
  const instances = yield* collectInstances(targetGroups, eyes);
  const targetSecurityGroups = yield* collectTargetSecurityGroups(seen(instances) ?? [], loadBalancer, eyes);

  return {
    at: now.toISOString(),
    region: regionOf(arn),
    account: accountOf(arn),
    window,
    stack,
    loadBalancer,
    attributes,
    listeners: 'seen' in bareListeners ? { seen: withRules } : bareListeners,
    certificates: second.certificates.map((call) => see(call, read.readCertificate)),
    targetGroups: 'seen' in ownGroups || groups.length > 0 ? { seen: targetGroups } : ownGroups,
    instances,
    securityGroups:
      'seen' in groupsOfLoadBalancer
        ? { seen: [...groupsOfLoadBalancer.seen, ...targetSecurityGroups] }
        : groupsOfLoadBalancer,
    alarms: alarmsAbout(fullName, inAlarm, stackAlarms),
    metrics: seeMetrics(second.metrics, see),
    logs: delivered,
    logBuckets: [...new Set(logs.map(({ bucket }) => bucket))].map((bucket) =>
      readLogBucket(bucket, second.buckets, see),
    ),
    missing: eyes.missing,
  };
}

/** Those of this load balancer, or of none: a stack may have target groups of another one. */
function uniqueGroups(groups: readonly unknown[], loadBalancer: string): unknown[] {
  const byArn = new Map(groups.map((group) => [text(group, 'TargetGroupArn') ?? '', group]));
  return [...byArn.values()].filter((group) => {
    const users = list(group, 'LoadBalancerArns');
    return users.length === 0 || users.includes(loadBalancer);
  });
}

const PROPERTIES = [
  'TargetType',
  'Port',
  'Protocol',
  'ProtocolVersion',
  'TargetControlPort',
  'HealthCheckEnabled',
  'HealthCheckPath',
  'HealthCheckPort',
  'HealthCheckProtocol',
  'HealthCheckIntervalSeconds',
  'HealthCheckTimeoutSeconds',
  'HealthyThresholdCount',
  'UnhealthyThresholdCount',
];

function describeGroup(group: unknown, attributes: ReadonlyMap<string, string>) {
  const arn = text(group, 'TargetGroupArn') ?? '';
  const settings = new Map(attributes);
  for (const key of PROPERTIES) {
    const value = text(group, key);
    if (value !== undefined) settings.set(key, value);
  }
  const matcher = text(group, 'Matcher', 'HttpCode');
  if (matcher !== undefined) settings.set('Matcher.HttpCode', matcher);
  return {
    arn,
    name: text(group, 'TargetGroupName') ?? fullNameOf(arn),
    fullName: fullNameOf(arn),
    type: settings.get('TargetType') ?? 'instance',
    port: Number(settings.get('Port') ?? 0),
    settings,
  };
}

function* collectInstances(
  groups: readonly TargetGroup[],
  eyes: Eyes,
): Collecting<Observations['instances']> {
  const ids = groups
    .filter(({ type }) => type === 'instance')
    .flatMap(({ targets }) => (seen(targets) ?? []).map(({ id }) => id));
  if (ids.length === 0) return { seen: [] };
  const call = calls.describeInstances([...new Set(ids)]);
  const [answer] = yield [call];
  return eyes.see(call, answer, read.readInstances);
}

function* collectTargetSecurityGroups(
  instances: readonly Instance[],
  { securityGroups }: LoadBalancer,
  eyes: Eyes,
): Collecting<ReturnType<typeof read.readSecurityGroups>> {
  const ids = new Set(instances.flatMap((instance) => instance.securityGroups));
  for (const own of securityGroups) ids.delete(own);
  if (ids.size === 0) return [];
  const call = calls.describeTargetSecurityGroups([...ids]);
  const [answer] = yield [call];
  return seen(eyes.see(call, answer, read.readSecurityGroups)) ?? [];
}

/** The alarms of the stack, and others in ALARM whose metrics are about this load balancer. */
function alarmsAbout(
  fullName: string,
  inAlarm: Seen<readonly read.ReadAlarm[]>,
  ofStack: Seen<readonly read.ReadAlarm[]>,
): Seen<readonly Alarm[]> {
  if (!('seen' in inAlarm) && !('seen' in ofStack)) return inAlarm;
  const about = (seen(inAlarm) ?? []).filter(({ loadBalancers }) => loadBalancers.includes(fullName));
  const alarms = new Map([...(seen(ofStack) ?? []), ...about].map((alarm) => [alarm.name, alarm]));
  return { seen: [...alarms.values()] };
}

function seeMetrics(made: readonly Call[], see: See): Seen<MetricReadings> {
  const answers = made.map((call) => see(call, (value) => value));
  const missing = answers.find((answer) => 'missing' in answer);
  return missing ?? { seen: readMetrics(answers.map(seen)) };
}
