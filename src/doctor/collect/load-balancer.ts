// One load balancer and all around it, in as few rounds of calls as what is known allows.
import { accountOf, fullNameOf, regionOf } from '../../alb/arn.ts';
import { TARGET_GROUP_PROPERTIES } from '../../alb/target-group-settings.ts';
import type { Call, Collecting } from '../calls/call.ts';
import { describeCertificate } from '../calls/acm.ts';
import * as cloudWatch from '../calls/cloudwatch.ts';
import * as ec2 from '../calls/ec2.ts';
import * as elb from '../calls/elb.ts';
import { list, pairs, text } from '../calls/answer-fields.ts';
import { metricQueries, readMetrics } from './metrics.ts';
import type { MetricReadings } from '../observations/metrics.ts';
import {
  observedValue,
  type Alarm,
  type Instance,
  type Listener,
  type LoadBalancer,
  type Observations,
  type Observed,
  type Stack,
  type TargetGroup,
} from '../observations/observations.ts';
import type { Window } from '../observations/window.ts';
import { collectLogs, logBucketCalls, logsOf, readLogBucket } from './logs.ts';
import * as read from './read-answers.ts';
import { Observer, answersOf, type Observe } from './observer.ts';

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
  const observer = new Observer();
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
    elb.describeAttributes(arn),
    elb.describeListeners(arn),
    elb.describeTargetGroups(arn),
    cloudWatch.describeAlarmsInAlarm(),
    ...(stackGroups.length > 0 ? [elb.describeTargetGroupsByArn(stackGroups)] : []),
    ...(alarmNames.length > 0 ? [cloudWatch.describeAlarmsByName(alarmNames)] : []),
    ...(loadBalancer.securityGroups.length > 0
      ? [ec2.describeSecurityGroups(loadBalancer.securityGroups)]
      : []),
  ];
  const ask = answersOf(observer, first, yield first);
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
  const groups = uniqueGroups(
    [...(observedValue(ownGroups) ?? []), ...(observedValue(moreGroups) ?? [])],
    arn,
  );
  const groupArns = groups.map((group) => text(group, 'TargetGroupArn') ?? '');
  const listeners = observedValue(bareListeners) ?? [];
  const certificates = [
    ...new Set(
      listeners.flatMap(({ certificate = '' }) => (certificate.includes(':acm:') ? [certificate] : [])),
    ),
  ];
  const logs = logsOf(observedValue(attributes) ?? new Map());
  const queries = metricQueries(fullName, groupArns.map(fullNameOf), window);
  const second = {
    rules: listeners.map((listener) => elb.describeRules(listener.arn)),
    groupAttributes: groupArns.map(elb.describeTargetGroupAttributes),
    health: groupArns.map(elb.describeTargetHealth),
    certificates: certificates.map(describeCertificate),
    metrics: queries.map((some) => cloudWatch.getMetricData(some, window)),
    buckets: logBucketCalls(logs),
  };
  const all = Object.values(second).flat();
  const observe = answersOf(observer, all, yield all);
  const withRules = listeners.map((listener, index): Listener => {
    const ruled = observe(second.rules[index], read.targetGroupsOfRules);
    const direct = listener.actions.flatMap((action) => action.targetGroups);
    return { ...listener, targetGroups: [...new Set([...direct, ...(observedValue(ruled) ?? [])])] };
  });
  const targetGroups = groups.map((group, index): TargetGroup => {
    const groupAttributes = observe(second.groupAttributes[index], (value) => pairs(value, 'Attributes'));
    return {
      ...describeGroup(group, observedValue(groupAttributes) ?? new Map()),
      attributes: groupAttributes,
      targets: observe(second.health[index], read.readTargetHealth),
    };
  });

  // Third and fourth round: logs, the instances, and their security groups.
  const delivered = yield* collectLogs(logs, { arn, fullName }, now, observer);
  const instances = yield* collectInstances(targetGroups, observer);
  const targetSecurityGroups = yield* collectTargetSecurityGroups(
    observedValue(instances) ?? [],
    loadBalancer,
    observer,
  );

  return {
    at: now.toISOString(),
    region: regionOf(arn),
    account: accountOf(arn),
    window,
    stack,
    loadBalancer,
    attributes,
    listeners: 'value' in bareListeners ? { value: withRules } : bareListeners,
    certificates: second.certificates.map((call) => observe(call, read.readCertificate)),
    targetGroups: 'value' in ownGroups || groups.length > 0 ? { value: targetGroups } : ownGroups,
    instances,
    securityGroups:
      'value' in groupsOfLoadBalancer
        ? { value: [...groupsOfLoadBalancer.value, ...targetSecurityGroups] }
        : groupsOfLoadBalancer,
    alarms: alarmsAbout(fullName, inAlarm, stackAlarms),
    metrics: observeMetrics(second.metrics, observe),
    logs: delivered,
    logBuckets: [...new Set(logs.map(({ bucket }) => bucket))].map((bucket) =>
      readLogBucket(bucket, second.buckets, observe),
    ),
    missing: observer.missing,
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

function describeGroup(group: unknown, attributes: ReadonlyMap<string, string>) {
  const arn = text(group, 'TargetGroupArn') ?? '';
  const settings = new Map(attributes);
  for (const key of Object.keys(TARGET_GROUP_PROPERTIES)) {
    const value = text(group, ...key.split('.'));
    if (value !== undefined) settings.set(key, value);
  }
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
  observer: Observer,
): Collecting<Observations['instances']> {
  const ids = groups
    .filter(({ type }) => type === 'instance')
    .flatMap(({ targets }) => (observedValue(targets) ?? []).map(({ id }) => id));
  if (ids.length === 0) return { value: [] };
  const call = ec2.describeInstances([...new Set(ids)]);
  const [answer] = yield [call];
  return observer.observe(call, answer, read.readInstances);
}

function* collectTargetSecurityGroups(
  instances: readonly Instance[],
  { securityGroups }: LoadBalancer,
  observer: Observer,
): Collecting<ReturnType<typeof read.readSecurityGroups>> {
  const ids = new Set(instances.flatMap((instance) => instance.securityGroups));
  for (const own of securityGroups) ids.delete(own);
  if (ids.size === 0) return [];
  const call = ec2.describeTargetSecurityGroups([...ids]);
  const [answer] = yield [call];
  return observedValue(observer.observe(call, answer, read.readSecurityGroups)) ?? [];
}

/** The alarms of the stack, and others in ALARM whose metrics are about this load balancer. */
function alarmsAbout(
  fullName: string,
  inAlarm: Observed<readonly read.ReadAlarm[]>,
  ofStack: Observed<readonly read.ReadAlarm[]>,
): Observed<readonly Alarm[]> {
  if (!('value' in inAlarm) && !('value' in ofStack)) return inAlarm;
  const about = (observedValue(inAlarm) ?? []).filter(({ loadBalancers }) =>
    loadBalancers.includes(fullName),
  );
  const alarms = new Map([...(observedValue(ofStack) ?? []), ...about].map((alarm) => [alarm.name, alarm]));
  return { value: [...alarms.values()] };
}

function observeMetrics(made: readonly Call[], observe: Observe): Observed<MetricReadings> {
  const answers = made.map((call) => observe(call, (value) => value));
  const missing = answers.find((answer) => 'missing' in answer);
  return missing ?? { value: readMetrics(answers.map(observedValue)) };
}
