// A load balancer described by one JSON file: AWS's response to each of the doctor's calls.
import { readFileSync } from 'node:fs';
import { answerWith, type Answer, type Call } from '../../../src/doctor/calls/call.ts';
import { collect, type Collected } from '../../../src/doctor/collect/collect.ts';
import { report, type DoctorFinding, type Report } from '../../../src/doctor/diagnose.ts';
import type { Context } from '../../../src/doctor/diagnosis.ts';
import type { Observations } from '../../../src/doctor/observations/observations.ts';
import { context, NOW, request } from './observed.ts';

type Json = Record<string, unknown>;

/** The file format, in AWS's own terms; for anything absent, the response is the one AWS gives when there is none. */
export interface Situation {
  lb: Json & { LoadBalancerArn: string };
  attributes: Record<string, string>;
  listeners: Json[];
  /** By the ARN of their listener. */
  rules: Record<string, Json[]>;
  tgs: {
    tg: Json & { TargetGroupArn: string; LoadBalancerArns?: string[]; VpcId?: string };
    attributes: Record<string, string>;
    health: Json[];
  }[];
  sgs: (Json & { GroupId: string })[];
  /** The security groups of the network interface with an IP address. */
  interfaces?: Record<string, string[]>;
  routeTables?: Json[];
  /** By ARN. */
  tags?: Record<string, Record<string, string>>;
  deliverySources?: Json[];
  /** "name statistic" or "name statistic dimension": one value for each minute, or a list that ends now; null for no datapoint. */
  metrics: Record<string, number | (number | null)[]>;
  /** The user gives the load balancer instead of the stack. */
  isNamedByArn?: boolean;
  stack?: { stack: Json; resources: Json[]; template: string };
}

/** A situation from the folder, which a test may modify. */
export const situation = (name: string): Situation =>
  JSON.parse(readFileSync(new URL(`../situations/${name}.json`, import.meta.url), 'utf8')) as Situation;

const MINUTES = 60;
const pairs = (record: Record<string, string>) =>
  Object.entries(record).map(([Key, Value]) => ({ Key, Value }));

function metricData({ metrics }: Situation): Json {
  const end = Date.parse(request.window.to);
  return {
    MetricDataResults: Object.entries(metrics).map(([Label, given]) => {
      const values = typeof given === 'number' ? Array.from({ length: MINUTES }, () => given) : given;
      const points = values.flatMap((value, index) =>
        value === null
          ? []
          : [[new Date(end - (values.length - index) * 60_000).toISOString(), value] as const],
      );
      return {
        Label,
        Timestamps: points.map(([time]) => time),
        Values: points.map(([, value]) => value),
      };
    }),
  };
}

function answerTo(given: Situation, { request: { operation, input } }: Call): unknown {
  const members = input as Readonly<Record<string, unknown>>;
  const only = (member: string) => (members[member] ?? '') as string;
  const many = (member: string) => (members[member] ?? []) as readonly string[];
  const group = (arn: string) => given.tgs.find(({ tg }) => tg.TargetGroupArn === arn);
  switch (operation) {
    case 'DescribeStacks':
      return { Stacks: given.stack ? [given.stack.stack] : [] };
    case 'ListStackResources':
      return { StackResourceSummaries: given.stack?.resources ?? [] };
    case 'GetTemplate':
      return { TemplateBody: given.stack?.template ?? '{}' };
    case 'DescribeLoadBalancers':
      return { LoadBalancers: [given.lb] };
    case 'DescribeLoadBalancerAttributes':
      return { Attributes: pairs(given.attributes) };
    case 'DescribeListeners':
      return { Listeners: given.listeners };
    case 'DescribeRules':
      return { Rules: given.rules[only('ListenerArn')] ?? [] };
    case 'DescribeTargetGroups': {
      const arns = many('TargetGroupArns');
      const loadBalancer = only('LoadBalancerArn');
      return {
        TargetGroups: given.tgs
          .map(({ tg }) => tg)
          .filter(
            ({ TargetGroupArn, LoadBalancerArns = [] }) =>
              (arns.length === 0 || arns.includes(TargetGroupArn)) &&
              (loadBalancer === '' || LoadBalancerArns.includes(loadBalancer)),
          ),
      };
    }
    case 'DescribeTargetGroupAttributes':
      return { Attributes: pairs(group(only('TargetGroupArn'))?.attributes ?? {}) };
    case 'DescribeTargetHealth':
      return { TargetHealthDescriptions: group(only('TargetGroupArn'))?.health ?? [] };
    case 'DescribeTags':
      return {
        TagDescriptions: many('ResourceArns').map((ResourceArn) => ({
          ResourceArn,
          Tags: pairs(given.tags?.[ResourceArn] ?? {}),
        })),
      };
    case 'DescribeSecurityGroups': {
      const ids = many('GroupIds');
      return { SecurityGroups: given.sgs.filter(({ GroupId }) => ids.includes(GroupId)) };
    }
    case 'DescribeNetworkInterfaces': {
      const filters = members['Filters'] as readonly { readonly Values: readonly string[] }[];
      const wanted = filters.at(-1)?.Values ?? [];
      return {
        NetworkInterfaces: Object.entries(given.interfaces ?? {})
          .filter(([address]) => wanted.includes(address))
          .map(([address, groups], index) => ({
            NetworkInterfaceId: `eni-${index}`,
            PrivateIpAddress: address,
            PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true }],
            Groups: groups.map((GroupId) => ({ GroupId })),
          })),
      };
    }
    case 'DescribeRouteTables':
      return { RouteTables: given.routeTables ?? [] };
    case 'DescribeDeliverySources':
      return { deliverySources: given.deliverySources ?? [] };
    case 'DescribeCertificate':
      return {
        Certificate: { CertificateArn: only('CertificateArn'), Status: 'ISSUED', DomainName: 'x' },
      };
    case 'GetMetricData':
      return metricData(given);
    default:
      return {};
  }
}

/** Collects a situation. `instead` replaces the response to some calls. */
function collectSituation(
  given: Situation,
  instead: (call: Call) => Answer | undefined = () => undefined,
): Collected {
  const asked =
    given.stack && given.isNamedByArn !== true
      ? { ...request, stackName: String(given.stack.stack['StackName']) }
      : { now: NOW, window: request.window, loadBalancer: given.lb.LoadBalancerArn };
  return answerWith(collect(asked), (call) => instead(call) ?? { ok: true, value: answerTo(given, call) });
}

/** The observations of a situation's only load balancer. */
export function observe(given: Situation, instead?: (call: Call) => Answer | undefined): Observations {
  const [observed] = collectSituation(given, instead).loadBalancers;
  if (!observed) throw new Error('no load balancer');
  return observed;
}

/** What the doctor reports. */
export const reportOf = (
  given: Situation,
  instead?: (call: Call) => Answer | undefined,
  how: Context = context(),
): Report => report(collectSituation(given, instead), how, NOW, request.window);

/** All findings, whatever they are about. */
export const findingsOf = (...args: Parameters<typeof reportOf>): DoctorFinding[] =>
  reportOf(...args).parts.flatMap(({ findings }) => findings);

/** All but info. */
export const codesOf = (...args: Parameters<typeof reportOf>): string[] =>
  findingsOf(...args)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code }) => code);
