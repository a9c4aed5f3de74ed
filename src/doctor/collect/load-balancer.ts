// Collects one load balancer and everything around it, in as few rounds of calls as possible.
import { accountOf, fullNameOf, regionOf } from '../../alb/arn.ts';
import { describeCertificate } from '../calls/acm.ts';
import { list, pairs } from '../calls/answer-fields.ts';
import type { Call, Collecting } from '../calls/call.ts';
import * as cloudWatch from '../calls/cloudwatch.ts';
import * as ec2 from '../calls/ec2.ts';
import * as elb from '../calls/elb.ts';
import { describeDeliverySources } from '../calls/logs.ts';
import type { MetricReadings } from '../observations/metrics.ts';
import {
  observedValue,
  type LoadBalancer,
  type Observations,
  type Observed,
  type Stack,
} from '../observations/observations.ts';
import type { Window } from '../observations/window.ts';
import { alarmsAbout, askableAlarms } from './alarms.ts';
import { collectLogs, logBucketCalls, logsOf, readLogBucket } from './logs.ts';
import { metricQueries, readMetrics } from './metrics.ts';
import { answersOf, Observer, type Observe } from './observer.ts';
import * as read from './read-answers.ts';
import { readListener, readRules, withRules } from './read-rules.ts';
import { collectServices } from './services.ts';
import { arnOf, collectSpareGroups, groupCalls, uniqueGroups } from './target-groups.ts';
import { collectTargets, joined } from './targets.ts';

interface Moment {
  readonly now: Date;
  readonly window: Window;
}

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const ALARM = 'AWS::CloudWatch::Alarm';

/** Everything about a load balancer that the diagnoses use. */
export function* collectLoadBalancer(
  loadBalancer: LoadBalancer,
  stack: Stack | undefined,
  { now, window }: Moment,
): Collecting<Observations> {
  const observer = new Observer();
  const { arn, fullName, vpcId } = loadBalancer;
  const first = yield* collectFirst(loadBalancer, stack, observer);
  const { attributes, listeners: bareListeners, ownGroups, moreGroups } = first;

  // Second round: what the listeners, target groups and attributes refer to.
  const groups = uniqueGroups(
    [...(observedValue(ownGroups) ?? []), ...(observedValue(moreGroups) ?? [])],
    arn,
  );
  const groupArns = groups.map(arnOf);
  const bare = observedValue(bareListeners) ?? [];
  const certificates = [
    ...new Set(bare.flatMap(({ certificate = '' }) => (certificate.includes(':acm:') ? [certificate] : []))),
  ];
  const logs = logsOf(observedValue(attributes) ?? new Map());
  const tagged = [arn, ...groupArns];
  const ofGroups = groupCalls(groups);
  const second = {
    rules: bare.map((listener) => elb.describeRules(listener.arn)),
    groups: ofGroups.calls,
    certificates: certificates.map(describeCertificate),
    metrics: metricQueries(fullName, groupArns.map(fullNameOf), window).map((some) =>
      cloudWatch.getMetricData(some, window),
    ),
    buckets: logBucketCalls(logs),
    tags: chunks(tagged, elb.MAX_TAGGED).map(elb.describeTags),
  };
  const all = Object.values(second).flat();
  const observe = answersOf(observer, all, yield all);
  const listeners = bare.map((listener, index) => {
    const rules = observe(second.rules[index], (value) => readRules(value, listener.arn));
    return 'value' in rules ? withRules(listener, rules.value) : listener;
  });
  const usual = ofGroups.read(observe);

  // Further rounds, each only if needed.
  const spare = yield* collectSpareGroups(usual, listeners, vpcId, observer);
  const targetGroups = [...usual, ...spare];
  const delivered = yield* collectLogs(logs, { arn, fullName }, now, observer);
  const targets = yield* collectTargets(targetGroups, loadBalancer, observer);
  const services = yield* collectServices(stack, new Set(targetGroups.map((group) => group.arn)), observer);

  return {
    at: now.toISOString(),
    region: regionOf(arn),
    account: accountOf(arn),
    window,
    stack,
    loadBalancer,
    attributes,
    listeners: 'value' in bareListeners ? { value: listeners } : bareListeners,
    certificates: second.certificates.map((call) => observe(call, read.readCertificate)),
    targetGroups: 'value' in ownGroups || groups.length > 0 ? { value: targetGroups } : ownGroups,
    instances: targets.instances,
    networkInterfaces: targets.networkInterfaces,
    securityGroups:
      'value' in first.securityGroups
        ? { value: [...first.securityGroups.value, ...targets.securityGroups] }
        : first.securityGroups,
    routeTables: first.routeTables,
    tags: tagsOf(second.tags.map((call) => observe(call, read.readTags))),
    alarms: first.alarms,
    metrics: observeMetrics(second.metrics, observe),
    services,
    logs: delivered,
    vendedLogs: first.vendedLogs,
    logBuckets: [...new Set(logs.map(({ bucket }) => bucket))].map((bucket) =>
      readLogBucket(bucket, second.buckets, observe),
    ),
    missing: observer.missing,
  };
}

type First = Pick<
  Observations,
  'attributes' | 'listeners' | 'alarms' | 'securityGroups' | 'routeTables' | 'vendedLogs'
> & {
  readonly ownGroups: Observed<readonly unknown[]>;
  readonly moreGroups: Observed<readonly unknown[]>;
};

/** First round: what the load balancer's ARN, its VPC and the stack lead to. */
function* collectFirst(
  { arn, fullName, vpcId, securityGroups }: LoadBalancer,
  stack: Stack | undefined,
  observer: Observer,
): Collecting<First> {
  const inStack = (type: string) =>
    (stack?.resources ?? []).flatMap((one) =>
      one.type === type && one.physicalId !== '' ? [one.physicalId] : [],
    );
  const stackGroups = inStack(TARGET_GROUP);
  const alarmNames = askableAlarms(inStack(ALARM));
  const calls = {
    attributes: elb.describeAttributes(arn),
    listeners: elb.describeListeners(arn),
    groups: elb.describeTargetGroups(arn),
    inAlarm: cloudWatch.describeAlarmsInAlarm(),
    stackGroups: stackGroups.length > 0 ? elb.describeTargetGroupsByArn(stackGroups) : undefined,
    stackAlarms: alarmNames.length > 0 ? cloudWatch.describeAlarmsByName(alarmNames) : undefined,
    securityGroups: securityGroups.length > 0 ? ec2.describeSecurityGroups(securityGroups) : undefined,
    routeTables: vpcId === '' ? undefined : ec2.describeRouteTables(vpcId),
    vendedLogs: describeDeliverySources(),
  };
  const made: Call[] = Object.values(calls).filter((call) => call !== undefined);
  const observe = answersOf(observer, made, yield made);
  // For a load balancer without target groups, AWS answers TargetGroupNotFound.
  const none = (_code: string | undefined, kind: string) => (kind === 'not-found' ? [] : undefined);
  const groups = (value: unknown) => list(value, 'TargetGroups');
  const inAlarm = observe(calls.inAlarm, read.readAlarms);
  return {
    attributes: observe(calls.attributes, (value) => pairs(value, 'Attributes')),
    listeners: observe(calls.listeners, (value) => list(value, 'Listeners').map(readListener)),
    ownGroups: observe(calls.groups, groups, none),
    // One deleted group makes the whole call fail; then only the groups in use are examined.
    moreGroups: observe(calls.stackGroups, groups, none),
    alarms: alarmsAbout(fullName, inAlarm, observe(calls.stackAlarms, read.readAlarms)),
    securityGroups: observe(calls.securityGroups, read.readSecurityGroups),
    routeTables: observe(calls.routeTables, read.readRouteTables),
    vendedLogs: observe(calls.vendedLogs, (value) => read.readVendedLogs(value, arn)),
  };
}

function observeMetrics(made: readonly Call[], observe: Observe): Observed<MetricReadings> {
  const answers = joined(made.map((call) => observe(call, (value) => [value])));
  return 'value' in answers ? { value: readMetrics(answers.value) } : answers;
}

function tagsOf(parts: readonly Observed<ReturnType<typeof read.readTags>>[]): Observations['tags'] {
  const all = joined(parts);
  return 'value' in all ? { value: new Map(all.value) } : all;
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
