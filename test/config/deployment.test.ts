// Deployments that shift traffic: defaults of a strategy, what breaks each rule, and near misses.
import { describe, expect, it } from 'vitest';
import { shiftMinutes, shiftSteps } from '../../src/config/deployment.ts';
import { routingOf } from '../../src/config/routing.ts';
import type { ConfigInput, Service } from '../../src/config/schema/index.ts';
import { parseConfig, validateConfig } from '../../src/config/validate.ts';
import { wordFinding } from '../../src/config/words.ts';

type ServiceInput = Exclude<NonNullable<ConfigInput['service']>, boolean>;
type DeploymentInput = NonNullable<ServiceInput['deployment']>;

const withDeployment = (
  deployment: DeploymentInput,
  rest: ConfigInput = {},
  service: ServiceInput = {},
): ConfigInput => ({ ...rest, service: { ...service, deployment } });

const findings = (input: unknown) => {
  const result = validateConfig(input);
  return result.ok ? result.warnings : result.findings;
};
/** `code key` of every finding. */
const found = (input: unknown): string[] =>
  findings(input).map(({ code, path }) => `${code} ${path.join('.')}`);
const deploymentOf = (deployment: DeploymentInput): Service['deployment'] => {
  const { service } = parseConfig(withDeployment(deployment));
  if (service === false) throw new Error('there is no service');
  return service.deployment;
};

describe('defaults', () => {
  it.each<[DeploymentInput, object, number, number]>([
    [{}, { strategy: 'rolling', bakeMinutes: 0 }, 1, 0],
    [{ strategy: 'blue-green' }, { bakeMinutes: 15 }, 1, 15],
    [{ strategy: 'canary' }, { bakeMinutes: 15, percent: 5, stepMinutes: 10 }, 2, 25],
    [{ strategy: 'linear' }, { bakeMinutes: 15, percent: 10, stepMinutes: 6 }, 10, 69],
    [{ strategy: 'linear', percent: 33.4, bakeMinutes: 0 }, { stepMinutes: 6 }, 3, 12],
    [{ strategy: 'canary', percent: 100, stepMinutes: 60 }, { bakeMinutes: 15 }, 1, 15],
  ])('%o', (input, expected, steps, minutes) => {
    const deployment = deploymentOf(input);
    expect(deployment).toMatchObject(expected);
    expect([shiftSteps(deployment), shiftMinutes(deployment)]).toEqual([steps, minutes]);
  });

  it('stickiness is off where weights make it ineffective, and unchanged with rolling', () => {
    const typeOf = (input: ConfigInput) => parseConfig(input).target.stickiness.type;
    expect(typeOf(withDeployment({ strategy: 'canary' }))).toBe('none');
    expect(typeOf(withDeployment({ strategy: 'rolling' }))).toBe('app_cookie');
    expect(typeOf({})).toBe('app_cookie');
  });
});

describe('rules', () => {
  const LINEAR = { strategy: 'linear' } as const;
  const GREEN = { strategy: 'blue-green' } as const;
  it.each<[string, ConfigInput]>([
    ['deployment-other-strategy service.deployment.bakeMinutes', withDeployment({ bakeMinutes: 5 })],
    ['deployment-other-strategy service.deployment.percent', withDeployment({ ...GREEN, percent: 5 })],
    [
      'deployment-other-strategy service.deployment.stepMinutes',
      withDeployment({ ...GREEN, stepMinutes: 0 }),
    ],
    [
      'deployment-other-strategy service.deployment.testListener',
      withDeployment({ testListener: { port: 81 } }),
    ],
    ['deployment-linear-percent service.deployment.percent', withDeployment({ ...LINEAR, percent: 2.9 })],
    [
      'deployment-time service.deployment.stepMinutes',
      withDeployment({ ...LINEAR, percent: 3, stepMinutes: 66 }),
    ],
    [
      'deployment-time service.deployment.stepMinutes',
      withDeployment({ strategy: 'canary', stepMinutes: 1440, bakeMinutes: 1440 }),
    ],
    ['deployment-two-listeners listener.http', withDeployment(GREEN, { listener: { http: 'forward' } })],
    ['deployment-stickiness target.stickiness', withDeployment(GREEN, { target: { stickiness: {} } })],
    [
      'deployment-stickiness target.stickiness',
      withDeployment(GREEN, { target: { stickiness: { type: 'lb_cookie' } } }),
    ],
    ['deployment-no-bake service.deployment.bakeMinutes', withDeployment({ ...GREEN, bakeMinutes: 0 })],
    [
      'deployment-bake-short workload.meanConnectionSeconds',
      withDeployment(GREEN, { workload: { meanConnectionSeconds: 1800 } }),
    ],
    [
      'deployment-test-port service.deployment.testListener.port',
      withDeployment({ ...GREEN, testListener: { port: 443 } }),
    ],
    [
      'deployment-test-port service.deployment.testListener.port',
      withDeployment({ ...GREEN, testListener: { port: 80 } }),
    ],
    ['deployment-targets service.tasks', withDeployment(GREEN, {}, { tasks: 501 })],
    ['deployment-no-rollback alarms', withDeployment(GREEN, { alarms: false })],
    [
      'deployment-no-rollback service.rollbackOnAlarms',
      withDeployment(GREEN, {}, { rollbackOnAlarms: false }),
    ],
    [
      'rule-priority-duplicate routes.0.priority',
      withDeployment(GREEN, {
        routes: [{ name: 'api', paths: ['/api'], priority: 50_000, target: { port: 1 } }],
      }),
    ],
    [
      'route-takes-all routes.0',
      withDeployment(GREEN, { routes: [{ name: 'all', paths: ['/*'], target: { port: 1 } }] }),
    ],
    [
      'route-two-defaults routes.0',
      withDeployment(GREEN, { routes: [{ name: 'web', target: { port: 1 } }] }),
    ],
  ])('%s', (expected, input) => {
    expect(found(input)).toContain(expected);
  });

  it.each<[string, ConfigInput]>([
    ['a bake time of nothing with rolling', withDeployment({ bakeMinutes: 0 })],
    ['the smallest linear step', withDeployment({ ...LINEAR, percent: 3, stepMinutes: 60 })],
    ['a canary smaller than that', withDeployment({ strategy: 'canary', percent: 0.1 })],
    ['a day of baking', withDeployment({ ...GREEN, bakeMinutes: 1440 })],
    ['one listener over plain HTTP', withDeployment(GREEN, { listener: { http: 'forward', https: false } })],
    ['stickiness that is off', withDeployment(GREEN, { target: { stickiness: { type: 'none' } } })],
    ['stickiness with rolling', withDeployment({ strategy: 'rolling' }, { target: { stickiness: {} } })],
    [
      'sockets that are mostly gone',
      withDeployment(GREEN, { workload: { connections: 100, meanConnectionSeconds: 1200 } }),
    ],
    [
      'long sockets of a limited age',
      withDeployment(
        GREEN,
        { workload: { meanConnectionSeconds: 86_400 }, target: { deregistrationDelay: 900 } },
        { maxSocketAge: 900 },
      ),
    ],
    ['a port of its own', withDeployment({ ...GREEN, testListener: { port: 8443 } })],
    [
      'port 80 that no listener has',
      withDeployment({ ...GREEN, testListener: { port: 80 } }, { listener: { http: 'none' } }),
    ],
    ['as many tasks as two groups hold', withDeployment(GREEN, {}, { tasks: 500 })],
    ['a full cluster, which only rolling cannot replace', withDeployment(GREEN, {}, { maximumPercent: 100 })],
    [
      'a last route before the sockets',
      withDeployment(GREEN, {
        routes: [{ name: 'api', paths: ['/api'], priority: 49_999, target: { port: 1 } }],
      }),
    ],
  ])('near miss: %s', (_, input) => {
    expect(found(input)).toEqual([]);
  });

  it('says how many sockets are left, and how long a bake time would move half of them', () => {
    const [finding] = findings(
      withDeployment(GREEN, { workload: { connections: 20_000, meanConnectionSeconds: 1800 } }),
    );
    const { what, remedy } = wordFinding(finding!);
    // 20,000 · e^(-15/30)
    expect(what).toContain('about 61 % of the sockets, 12131 of 20000, are still on them');
    // 30 min · ln 2
    expect(remedy).toContain('to 21 for half of them');
  });
});

describe('routing', () => {
  const routes: ConfigInput = {
    routes: [{ name: 'api', paths: ['/api/*'], priority: 700, target: { port: 3000 } }],
  };
  it('sockets without conditions come last, and nothing handles the rest', () => {
    const { rules, rest } = routingOf(parseConfig(withDeployment({ strategy: 'blue-green' }, routes)));
    expect(rules.map(({ route, priority }) => [route, priority])).toEqual([
      ['api', 700],
      [undefined, 50_000],
    ]);
    expect(rules[1]?.conditions).toEqual([{ field: 'path-pattern', at: ['target'], values: ['/*'] }]);
    expect(rest.action).toEqual({
      type: 'fixed-response',
      fixedResponse: { statusCode: 404, contentType: 'text/plain' },
    });
  });

  it('sockets with conditions keep their rule, and a route may handle the rest', () => {
    const input = withDeployment(
      { strategy: 'canary' },
      { target: { paths: ['/ws'] }, routes: [{ name: 'web', target: { port: 3000 } }] },
    );
    const { rules, rest } = routingOf(parseConfig(input));
    expect(rules.map(({ priority, action }) => [priority, action])).toEqual([
      [10, { type: 'forward', route: undefined, isShifted: true }],
    ]);
    expect(rest.route).toBe('web');
  });
});
