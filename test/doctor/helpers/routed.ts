// A load balancer with two healthy groups, `web` and `ws`, and the rules that a test gives it.
import { observe, situation, type Situation } from './situation.ts';
import type { Observations } from '../../../src/doctor/observations/observations.ts';

type Json = Record<string, unknown>;

const ELB = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:';
export const WEB = `${ELB}targetgroup/grpc/943f017f100bec04`;
export const WS = `${ELB}targetgroup/ws/943f017f100bec02`;

export const path = (...Values: string[]): Json => ({ Field: 'path-pattern', PathPatternConfig: { Values } });
export const host = (...Values: string[]): Json => ({ Field: 'host-header', HostHeaderConfig: { Values } });

/** Forwards to groups with their weights, by ARN. */
export const to = (weights: Record<string, number>): Json => ({
  Type: 'forward',
  ForwardConfig: {
    TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
  },
});
export const redirect = (Port: string, Host = '#{host}'): Json => ({
  Type: 'redirect',
  RedirectConfig: { Protocol: 'HTTPS', Host, Port, StatusCode: 'HTTP_301' },
});
export const notFound: Json = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };

/** What the targets of `ws` answer a minute; `no answer`: a 101. */
export function answering(
  { metrics }: Situation,
  answers: Partial<Record<'2XX' | '4XX' | 'no answer', number>>,
): void {
  const group = WS.split(':').at(-1) ?? '';
  let all = 0;
  for (const [status, count] of Object.entries(answers)) {
    all += count;
    if (status !== 'no answer') metrics[`HTTPCode_Target_${status}_Count Sum ${group}`] = count;
  }
  metrics[`RequestCount Sum ${group}`] = all;
}

/** By priority; `default` is the last one. */
export type Rules = Readonly<Record<string, readonly [action: Json, ...conditions: Json[]]>>;

/** The rules of the listener HTTPS 443, which has no others. */
export function routed(rules: Rules, change: (given: Situation) => void = () => undefined): Situation {
  const given = situation('grpc-and-ws-right');
  const [web] = given.tgs;
  const [listener] = given.listeners;
  if (!web || !listener) throw new Error('the situation has changed');
  Object.assign(web.tg, { TargetGroupName: 'web', ProtocolVersion: 'HTTP1', HealthCheckPath: '/health' });
  const arn = String(listener['ListenerArn']);
  const all = Object.entries({ default: [notFound] as const, ...rules });
  given.rules[arn] = all.map(([Priority, [action, ...Conditions]]) => ({
    RuleArn: `${arn}/${Priority}`,
    Priority,
    IsDefault: Priority === 'default',
    Conditions,
    Actions: [action],
  }));
  listener['DefaultActions'] = [all.find(([priority]) => priority === 'default')?.[1][0]];
  change(given);
  return given;
}

export const observeRouted = (...args: Parameters<typeof routed>): Observations => observe(routed(...args));
