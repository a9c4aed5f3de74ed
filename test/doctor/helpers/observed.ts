// Observations of a healthy stack, read from the AWS CLI's real responses, and ways to break it.
import { readFileSync } from 'node:fs';
import { METRIC_PERIOD_SECONDS, type MetricName } from '../../../src/alb/metrics.ts';
import { parseConfig } from '../../../src/config/validate.ts';
import type { ConfigInput } from '../../../src/config/schema/index.ts';
import type { FailureKind } from '../../../src/alb/failures.ts';
import { answerWith, type Answer, type Call } from '../../../src/doctor/calls/call.ts';
import { readRules } from '../../../src/doctor/collect/read-rules.ts';
import { collect, type Collected, type Request } from '../../../src/doctor/collect/collect.ts';
import type { Context } from '../../../src/doctor/diagnosis.ts';
import { complete, type DoctorFinding } from '../../../src/doctor/diagnose.ts';
import { DIAGNOSES } from '../../../src/doctor/diagnoses/index.ts';
import { STACK_DIAGNOSES } from '../../../src/doctor/diagnoses/stack.ts';
import type { Point } from '../../../src/doctor/observations/metrics.ts';
import {
  observedValue,
  type Observations,
  type TargetGroup,
  type TargetHealth,
} from '../../../src/doctor/observations/observations.ts';
import { windowBefore } from '../../../src/doctor/observations/window.ts';
import { buildTemplate } from '../../../src/template/build.ts';
import { renderYaml } from '../../../src/template/render.ts';

interface Recorded {
  readonly args: readonly string[];
  readonly answer: unknown;
}
const recorded = JSON.parse(
  readFileSync(new URL('../recorded/healthy.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

/** The time of the recording. */
export const NOW = new Date('2026-11-22T17:17:20Z');
export const request: Request = { stackName: 'chat', now: NOW, window: windowBefore(NOW, 3600) };

/** The recorded response to a call. Throws for a call that was not recorded: then the calls have changed. */
export function recordedAnswer({ args }: Call): Answer {
  if (args[1] === 'get-template')
    return { ok: true, value: { TemplateBody: renderYaml(buildTemplate(parseConfig({ name: 'chat' }))) } };
  // Responses that depend on the time.
  const until = ['get-metric-data', 'list-objects-v2', 'describe-instances'].includes(args[1] ?? '')
    ? 2
    : args.length;
  const found = recorded.find((one) =>
    one.args.slice(0, until).join(' ').startsWith(args.slice(0, until).join(' ')),
  );
  if (!found) throw new Error(`not recorded: ${args.join(' ')}`);
  return { ok: true, value: found.answer };
}

export const failed = (kind: FailureKind, code?: string): Answer => ({
  ok: false,
  failure: { kind, code, message: `the words of ${code ?? kind}` },
});

/** Collects from the recording; `instead` replaces the response to some calls. */
export const collected = (
  instead: (call: Call) => Answer | undefined = () => undefined,
  asked: Request = request,
): Collected => answerWith(collect(asked), (call) => instead(call) ?? recordedAnswer(call));

/** The recorded load balancer, healthy. */
export function healthy(): Observations {
  const [observed] = collected().loadBalancers;
  if (!observed) throw new Error('the recording has no load balancer');
  return observed;
}

export const context = (config?: ConfigInput): Context => ({
  aws: { region: 'eu-west-1' },
  config: config && parseConfig(config),
  configOptions: config ? ['-c', 'websocket-alb.yaml'] : [],
});

/** The findings of one diagnosis. */
export function judge(code: string, observed: Observations, given: Context = context()): DoctorFinding[] {
  const diagnosis = DIAGNOSES.find((one) => one.code === code);
  if (!diagnosis) throw new Error(`there is no diagnosis ${code}`);
  return diagnosis.judge(observed, given).map((one) => complete(diagnosis, one, observed.loadBalancer.arn));
}

export function judgeStack(code: string, all: Collected): DoctorFinding[] {
  const diagnosis = STACK_DIAGNOSES.find((one) => one.code === code);
  if (!diagnosis) throw new Error(`there is no diagnosis ${code}`);
  return diagnosis.judge(all, context()).map((one) => complete(diagnosis, one, ''));
}

type Series = Partial<Record<MetricName, readonly number[]>>;

/** Series with one value per minute up to the end of the window, oldest first. Host counts are those of the group. */
export function withMetrics(observed: Observations, series: Series): Observations {
  const end = Date.parse(observed.window.to);
  const group = groupOf(observed).fullName;
  const all = new Map<string, readonly Point[]>();
  for (const [metric, values = []] of Object.entries(series)) {
    const points = values.map((value, index): Point => [
      end - (values.length - index) * METRIC_PERIOD_SECONDS * 1000,
      value,
    ]);
    if (metric.includes('HostCount'))
      for (const statistic of ['Minimum', 'Maximum']) all.set(`${metric} ${statistic} ${group}`, points);
    // ELB publishes most metrics only when they are not zero.
    else if (metric === 'TargetResponseTime') all.set(`${metric} Maximum`, points);
    else
      all.set(
        `${metric} Sum`,
        points.filter(([, value]) => value !== 0),
      );
  }
  return { ...observed, metrics: { value: { series: all } } };
}

/** The same number, `count` times. */
export const flat = (value: number, count = 60): number[] => Array<number>(count).fill(value);

export function groupOf(observed: Observations): TargetGroup {
  const [group] = observedValue(observed.targetGroups) ?? [];
  if (!group) throw new Error('no target group');
  return group;
}

/** Every listener forwards everything to these groups, with equal weights. */
export const forwardingTo = (observed: Observations, groups: readonly TargetGroup[]): Observations => ({
  ...observed,
  targetGroups: { value: groups },
  listeners: {
    value: (observedValue(observed.listeners) ?? []).map((one) => ({
      ...one,
      rules: readRules(
        {
          Rules: [
            {
              RuleArn: `${one.arn}/rule`,
              Priority: 'default',
              IsDefault: true,
              Actions: [
                {
                  Type: 'forward',
                  ForwardConfig: {
                    TargetGroups: groups.map(({ arn }) => ({ TargetGroupArn: arn, Weight: 1 })),
                  },
                },
              ],
            },
          ],
        },
        one.arn,
      ),
    })),
  },
});

export const withAttributes = (observed: Observations, attributes: Record<string, string>): Observations => ({
  ...observed,
  attributes: {
    value: new Map([...(observedValue(observed.attributes) ?? []), ...Object.entries(attributes)]),
  },
});

export const withGroup = (
  observed: Observations,
  settings: Record<string, string>,
  targets?: readonly Partial<TargetHealth>[],
): Observations => {
  const group = groupOf(observed);
  const changed: TargetGroup = {
    ...group,
    type: settings['TargetType'] ?? group.type,
    settings: new Map([...group.settings, ...Object.entries(settings)]),
    ...(targets && {
      targets: {
        value: targets.map((target) => ({
          id: 'i-929486741e4ae673e',
          port: 8080,
          zone: undefined,
          state: 'healthy',
          reason: undefined,
          description: undefined,
          ...target,
        })),
      },
    }),
  };
  return { ...observed, targetGroups: { value: [changed] } };
};

/** A part that could not be read. */
export const missing = (kind: 'not-found' | 'access-denied', code: string) => ({
  missing: { about: '', command: [], permission: '', failure: { kind, code, message: '' } },
});

/** Replaces the recorded response to an operation. */
export const about =
  (operation: string, instead: Answer | ((call: Call) => Answer | undefined)) => (call: Call) =>
    call.args[1] === operation ? (typeof instead === 'function' ? instead(call) : instead) : undefined;

export const ok = (value: unknown): Answer => ({ ok: true, value });

export const LOAD_BALANCER = healthy().loadBalancer.arn;
