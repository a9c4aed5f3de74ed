// Differences from what was expected, and alarms that report them.
import {
  type MetricReading,
  type Observations,
  observedValue,
} from '../../../src/doctor/observations/observations.ts';
import type { Case } from './case.ts';
import { arnOf, deployedFrom } from '../helpers/from-config.ts';
import { observe, type Situation } from '../helpers/situation.ts';
import { context, groupOf, healthy, missing, withAttributes, withGroup } from '../helpers/observed.ts';

const alarm = (value: string): Observations => ({
  ...healthy(),
  alarms: {
    value: [
      {
        name: 'chat-target-5xx',
        state: value,
        reason: 'Threshold Crossed',
        since: '2026-11-22T17:00:00Z',
        metric: 'HTTPCode_Target_5XX_Count',
        readings: [],
      },
    ],
  },
});

/** An alarm that reads a metric, by default one without a mistake. */
const reading = (change: Partial<MetricReading>): Observations => {
  const observed = alarm('OK');
  const one: MetricReading = {
    metric: 'ActiveConnectionCount',
    statistic: 'Sum',
    period: 60,
    dimensions: new Map([['LoadBalancer', 'app/chat/0123456789abcdef']]),
    isInMath: false,
    ...change,
  };
  const alarms = observedValue(observed.alarms) ?? [];
  return { ...observed, alarms: { value: alarms.map((each) => ({ ...each, readings: [one] })) } };
};

const ROUTED = {
  target: { paths: ['/ws', '/ws/*'] },
  routes: [{ name: 'api', paths: ['/api/*'], target: { port: 3000 } }],
};

/** Deployed, and then given another path for the route api. */
function withApiPath(path: string): Situation {
  const one = deployedFrom(ROUTED);
  for (const rule of Object.values(one.rules).flat())
    if (rule['RuleArn'] === arnOf('ApiRule', 'ListenerRule'))
      rule['Conditions'] = [{ Field: 'path-pattern', PathPatternConfig: { Values: [path] } }];
  return one;
}

export const ABOUT_WANTED: readonly Case[] = [
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
    command: 'websocket-alb deploy --stack-name chat --region eu-west-1 -c websocket-alb.yaml',
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
    code: 'rules-differ-from-config',
    hit: {
      name: 'the config has other paths',
      observed: observe(deployedFrom({ ...ROUTED, target: { paths: ['/chat'] } })),
      context: context(ROUTED),
    },
    miss: {
      name: 'deployed from the same config',
      observed: observe(deployedFrom(ROUTED)),
      context: context(ROUTED),
    },
    evidence: ['live conditions: path /chat', 'wanted conditions: path /ws or /ws/*'],
    command: 'websocket-alb deploy --stack-name chat --region eu-west-1 -c websocket-alb.yaml',
    cause: 'The config was changed but not deployed.',
  },
  {
    code: 'rules-changed-outside-the-stack',
    hit: { name: 'another path', observed: observe(withApiPath('/v2/*')) },
    miss: { name: 'as the template has it', observed: observe(withApiPath('/api/*')) },
    evidence: ['live conditions: path /v2/*', 'wanted conditions: path /api/*'],
    command: 'fix aws elbv2 modify-rule --rule-arn',
    cause: 'It was changed by hand',
  },
  {
    code: 'alarm',
    hit: { name: 'in ALARM', observed: alarm('ALARM') },
    miss: { name: 'without data', observed: alarm('INSUFFICIENT_DATA') },
    evidence: ['since: 2026-11-22T17:00:00Z', 'reason: Threshold Crossed'],
    command: 'describe-alarm-history --alarm-name chat-target-5xx',
  },
  {
    code: 'alarm-misread',
    hit: { name: 'connections over five minutes', observed: reading({ period: 300 }) },
    miss: { name: 'connections in metric math', observed: reading({ period: 300, isInMath: true }) },
    evidence: ['metric: ActiveConnectionCount', 'read as: Sum over 300 seconds'],
    command: 'describe-alarms --alarm-names chat-target-5xx',
    cause: 'The alarm was written like one for a metric with a single source.',
  },
  {
    code: 'alarm-without-data',
    hit: {
      name: 'the name as a dimension',
      observed: reading({ dimensions: new Map([['LoadBalancer', 'chat']]) }),
    },
    miss: { name: 'the end of the ARN', observed: reading({}) },
    evidence: ['dimensions: LoadBalancer=chat'],
    command: 'describe-alarms --alarm-names chat-target-5xx',
    cause: 'The ARN or the name was used as the value of a dimension.',
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
