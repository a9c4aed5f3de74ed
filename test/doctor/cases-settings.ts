// Diagnoses made from settings, certificates, logs, alarms, and from what was wanted.
import type {
  Certificate,
  Listener,
  LogBucket,
  LogDelivery,
  Observations,
} from '../../src/doctor/observations.ts';
import { seen } from '../../src/doctor/observations.ts';
import type { Case } from './cases.ts';
import { context, flat, groupOf, healthy, withAttributes, withGroup, withMetrics } from './observed.ts';

const listeners = (change: (all: readonly Listener[]) => readonly Listener[]): Observations => {
  const observed = healthy();
  return { ...observed, listeners: { seen: change(seen(observed.listeners) ?? []) } };
};
const withoutHttps = listeners((all) => all.filter(({ port }) => port !== 443));
const https = (change: Partial<Listener>) =>
  listeners((all) => all.map((one) => (one.port === 443 ? { ...one, ...change } : one)));
const state = (code: string): Observations => {
  const observed = healthy();
  return { ...observed, loadBalancer: { ...observed.loadBalancer, state: code } };
};
const certificate = (change: Partial<Certificate>): Observations => {
  const observed = healthy();
  const [first] = observed.certificates.map(seen);
  return { ...observed, certificates: first ? [{ seen: { ...first, ...change } }] : [] };
};
const bucket = (change: Partial<LogBucket>, log: Partial<LogDelivery> = {}): Observations => {
  const observed = healthy();
  return {
    ...observed,
    logBuckets: observed.logBuckets.map((one) => ({ ...one, ...change })),
    logs: observed.logs.map((one) => ({ ...one, ...log })),
  };
};
const policy = (statement: object) => ({
  seen: { Statement: [{ Effect: 'Allow', Action: 's3:PutObject', ...statement }] },
});
const service = { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' };
const RESOURCE = 'arn:aws:s3:::chat-logbucket-58v8dnbl2e5b/alb-logs/AWSLogs/123456789012/*';
const missing = (kind: 'not-found' | 'access-denied', code: string) => ({
  missing: { about: '', command: [], permission: '', failure: { kind, code, message: '' } },
});
const alarm = (value: string): Observations => ({
  ...healthy(),
  alarms: {
    seen: [
      {
        name: 'chat-target-5xx',
        state: value,
        reason: 'Threshold Crossed',
        since: '2026-11-22T17:00:00Z',
        metric: 'HTTPCode_Target_5XX_Count',
      },
    ],
  },
});
const remade = https({ arn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/chat/1/new' });
const traffic = { HTTPCode_Target_2XX_Count: [...flat(5, 10), ...flat(0, 50)] };

export const ABOUT_SETTINGS: readonly Case[] = [
  {
    code: 'load-balancer-state',
    hit: { name: 'impaired', observed: state('active_impaired') },
    miss: { name: 'active', observed: state('active') },
    evidence: ['state: active_impaired'],
    command: 'describe-subnets',
  },
  {
    code: 'listener-missing',
    hit: { name: 'that of the stack was deleted', observed: withoutHttps },
    miss: { name: 'another one has its port', observed: remade },
    evidence: ['listeners that are there: HTTP 80', 'wanted by: the stack chat'],
    command:
      '--protocol HTTPS --port 443 --certificates CertificateArn=arn:aws:acm:eu-west-1:123456789012:certificate/e79ed973-77dd-4288-a3eb-f9a4e1772ab3 --ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
    cause: 'deleted by hand',
  },
  {
    code: 'listener-missing',
    hit: {
      name: 'that of the config was never deployed',
      observed: { ...healthy(), stack: undefined },
      context: context({ listener: { https: { port: 8443 } } }),
    },
    miss: {
      name: 'the port of the config is there',
      observed: { ...healthy(), stack: undefined },
      context: context({ listener: { https: { port: 443 } } }),
    },
    evidence: ['wanted by: the config'],
    command: '--port 8443',
  },
  {
    code: 'no-listener',
    hit: { name: 'a redirect only', observed: { ...withoutHttps, stack: undefined } },
    miss: { name: 'the stack names the one that is gone', observed: withoutHttps },
    evidence: ['listeners: HTTP 80'],
    command: 'generate deploy --stack-name STACK_NAME',
  },
  {
    code: 'listener-replaced',
    hit: { name: 'made again by hand', observed: remade },
    miss: { name: 'gone: another diagnosis', observed: withoutHttps },
    evidence: ['live: arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/chat/1/new'],
    command: 'Deploy once without the listener',
  },
  {
    code: 'certificate',
    hit: {
      name: 'expires in ten days, imported',
      observed: certificate({ expires: '2026-12-02T17:00:00Z', type: 'IMPORTED' }),
    },
    miss: {
      name: 'expires in six weeks',
      observed: certificate({ expires: '2027-01-03T17:00:00Z', type: 'IMPORTED' }),
    },
    evidence: ['expires: 2026-12-02T17:00:00Z', 'type: IMPORTED'],
    command:
      'acm import-certificate --certificate-arn arn:aws:acm:eu-west-1:123456789012:certificate/e79ed973-77dd-4288-a3eb-f9a4e1772ab3',
  },
  {
    code: 'certificate',
    hit: { name: 'not validated', observed: certificate({ status: 'PENDING_VALIDATION' }) },
    miss: { name: 'issued', observed: certificate({ status: 'ISSUED' }) },
    evidence: ['status: PENDING_VALIDATION'],
    command: 'Certificate.DomainValidationOptions',
  },
  {
    code: 'certificate',
    hit: { name: 'expired yesterday', observed: certificate({ expires: '2026-11-21T17:00:00Z' }) },
    miss: {
      name: 'could not be looked at',
      observed: { ...healthy(), certificates: [missing('access-denied', 'AccessDenied')] },
    },
    evidence: ['expires: 2026-11-21T17:00:00Z'],
    command: 'describe-certificate',
  },
  {
    code: 'tls-policy-old',
    hit: { name: 'the default of the API', observed: https({ sslPolicy: 'ELBSecurityPolicy-2016-08' }) },
    miss: { name: 'TLS 1.2', observed: https({ sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' }) },
    evidence: ['SslPolicy: ELBSecurityPolicy-2016-08'],
    command: '--ssl-policy ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  },
  {
    code: 'changed-outside-the-stack',
    hit: {
      name: 'the idle timeout',
      observed: withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '60' }),
    },
    miss: {
      name: 'an attribute that the template does not set',
      observed: withAttributes(healthy(), { 'load_balancing.cross_zone.enabled': 'true' }),
    },
    evidence: ['idle_timeout.timeout_seconds: 60, wanted 4000'],
    command: '--attributes Key=idle_timeout.timeout_seconds,Value=4000 --region eu-west-1',
  },
  {
    code: 'changed-outside-the-stack',
    hit: {
      name: 'stickiness, with its cookie in the command',
      observed: withGroup(healthy(), { 'stickiness.enabled': 'false' }),
    },
    miss: {
      name: 'no template to compare with',
      observed: { ...withGroup(healthy(), { 'stickiness.enabled': 'false' }), stack: undefined },
    },
    evidence: ['stickiness.enabled: false, wanted true'],
    command: 'Key=stickiness.app_cookie.cookie_name,Value=WEBSOCKET_SESSION',
  },
  {
    code: 'changed-outside-the-stack',
    hit: {
      name: 'the health check',
      observed: withGroup(healthy(), { HealthCheckPath: '/ws', 'Matcher.HttpCode': '200' }),
    },
    miss: { name: 'as the template has it', observed: withGroup(healthy(), { HealthCheckPath: '/health' }) },
    evidence: ['HealthCheckPath: /ws, wanted /health'],
    command: `modify-target-group --target-group-arn ${groupOf(healthy()).arn} --health-check-path /health --matcher 'HttpCode="200-299"'`,
  },
  {
    code: 'drift-from-config',
    hit: {
      name: 'the config has another idle timeout',
      observed: healthy(),
      context: context({ name: 'chat', loadBalancer: { idleTimeout: 600 } }),
    },
    miss: {
      name: 'changed by hand: the config is what the stack has',
      observed: withAttributes(healthy(), { 'idle_timeout.timeout_seconds': '60' }),
      context: context({ name: 'chat' }),
    },
    evidence: [
      'idle_timeout.timeout_seconds: 4000, wanted 600',
      'keys of the config: loadBalancer.idleTimeout',
    ],
    command: 'generate deploy --stack-name chat --region eu-west-1 -c websocket-alb.yaml',
  },
  {
    code: 'drift-from-config',
    hit: {
      name: 'without a stack',
      observed: { ...withGroup(healthy(), { 'stickiness.enabled': 'false' }), stack: undefined },
      context: context({ name: 'chat' }),
    },
    miss: {
      name: 'without a config',
      observed: { ...withGroup(healthy(), { 'stickiness.enabled': 'false' }), stack: undefined },
    },
    evidence: ['stickiness.enabled: false, wanted true'],
    command: 'fix aws elbv2 modify-target-group-attributes',
  },
  {
    code: 'log-delivery-denied',
    hit: { name: 'no policy', observed: bucket({ policy: { seen: {} } }) },
    miss: {
      name: 'the account of ELB instead of the service',
      observed: bucket({
        policy: policy({ Principal: { AWS: 'arn:aws:iam::156460612806:root' }, Resource: RESOURCE }),
      }),
    },
    evidence: ['statements in the policy: 0', 'prefix: alb-logs'],
    command: 's3api put-bucket-policy --bucket chat-logbucket-58v8dnbl2e5b',
  },
  {
    code: 'log-delivery-denied',
    hit: {
      name: 'a policy for another prefix',
      observed: bucket({
        policy: policy({ Principal: service, Resource: RESOURCE.replace('alb-logs', 'logs') }),
      }),
    },
    miss: {
      name: 'a policy for the whole bucket',
      observed: bucket({
        policy: policy({ Principal: service, Resource: 'arn:aws:s3:::chat-logbucket-58v8dnbl2e5b/*' }),
      }),
    },
    evidence: ['statements in the policy: 1'],
    command: `"Resource":"${RESOURCE}"`,
  },
  {
    code: 'log-bucket-kms',
    hit: { name: 'KMS', observed: bucket({ encryption: { seen: 'aws:kms' } }) },
    miss: { name: 'SSE-S3', observed: bucket({ encryption: { seen: 'AES256' } }) },
    evidence: ['SSEAlgorithm: aws:kms'],
    command: 'put-bucket-encryption',
  },
  {
    code: 'log-bucket-missing',
    hit: { name: 'no such bucket', observed: bucket({ policy: missing('not-found', 'NoSuchBucket') }) },
    miss: {
      name: 'access denied',
      observed: bucket({ policy: missing('access-denied', 'AccessDenied') }),
    },
    evidence: ['bucket: chat-logbucket-58v8dnbl2e5b'],
    command: '--create-bucket-configuration LocationConstraint=eu-west-1',
  },
  {
    code: 'log-files-missing',
    hit: { name: 'requests an hour ago', observed: withMetrics(bucket({}, { files: { seen: 0 } }), traffic) },
    miss: {
      name: 'requests just now',
      observed: withMetrics(bucket({}, { files: { seen: 0 } }), { HTTPCode_Target_2XX_Count: [5, 5, 5] }),
    },
    evidence: ['traffic: 50', 'kind: access_logs'],
    command: 'get-bucket-policy',
  },
  {
    code: 'log-files-missing',
    hit: { name: 'none came', observed: withMetrics(bucket({}, { files: { seen: 0 } }), traffic) },
    miss: { name: 'one came', observed: withMetrics(bucket({}, { files: { seen: 1 } }), traffic) },
    evidence: [],
    command: 'get-bucket-policy',
  },
  {
    code: 'alarm',
    hit: { name: 'in ALARM', observed: alarm('ALARM') },
    miss: { name: 'without data', observed: alarm('INSUFFICIENT_DATA') },
    evidence: ['since: 2026-11-22T17:00:00Z', 'reason: Threshold Crossed'],
    command: 'describe-alarm-history --alarm-name chat-target-5xx',
  },
  {
    code: 'practice',
    hit: {
      name: 'no deletion protection',
      observed: withAttributes(healthy(), { 'deletion_protection.enabled': 'false' }),
    },
    miss: {
      name: 'not seen',
      observed: { ...healthy(), attributes: missing('access-denied', 'AccessDenied') },
    },
    evidence: ['deletion_protection.enabled: false'],
    command: 'Key=deletion_protection.enabled,Value=true',
  },
];
