// A load balancer written down as one JSON: what AWS answers to each call of the doctor.
import { readFileSync } from 'node:fs';
import { answerWith, type Answer, type Call } from '../../../src/doctor/calls/call.ts';
import { collect, type Collected } from '../../../src/doctor/collect/collect.ts';
import { report, type DoctorFinding, type Report } from '../../../src/doctor/diagnose.ts';
import type { Context } from '../../../src/doctor/diagnosis.ts';
import type { Observations } from '../../../src/doctor/observations/observations.ts';
import { context, NOW, request } from './observed.ts';

type Json = Record<string, unknown>;

/** The file format. Everything is in AWS's own words; what is absent is answered as AWS answers when there is none. */
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
  /** The security groups of the network interface that has an address. */
  interfaces?: Record<string, string[]>;
  routeTables?: Json[];
  /** By ARN. */
  tags?: Record<string, Record<string, string>>;
  deliverySources?: Json[];
  /** "name statistic" or "name statistic dimension": a value a minute, or a list that ends now; null for no point. */
  metrics: Record<string, number | (number | null)[]>;
  stack?: { stack: Json; resources: Json[]; template: string };
}

/** A situation of the folder, which a test may change. */
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

/** The values that follow an option. */
function after(args: readonly string[], option: string): string[] {
  const at = args.indexOf(option);
  if (at === -1) return [];
  const rest = args.slice(at + 1);
  const end = rest.findIndex((word) => word.startsWith('--'));
  return end === -1 ? rest : rest.slice(0, end);
}

function answerTo(given: Situation, { args }: Call): unknown {
  const [, operation = ''] = args;
  const only = (option: string) => after(args, option)[0] ?? '';
  const group = (arn: string) => given.tgs.find(({ tg }) => tg.TargetGroupArn === arn);
  switch (operation) {
    case 'describe-stacks':
      return { Stacks: given.stack ? [given.stack.stack] : [] };
    case 'list-stack-resources':
      return { StackResourceSummaries: given.stack?.resources ?? [] };
    case 'get-template':
      return { TemplateBody: given.stack?.template ?? '{}' };
    case 'describe-load-balancers':
      return { LoadBalancers: [given.lb] };
    case 'describe-load-balancer-attributes':
      return { Attributes: pairs(given.attributes) };
    case 'describe-listeners':
      return { Listeners: given.listeners };
    case 'describe-rules':
      return { Rules: given.rules[only('--listener-arn')] ?? [] };
    case 'describe-target-groups': {
      const arns = after(args, '--target-group-arns');
      const loadBalancer = only('--load-balancer-arn');
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
    case 'describe-target-group-attributes':
      return { Attributes: pairs(group(only('--target-group-arn'))?.attributes ?? {}) };
    case 'describe-target-health':
      return { TargetHealthDescriptions: group(only('--target-group-arn'))?.health ?? [] };
    case 'describe-tags':
      return {
        TagDescriptions: after(args, '--resource-arns').map((ResourceArn) => ({
          ResourceArn,
          Tags: pairs(given.tags?.[ResourceArn] ?? {}),
        })),
      };
    case 'describe-security-groups': {
      const ids = after(args, '--group-ids');
      return { SecurityGroups: given.sgs.filter(({ GroupId }) => ids.includes(GroupId)) };
    }
    case 'describe-network-interfaces': {
      const wanted = args.at(-1)?.split('Values=')[1]?.split(',') ?? [];
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
    case 'describe-route-tables':
      return { RouteTables: given.routeTables ?? [] };
    case 'describe-delivery-sources':
      return { deliverySources: given.deliverySources ?? [] };
    case 'describe-certificate':
      return {
        Certificate: { CertificateArn: only('--certificate-arn'), Status: 'ISSUED', DomainName: 'x' },
      };
    case 'get-metric-data':
      return metricData(given);
    default:
      return {};
  }
}

/** Collects a situation. `instead` answers some calls otherwise. */
function collectSituation(
  given: Situation,
  instead: (call: Call) => Answer | undefined = () => undefined,
): Collected {
  const asked = given.stack
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

/** Those that count: info does not. */
export const codesOf = (...args: Parameters<typeof reportOf>): string[] =>
  findingsOf(...args)
    .filter(({ severity }) => severity !== 'info')
    .map(({ code }) => code);
