// Blue/green, linear and canary deployments by ECS itself.
import { certain, inferred } from '../../alb/finding.ts';
import { settingValue } from '../../alb/rule.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { ecsApi, ecsGuide, userGuide } from '../../alb/sources.ts';
import { differences } from '../../alb/topology/differences.ts';
import type { TargetGroup } from '../../alb/topology/types.ts';
import type { Model } from '../model.ts';
import type { Place } from '../place.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { numeric, services, type Service } from '../services.ts';
import { shifts } from '../traffic-pairs.ts';

/** The pairs of primary and alternate target groups in the template. */
function pairs(
  { groups }: Service,
  { topology }: Model,
): { blue: TargetGroup<Place>; green: TargetGroup<Place>; place: Place }[] {
  return groups.flatMap((one, index) => {
    const before = groups[index - 1];
    const blue = before && topology.targetGroup(before.group);
    const green = topology.targetGroup(one.group);
    return one.isAlternate && blue && green ? [{ blue, green, place: one.where }] : [];
  });
}

export const ecsBakeTime: CheckRule = {
  code: 'ecs-blue-green-bake',
  severity: 'warning',
  group: 'sockets',
  title: 'Blue/green deployment without a bake time',
  why: 'The shift moves new handshakes only. Without a bake time all tasks of the old version are taken out together, and their sockets are cut after the deregistration delay.',
  source: ecsGuide('blue-green-deployment-how-it-works'),
  basis: inferred('a target group that is said to carry sockets, and the stages of a deployment'),
  judge: each(services, (service) => {
    if (!shifts(service) || !service.hasSockets) return 'not-applicable';
    const { value, line } = service.at('DeploymentConfiguration', 'BakeTimeInMinutes');
    if (value === UNKNOWN) return 'not-applicable';
    return numeric(value) ? 'met' : violation(line, { value: value ?? 'not set' });
  }),
  words: ({ value }) => ({
    what: `BakeTimeInMinutes is ${String(value)}.`,
    allowed: '1–1440 minutes',
    remedy: 'Set it to how long sockets may live on before they are cut, such as 15.',
  }),
};

/** Settings that both groups must share; ports and names may differ. */
const COMPARED =
  /^(stickiness\.|deregistration_delay|load_balancing\.|slow_start|HealthCheck|Matcher|Protocol|HealthyThreshold|UnhealthyThreshold|target_group_health)/;

export const ecsGreenUnlikeBlue: CheckRule = {
  code: 'ecs-green-unlike-blue',
  severity: 'warning',
  group: 'sockets',
  title: 'Alternate target group with different settings',
  why: 'After every other deployment the alternate group is the live one: a setting on only one of them applies every other time.',
  source: ecsGuide('deployment-type-blue-green'),
  basis: certain('the attributes and properties of both groups in this template'),
  judge: each(services, (service, model) => {
    const found = pairs(service, model);
    if (found.length === 0) return 'not-applicable';
    for (const { blue, green } of found) {
      const first = differences(blue, green).find(({ key }) => COMPARED.test(key));
      if (!first) continue;
      const { key, left = 'not set', right = 'not set' } = first;
      return { ...green.where, args: { key, blue: blue.key, green: green.key, left, right } };
    }
    return 'met';
  }),
  words: ({ key, blue, green, left, right }) => ({
    what: `${String(key)} is ${String(left)} on ${String(blue)} and ${String(right)} on ${String(green)}.`,
    allowed: 'the same on both',
    remedy: `Set it on ${String(green)} as on ${String(blue)}.`,
  }),
};

export const ecsAppCookie: CheckRule = {
  code: 'ecs-app-cookie-alternate',
  severity: 'warning',
  group: 'sockets',
  title: 'Application cookie with an alternate target group',
  why: 'ECS forwards to both groups by weight, and stickiness by the application’s cookie does not work with weights.',
  source: userGuide('edit-target-group-attributes'),
  judge: each(services, (service, model) => {
    const found = pairs(service, model);
    if (found.length === 0) return 'not-applicable';
    for (const group of found.flatMap(({ blue, green }) => [blue, green])) {
      const [enabled, type] = ['stickiness.enabled', 'stickiness.type'].map((key) =>
        settingValue('target-group', group.settings, key),
      );
      if (enabled === UNKNOWN || type === UNKNOWN) return 'not-applicable';
      if (enabled === 'true' && type === 'app_cookie') return { ...group.where, args: { group: group.key } };
    }
    return 'met';
  }),
  words: ({ group }) => ({
    what: `${String(group)} is sticky by app_cookie, and belongs to a blue/green pair.`,
    allowed: 'lb_cookie, or no stickiness',
    remedy: 'Use lb_cookie, or turn stickiness off.',
  }),
};

export const ecsCircuitBreakerStrategy: CheckRule = {
  code: 'ecs-circuit-breaker-strategy',
  severity: 'warning',
  group: 'sockets',
  title: 'Circuit breaker with a strategy that does not use it',
  why: 'The deployment circuit breaker is for rolling deployments; other strategies are stopped by Alarms.',
  source: ecsApi('DeploymentCircuitBreaker'),
  judge: each(services, (service) => {
    if (service.strategy === UNKNOWN) return 'not-applicable';
    const { value, line } = service.at('DeploymentConfiguration', 'DeploymentCircuitBreaker', 'Enable');
    if (value === UNKNOWN) return 'not-applicable';
    return shifts(service) && value === 'true' ? violation(line, { strategy: service.strategy }) : 'met';
  }),
  words: ({ strategy }) => ({
    what: `DeploymentCircuitBreaker is on, and Strategy is ${String(strategy)}.`,
    remedy: 'Use Alarms with Rollback true instead.',
  }),
};
