// Diagnoses made from rules, weights and several target groups; the situations are in test/doctor/situations/.
import type { Case } from './case.ts';
import { healthy, withGroup, withMetrics, flat } from '../helpers/observed.ts';
import { observe, situation, type Situation } from '../helpers/situation.ts';

const from = (name: string, change: (given: Situation) => void = () => undefined) => {
  const given = situation(name);
  change(given);
  return observe(given);
};
const counted = (metrics: Situation['metrics']) =>
  from('grpc-and-ws-right', (given) => Object.assign(given.metrics, metrics));
const group = (given: Situation, index: number) => {
  const found = given.tgs[index];
  if (!found) throw new Error(`no group ${index}`);
  return found;
};
const withHealth = (state: string, reason: string) =>
  withGroup(healthy(), {}, [
    { state, reason },
    { id: 'i-2', state, reason },
  ]);
const inRoutes = (gateway: string, state = 'active') =>
  from('grpc-and-ws-right', (given) => {
    given.routeTables = [
      {
        RouteTableId: 'rtb-main',
        Associations: [{ Main: true }],
        Routes: [{ GatewayId: 'local', State: 'active' }],
      },
      {
        RouteTableId: 'rtb-public',
        Associations: [{ Main: false, SubnetId: 'subnet-a' }],
        Routes: [{ GatewayId: 'igw-1', State: 'active' }],
      },
      {
        RouteTableId: 'rtb-other',
        Associations: [{ Main: false, SubnetId: 'subnet-b' }],
        Routes: [{ GatewayId: gateway, State: state }],
      },
    ];
  });

export const ABOUT_SEVERAL_GROUPS: readonly Case[] = [
  {
    code: 'healthy-group-unused',
    hit: { name: 'a stack update went back to blue', observed: from('bluegreen-reset') },
    miss: { name: 'blue at weight 0', observed: from('bluegreen') },
    evidence: [
      'requests go to: blue (default action of HTTPS 443)',
      'healthy targets of green: 2',
      'HTTPCode_ELB_503_Count: 2400',
    ],
    command: 'confirm aws elbv2 describe-rules --listener-arn',
    cause: 'CloudFormation stack',
  },
  {
    code: 'healthy-group-unused',
    hit: {
      name: 'no stack is named: the unused group is found in the Region',
      observed: from('bluegreen-reset', (given) => {
        delete given.stack;
      }),
    },
    miss: {
      name: 'the unused group is for another port',
      observed: from('bluegreen-reset', (given) => {
        delete given.stack;
        group(given, 1).tg['Port'] = 9090;
      }),
    },
    evidence: ['healthy targets of green: 2'],
    command: 'confirm aws ecs describe-services',
  },
  {
    code: 'requests-match-no-rule',
    hit: { name: 'the path has no wildcard', observed: from('asg-fixed404') },
    miss: {
      name: 'a scanner beside many requests',
      observed: from('asg-fixed404', ({ metrics }) => {
        metrics['RequestCount Sum'] = 2000;
      }),
    },
    evidence: [
      'HTTP_Fixed_Response_Count: 5400',
      'rule 10 of HTTPS 443 did not match: path /ws → forward to ws',
    ],
    command: `--conditions '[{"Field":"path-pattern","PathPatternConfig":{"Values":["/ws","/ws/*"]}}]'`,
    cause: 'Clients ask for paths below /ws',
  },
  {
    code: 'subnet-without-internet-gateway',
    hit: { name: 'a NAT gateway only', observed: inRoutes('nat-1') },
    miss: { name: 'an internet gateway', observed: inRoutes('igw-1') },
    evidence: ['routes of subnet-b: rtb-other: nat-1'],
    command: 'set-subnets',
  },
  {
    code: 'subnet-without-internet-gateway',
    hit: { name: 'the internet gateway is gone', observed: inRoutes('igw-1', 'blackhole') },
    miss: {
      name: 'an internal load balancer',
      observed: {
        ...inRoutes('nat-1'),
        loadBalancer: { ...inRoutes('nat-1').loadBalancer, scheme: 'internal' },
      },
    },
    evidence: ['routes of subnet-b: rtb-other: none'],
    command: 'describe-route-tables',
  },
  {
    code: 'targets-unhealthy',
    hit: { name: 'an error of ELB', observed: withHealth('unhealthy', 'Elb.InternalError') },
    miss: { name: 'another diagnosis names it', observed: withHealth('unhealthy', 'Target.Timeout') },
    evidence: ['reason: Elb.InternalError', 'healthy targets: 0'],
    command: 'describe-target-health',
    cause: 'An error inside Elastic Load Balancing',
  },
  {
    code: 'targets-unhealthy',
    hit: { name: 'a reason that is new', observed: withHealth('unavailable', 'Target.SomethingNew') },
    miss: { name: 'leaving', observed: withHealth('draining', 'Target.DeregistrationInProgress') },
    evidence: ['reason: Target.SomethingNew'],
    command: 'describe-target-health',
  },
  {
    code: 'targets-unhealthy',
    hit: { name: 'an address of a load balancer', observed: withHealth('unused', 'Target.IpUnusable') },
    miss: { name: 'healthy', observed: withHealth('healthy', '') },
    evidence: ['reason: Target.IpUnusable'],
    command: 'Deregister this address',
    cause: 'reserved for use by a load balancer',
  },
  {
    code: 'targets-starting',
    hit: { name: 'none in service', observed: withHealth('initial', 'Elb.InitialHealthChecking') },
    miss: {
      name: 'one in service',
      observed: withGroup(healthy(), {}, [
        {},
        { id: 'i-2', state: 'initial', reason: 'Elb.InitialHealthChecking' },
      ]),
    },
    evidence: ['targets: i-929486741e4ae673e:8080, i-2:8080'],
    command: 'Wait for the interval',
  },
  {
    code: 'elb-4xx',
    hit: {
      name: 'most requests are refused',
      observed: withMetrics(healthy(), { HTTPCode_ELB_4XX_Count: flat(500), RequestCount: flat(10) }),
    },
    miss: {
      name: 'a few clients that leave',
      observed: withMetrics(healthy(), { HTTPCode_ELB_4XX_Count: flat(1), RequestCount: flat(100) }),
    },
    evidence: ['HTTPCode_ELB_4XX_Count: 30000', 'RequestCount: 600'],
    command: 'elb_status_code 4XX',
    cause: '403: AWS WAF',
  },
  {
    code: 'elb-4xx',
    hit: {
      name: 'beside a gRPC group, 464 is likely',
      observed: counted({ 'HTTPCode_ELB_4XX_Count Sum': 200 }),
    },
    miss: {
      name: 'all of them are fixed responses, which are another matter',
      observed: counted({ 'HTTPCode_ELB_4XX_Count Sum': 200, 'HTTP_Fixed_Response_Count Sum': 200 }),
    },
    evidence: ['HTTPCode_ELB_4XX_Count: 12000'],
    command: 'in access logs, which are off',
    cause: '464: the protocol',
  },
  {
    code: 'elb-5xx-other',
    hit: {
      name: 'a status that CloudWatch does not name',
      observed: withMetrics(healthy(), { HTTPCode_ELB_5XX_Count: flat(2) }),
    },
    miss: {
      name: 'all of them are 502',
      observed: withMetrics(healthy(), { HTTPCode_ELB_5XX_Count: flat(2), HTTPCode_ELB_502_Count: flat(2) }),
    },
    evidence: ['HTTPCode_ELB_5XX_Count: 120'],
    command: 'elb_status_code 5XX',
    cause: '501: ',
  },
  {
    code: 'authentication-fails',
    hit: { name: 'the identity provider', observed: withMetrics(healthy(), { ELBAuthError: flat(1) }) },
    miss: {
      name: 'somebody mistyped a password',
      observed: withMetrics(healthy(), { ELBAuthFailure: [1, 2] }),
    },
    evidence: ['ELBAuthError: 60'],
    command: 'See error_reason',
    cause: 'does not reach the identity provider',
  },
];
