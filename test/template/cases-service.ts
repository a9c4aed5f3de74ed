// Goldens of services: together they use every key of `service`, and every value of a key with few values.
import type { ConfigInput } from '../../src/config/schema/index.ts';

const ACCOUNT = '123456789012';

export const SERVICE_CASES: Readonly<Record<string, ConfigInput>> = {
  // All defaults: in an existing VPC, with parameters for image and subnets.
  'service-defaults': { service: true },
  'service-every-key': {
    name: 'chat',
    tags: { Team: 'realtime' },
    metrics: { namespace: 'Chat/Sockets' },
    target: { port: 3000, type: 'ip', deregistrationDelay: 600 },
    healthCheck: { port: 3001, interval: 10 },
    service: {
      image: `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/team/chat:1.4`,
      cpu: 1024,
      memory: 4096,
      architecture: 'ARM64',
      tasks: { min: 3, max: 30 },
      socketsPerTask: 5000,
      cpuPercent: 60,
      subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
      assignPublicIp: false,
      environment: {
        ALLOWED_ORIGINS: 'https://www.example.com',
        NOTE: "it's $HOME & {{x}}\n1_000",
      },
      secrets: {
        TOKEN: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:chat-AbCdEf:token::`,
        SALT: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:chat-AbCdEf:salt::`,
        REDIS_URL: `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/chat/redis-url`,
      },
      command: ['node', 'server.js', '--verbose', '--verbose'],
      stopTimeout: 30,
      healthCheckGracePeriod: 120,
      minimumHealthyPercent: 100,
      maximumPercent: 150,
      maxSocketAge: 600,
      taskProtection: { moreThan: 100 },
      zoneRebalancing: true,
      deployment: { strategy: 'rolling' },
      rollbackOnAlarms: true,
      exec: true,
      logRetentionDays: 365,
      cluster: `arn:aws:ecs:eu-west-1:${ACCOUNT}:cluster/shared`,
    },
  },
  // Scaled on what the load balancer counts.
  'service-scaled-estimate': {
    service: {
      cpu: 256,
      tasks: { min: 2, max: 20 },
      socketsPerTask: 2000,
      taskProtection: true,
      image: 'public.ecr.aws/docker/library/node:24',
    },
  },
  'service-public-addresses': {
    network: { create: { availabilityZones: 3 } },
    service: { cpu: 512, assignPublicIp: true, tasks: 3, rollbackOnAlarms: false, zoneRebalancing: false },
  },
  'service-public-addresses-existing-vpc': {
    listener: { http: 'forward' },
    alarms: false,
    service: { cpu: 2048, assignPublicIp: true, architecture: 'X86_64', exec: false, cluster: 'shared' },
  },
  'service-internal-new-vpc': {
    network: { scheme: 'internal', ipAddressType: 'dualstack', create: { natGateways: 2 } },
    listener: { https: false, http: 'forward' },
    service: { cpu: 4096, tasks: 1, maxSocketAge: 0, taskProtection: false },
  },
  // The sockets have their own rule on both listeners, and share the load balancer.
  'service-beside-routes': {
    listener: { http: 'forward' },
    target: { paths: ['/ws', '/ws/*'] },
    metrics: true,
    routes: [
      { name: 'api', paths: ['/api/*'], target: { port: 3000, type: 'instance', instanceCount: 1 } },
      { name: 'web', target: { port: 3001 } },
    ],
    service: { cpu: 8192, memory: 61_440, tasks: { min: 2, max: 4 }, socketsPerTask: 50_000 },
  },
  // Shifted all at once: the sockets have a rule that matches everything, and the alarms watch both groups.
  'service-blue-green': {
    name: 'chat',
    service: { deployment: { strategy: 'blue-green', bakeMinutes: 30 } },
  },
  // Next to a route, with a listener for testing the new version first.
  'service-canary': {
    target: { paths: ['/ws', '/ws/*'] },
    routes: [{ name: 'api', paths: ['/api/*'], target: { port: 3000 } }],
    service: {
      deployment: {
        strategy: 'canary',
        percent: 2.5,
        stepMinutes: 5,
        testListener: { port: 8443, allowFrom: ['192.0.2.0/24', 'pl-0123456789abcdef0'] },
      },
    },
  },
  // Over plain HTTP in its own VPC, scaled on what both groups count.
  'service-linear': {
    network: { scheme: 'internal', create: true },
    listener: { http: 'forward', https: false },
    alarms: { notify: { topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms` } },
    service: {
      tasks: { min: 2, max: 20 },
      socketsPerTask: 2000,
      deployment: { strategy: 'linear', testListener: { port: 8080 } },
    },
  },
  'service-largest': { dashboard: false, service: { cpu: 16384, tasks: 0 } },
};
