// The config of a service: defaults, what breaks each rule, and near misses.
import { describe, expect, it } from 'vitest';
import { ecrRepository, secretSource } from '../../src/alb/ecs-secrets.ts';
import type { ConfigInput, Service } from '../../src/config/schema/index.ts';
import { batchSize, canDeploy } from '../../src/config/service.ts';
import { parseConfig, validateConfig } from '../../src/config/validate.ts';

/** `code key` of every finding. */
const found = (input: unknown): string[] => {
  const result = validateConfig(input);
  return (result.ok ? result.warnings : result.findings).map(({ code, path }) => `${code} ${path.join('.')}`);
};

type ServiceInput = Exclude<NonNullable<ConfigInput['service']>, boolean>;
const withService = (service: ServiceInput, rest: ConfigInput = {}): ConfigInput => ({ ...rest, service });
const SCALED = { tasks: { min: 2, max: 20 }, socketsPerTask: 2000 };
const ROUTES = { routes: [{ name: 'api', paths: ['/api/*'], target: { port: 3000 } }] };
const ARN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:chat-AbCdEf';

describe('defaults', () => {
  it('need only an empty service', () => {
    const { service, target } = parseConfig({ service: {} });
    expect(service).toMatchObject({ cpu: 512, memory: 1024, tasks: 2, stopTimeout: 120 });
    expect(service).toMatchObject({ healthCheckGracePeriod: 60 });
    expect(target.type).toBe('ip');
  });

  it('are unchanged without a service', () => {
    const { service, target, network } = parseConfig({ network: { create: true } });
    expect([service, target.type]).toEqual([false, 'instance']);
    expect(network.create).toMatchObject({ natGateways: 0 });
  });

  it.each([
    [{}, 1],
    [{ assignPublicIp: true }, 0],
  ])('NAT gateways of a created VPC with %o: %i', (service, natGateways) => {
    const { network } = parseConfig({ network: { create: true }, service });
    expect(network.create).toMatchObject({ natGateways });
  });

  it.each([256, 512, 1024, 2048, 4096, 8192, 16384] as const)('memory for cpu %i', (cpu) => {
    expect(found(withService({ cpu }))).toEqual([]);
    expect(parseConfig(withService({ cpu })).service).toMatchObject({ memory: 2 * cpu });
  });

  it('the grace period, from a slow health check', () => {
    const input = withService({}, { healthCheck: { interval: 60, healthyThreshold: 5 } });
    expect(parseConfig(input).service).toMatchObject({ healthCheckGracePeriod: 300 });
  });
});

describe('rules', () => {
  it.each<[string, ConfigInput]>([
    ['fargate-size service.memory', withService({ cpu: 256, memory: 3072 })],
    ['fargate-size service.memory', withService({ cpu: 8192, memory: 17 * 1024 })],
    ['service-target-type target.type', withService({}, { target: { type: 'instance' } })],
    ['service-targets target.ipAddresses', withService({}, { target: { ipAddresses: ['10.0.0.1'] } })],
    ['service-targets target.instanceCount', withService({}, { target: { instanceCount: 2 } })],
    ['service-scaling-target service.tasks', withService({ tasks: { min: 2, max: 4 } })],
    ['service-scaling-fixed service.socketsPerTask', withService({ tasks: 3, socketsPerTask: 100 })],
    ['service-scaling-fixed service.cpuPercent', withService({ cpuPercent: 60 })],
    ['service-tasks-range service.tasks.min', withService({ ...SCALED, tasks: { min: 5, max: 4 } })],
    ['service-scaling-shared service.tasks', withService(SCALED, { ...ROUTES, target: { paths: ['/ws'] } })],
    ['service-capacity service.tasks', withService(SCALED, { workload: { connections: 40_001 } })],
    ['service-min-healthy service.minimumHealthyPercent', withService({ minimumHealthyPercent: 50 })],
    ['service-cannot-deploy service.maximumPercent', withService({ maximumPercent: 100 })],
    ['service-cannot-deploy service.maximumPercent', withService({ maximumPercent: 125 })],
    [
      'service-rebalancing-max service.zoneRebalancing',
      withService({ zoneRebalancing: true, maximumPercent: 100, minimumHealthyPercent: 50 }),
    ],
    ['service-grace-period service.healthCheckGracePeriod', withService({ healthCheckGracePeriod: 0 })],
    ['service-no-delay target.deregistrationDelay', withService({}, { target: { deregistrationDelay: 0 } })],
    [
      'service-deployment-time service.maximumPercent',
      withService({ tasks: 20, maximumPercent: 125 }, { target: { deregistrationDelay: 3600 } }),
    ],
    ['service-socket-age service.maxSocketAge', withService({ maxSocketAge: 301 })],
    [
      'service-protection-room service.taskProtection',
      withService({ taskProtection: true, maximumPercent: 100, minimumHealthyPercent: 50 }),
    ],
    // Three batches, each of which may be protected for an hour.
    [
      'service-deployment-time service.maximumPercent',
      withService({ taskProtection: true, tasks: 3, maximumPercent: 134 }),
    ],
    [
      'service-variable-reserved service.environment.TARGET_GROUP_ARNS',
      withService({ environment: { TARGET_GROUP_ARNS: 'x' } }),
    ],
    [
      'service-rollback-alarm alarms.noHealthyTargets',
      withService({}, { alarms: { noHealthyTargets: { datapointsToAlarm: 2, evaluationPeriods: 2 } } }),
    ],
    [
      'service-variable-twice service.environment',
      withService({ environment: { TOKEN: 'x' }, secrets: { TOKEN: ARN } }),
    ],
    [
      'service-subnets-in-new-vpc service.subnetIds',
      withService({ subnetIds: ['subnet-0123456789abcdef0'] }, { network: { create: true } }),
    ],
    [
      'service-no-way-out network.create.natGateways',
      withService({}, { network: { create: { natGateways: 0 } } }),
    ],
    [
      'service-no-public-subnets service.assignPublicIp',
      withService({ assignPublicIp: true }, { network: { create: true, scheme: 'internal' } }),
    ],
  ])('%s', (expected, input) => {
    expect(found(input)).toContain(expected);
  });

  it.each<[string, ConfigInput]>([
    ['the largest task', withService({ cpu: 16384, memory: 122_880 })],
    ['type ip', withService({}, { target: { type: 'ip' } })],
    ['no instances', withService({}, { target: { instanceCount: 0 } })],
    ['scaled', withService({ ...SCALED, cpuPercent: 60 })],
    ['as many as at least', withService({ ...SCALED, tasks: { min: 4, max: 4 } })],
    [
      'scaled on what the servers publish',
      withService(SCALED, { ...ROUTES, target: { paths: ['/ws'] }, metrics: true }),
    ],
    ['routes beside a fixed number', withService({}, { ...ROUTES, target: { paths: ['/ws'] } })],
    ['just enough tasks', withService(SCALED, { workload: { connections: 40_000 } })],
    ['one task more of four', withService({ tasks: 4, maximumPercent: 125 })],
    ['as old as the delay', withService({ maxSocketAge: 300 })],
    ['protected, with room', withService({ taskProtection: true })],
    ['three batches that are not protected', withService({ tasks: 3, maximumPercent: 134 })],
    ['none at first', withService({ tasks: 0, maximumPercent: 125 })],
    ['rebalancing with room', withService({ zoneRebalancing: true })],
    ['a long delay at once', withService({ tasks: 20 }, { target: { deregistrationDelay: 3600 } })],
    [
      'a slow alarm',
      withService({}, { alarms: { noHealthyTargets: { datapointsToAlarm: 5, evaluationPeriods: 5 } } }),
    ],
    [
      'a quick alarm that rolls nothing back',
      withService({ rollbackOnAlarms: false }, { alarms: { noHealthyTargets: 1 } }),
    ],
    ['two variables', withService({ environment: { TOKEN_FILE: 'x' }, secrets: { TOKEN: ARN } })],
    ['public addresses', withService({ assignPublicIp: true }, { network: { create: { natGateways: 0 } } })],
    ['internal', withService({}, { network: { create: true, scheme: 'internal' } })],
  ])('near miss: %s', (_, input) => {
    expect(found(input)).toEqual([]);
  });

  it.each([
    { image: '${AWS::AccountId}.dkr.ecr' },
    { image: '-v' },
    { environment: { 'A-B': 'x' } },
    { environment: { A: '{{resolve:ssm-secure:token}}' } },
    { environment: { A: 'x\u0000' } },
    { environment: { A: '${AWS::AccountId}' } },
    { command: ['echo', '${AWS::AccountId}'] },
    { secrets: { A: 'chat-token' } },
    { cluster: 'a/b' },
    { deployment: { strategy: 'bluegreen' } },
    { deployment: { bakeMinutes: 1441 } },
    { deployment: { percent: 0 } },
    { deployment: { percent: 12.55 } },
    { cpu: 300 },
    { tasks: 1.5 },
    { stopTimeout: 121 },
    { stopTimeout: 1 },
    { logRetentionDays: 31 },
  ])('refuses %o', (service) => {
    expect(
      found({ service }).filter((each) => /^(?:invalid-(?:value|key)|secret-in-clear) service/.test(each)),
    ).toHaveLength(1);
  });
});

describe('batches', () => {
  const percent = (maximumPercent: number, minimumHealthyPercent = 100) =>
    ({ maximumPercent, minimumHealthyPercent }) as Service;
  it.each([
    [200, 100, 10, 10],
    [150, 100, 10, 5],
    [125, 100, 10, 2],
    [100, 50, 3, 1],
    [200, 50, 4, 4],
  ])('%i/%i of %i tasks: %i at a time', (maximum, minimum, count, size) => {
    expect(batchSize(percent(maximum, minimum), count)).toBe(size);
  });

  it('the maximum is rounded down, the minimum up', () => {
    expect(canDeploy(percent(149), 2)).toBe(false);
    expect(canDeploy(percent(150), 2)).toBe(true);
    expect(canDeploy(percent(100, 67), 3)).toBe(false);
    expect(canDeploy(percent(100, 66), 3)).toBe(true);
  });
});

describe('what the execution role reads', () => {
  it.each([
    [ARN, 'secretsmanager:GetSecretValue', ARN],
    [`${ARN}:key::`, 'secretsmanager:GetSecretValue', ARN],
    [
      'arn:aws-cn:ssm:cn-north-1:123456789012:parameter/chat/token',
      'ssm:GetParameters',
      'arn:aws-cn:ssm:cn-north-1:123456789012:parameter/chat/token',
    ],
  ])('%s', (arn, action, resource) => {
    expect(secretSource(arn)).toEqual({ action, resource });
  });

  it.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/chat:1.4', 'team/chat'],
    ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/chat@sha256:0a', 'chat'],
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com/chat', 'chat'],
    ['public.ecr.aws/nginx/nginx:stable', undefined],
    ['nginx', undefined],
    ['x123456789012.dkr.ecr.eu-west-1.amazonaws.com.example.com/chat', undefined],
  ])('%s', (image, name) => {
    expect(ecrRepository(image)?.name).toBe(name);
  });
});
