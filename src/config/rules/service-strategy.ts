// Deployments that shift traffic: their keys must be consistent with each other, the rest of the service and the load
// balancer.
import { BAKE_MINUTES, SHIFT_UPDATE_SECONDS, STEPS } from '../../alb/ecs-deployments.ts';
import { TARGET_QUOTA } from '../../alb/limits.ts';
import { many } from '../../common/numbers.ts';
import { fitsStackUpdate, shiftMinutes, shiftSeconds, shiftSteps } from '../deployment.ts';
import { HTTP_PORT, listenerPorts } from '../derived.ts';
import { forwardingListeners } from '../routing.ts';
import type { Config, Service } from '../schema/index.ts';
import { rollbackAlarmKeys, taskBounds } from '../service.ts';
import { aboutService } from './service.ts';
import type { ConfigRule } from './rule.ts';

type About = Parameters<typeof aboutService>[0];

/** Makes a rule about a service whose traffic ECS shifts. */
const aboutShifts = ({ violated, ...rest }: About): ConfigRule =>
  aboutService({
    ...rest,
    violated: (service, config) => service.deployment.strategy !== 'rolling' && violated(service, config),
  });

const KEY = 'service.deployment';

/** Keys that are set but have no effect with this strategy. */
function idleKeys({ deployment }: Service): string[] {
  const { strategy, bakeMinutes, percent, stepMinutes, testListener } = deployment;
  const hasSteps = strategy === 'canary' || strategy === 'linear';
  return [
    ...(strategy === 'rolling' && bakeMinutes > 0 ? ['bakeMinutes'] : []),
    ...(!hasSteps && percent !== undefined ? ['percent'] : []),
    ...(!hasSteps && stepMinutes !== undefined ? ['stepMinutes'] : []),
    ...(strategy === 'rolling' && testListener !== undefined ? ['testListener'] : []),
  ].map((key) => `${KEY}.${key}`);
}

const otherStrategy = aboutService({
  code: 'deployment-other-strategy',
  severity: 'error',
  keys: [
    `${KEY}.bakeMinutes`,
    `${KEY}.percent`,
    `${KEY}.stepMinutes`,
    `${KEY}.testListener`,
    `${KEY}.strategy`,
  ],
  violated: (service) => idleKeys(service).length > 0,
  words: (service) => ({
    what: `${idleKeys(service).join(', ')} ${idleKeys(service).length === 1 ? 'is' : 'are'} set, and ${KEY}.strategy is ${service.deployment.strategy}.`,
    allowed:
      'percent and stepMinutes with canary or linear; bakeMinutes and testListener with any strategy but rolling',
    remedy: `Remove ${idleKeys(service).length === 1 ? 'it' : 'them'}, or set ${KEY}.strategy to one that has ${idleKeys(service).length === 1 ? 'it' : 'them'}.`,
  }),
});

const linearPercent = aboutShifts({
  code: 'deployment-linear-percent',
  severity: 'error',
  keys: [`${KEY}.percent`, `${KEY}.strategy`],
  violated: ({ deployment: { strategy, percent = 0 } }) =>
    strategy === 'linear' && percent < STEPS.linear.minPercent,
  words: ({ deployment }) => ({
    what: `${KEY}.percent is ${deployment.percent}: ECS allows no steps smaller than ${STEPS.linear.minPercent} % in a linear deployment.`,
    allowed: `${STEPS.linear.minPercent}–100 percent with linear`,
    remedy: `Raise ${KEY}.percent, or set ${KEY}.strategy to canary, which can begin with as little as ${STEPS.canary.minPercent} %.`,
  }),
});

const hours = (seconds: number): string => (seconds / 3600).toFixed(1);

const tooLong = aboutShifts({
  code: 'deployment-time',
  severity: 'error',
  keys: [`${KEY}.stepMinutes`, `${KEY}.bakeMinutes`, `${KEY}.percent`, `${KEY}.strategy`],
  violated: (service, config) => !fitsStackUpdate(service, config),
  words: (service, config) => {
    const { deployment } = service;
    const waits = shiftSteps(deployment) - 1;
    return {
      what: `A deployment takes ${hours(shiftSeconds(service, config))} hours at least (${waits === 0 ? '' : `${many(waits, 'wait')} of ${deployment.stepMinutes} min, `}${deployment.bakeMinutes} min bake, target.deregistrationDelay ${config.target.deregistrationDelay} s, service.stopTimeout ${service.stopTimeout} s), and CloudFormation gives up after ${hours(SHIFT_UPDATE_SECONDS)}.`,
      allowed: `less than ${hours(SHIFT_UPDATE_SECONDS)} hours in all`,
      remedy:
        deployment.strategy === 'linear'
          ? `Lower ${KEY}.stepMinutes or ${KEY}.bakeMinutes, or raise ${KEY}.percent.`
          : `Lower ${KEY}.stepMinutes or ${KEY}.bakeMinutes.`,
    };
  },
});

const twoListeners = aboutShifts({
  code: 'deployment-two-listeners',
  severity: 'error',
  keys: ['listener.http', `${KEY}.strategy`],
  violated: (_, config) => forwardingListeners(config).length > 1,
  words: ({ deployment }) => ({
    what: `listener.http forwards beside HTTPS, and with ${KEY}.strategy ${deployment.strategy} ECS shifts one production rule: sockets of the other listener would stay on a group whose tasks are taken out.`,
    allowed: 'one listener that forwards',
    remedy: 'Set listener.http to redirect or none.',
  }),
});

const sticky = aboutShifts({
  code: 'deployment-stickiness',
  severity: 'error',
  keys: ['target.stickiness', `${KEY}.strategy`],
  violated: (_, { target }) => target.stickiness.type !== 'none',
  words: ({ deployment }, { target }) => ({
    what:
      target.stickiness.type === 'app_cookie'
        ? `target.stickiness is app_cookie, which ELB ignores where a rule forwards to two groups by weight, as ${deployment.strategy} needs it.`
        : `target.stickiness is lb_cookie: where a rule forwards to two groups, as ${deployment.strategy} needs it, ELB takes it only with stickiness between the groups too, and that sends clients who return during a shift to the old tasks.`,
    allowed: `none with ${KEY}.strategy ${deployment.strategy}; an open socket stays on its task anyway`,
    remedy: `Remove target.stickiness. Clients that need it (Socket.IO with polling) need ${KEY}.strategy rolling.`,
  }),
});

const noBake = aboutShifts({
  code: 'deployment-no-bake',
  severity: 'warning',
  keys: [`${KEY}.bakeMinutes`],
  violated: ({ deployment }) => deployment.bakeMinutes === 0,
  words: (_, { target }) => ({
    what: `${KEY}.bakeMinutes is 0: the shift moves new sockets only, and right after it all old tasks are taken out together. Every open socket has target.deregistrationDelay ${target.deregistrationDelay} s to move, and there is nothing left to roll back to.`,
    allowed: 'minutes in which sockets move by themselves, such as 15',
    remedy: `Remove ${KEY}.bakeMinutes for 15.`,
  }),
});

/** Share of remaining sockets above which a bake time achieves little. */
const MANY = 0.5;

/** The share of open sockets still on the old tasks when these are removed, assuming that sockets close at random. */
function shareLeft({ deployment, maxSocketAge }: Service, { workload }: Config): number {
  const waited = shiftMinutes(deployment) * 60;
  const { meanConnectionSeconds } = workload;
  if (meanConnectionSeconds === undefined || (maxSocketAge > 0 && maxSocketAge <= waited)) return 0;
  return Math.exp(-waited / meanConnectionSeconds);
}

const shortBake = aboutShifts({
  code: 'deployment-bake-short',
  severity: 'warning',
  keys: [`${KEY}.bakeMinutes`, 'workload.meanConnectionSeconds'],
  violated: (service, config) => service.deployment.bakeMinutes > 0 && shareLeft(service, config) > MANY,
  words: (service, config) => {
    const { connections, meanConnectionSeconds = 0 } = config.workload;
    const share = shareLeft(service, config);
    const waited = shiftMinutes(service.deployment);
    const needed =
      Math.ceil((Math.LN2 * meanConnectionSeconds) / 60) - (waited - service.deployment.bakeMinutes);
    const longer =
      needed <= BAKE_MINUTES.max
        ? `Raise ${KEY}.bakeMinutes to ${needed} for half of them, or set service.maxSocketAge to ${waited * 60} or less.`
        : `Set service.maxSocketAge to ${waited * 60} or less: sockets outlive any bake time.`;
    return {
      what: `Sockets stay open ${meanConnectionSeconds} s on average, and the old tasks are taken out ${waited} min after the first shift: about ${Math.round(share * 100)} % of the sockets${connections === undefined ? '' : `, ${Math.round(share * connections)} of ${connections},`} are still on them, and move within target.deregistrationDelay ${config.target.deregistrationDelay} s.`,
      allowed: 'a bake time in which most sockets move by themselves',
      remedy: longer,
    };
  },
});

const portTaken = aboutShifts({
  code: 'deployment-test-port',
  severity: 'error',
  keys: [`${KEY}.testListener.port`],
  violated: ({ deployment }, config) =>
    deployment.testListener !== undefined && listenerPorts(config).includes(deployment.testListener.port),
  words: ({ deployment }) => ({
    what: `${KEY}.testListener.port ${deployment.testListener?.port} is the port of the ${deployment.testListener?.port === HTTP_PORT ? 'HTTP' : 'HTTPS'} listener.`,
    allowed: 'a port that no other listener has',
    remedy: `Set ${KEY}.testListener.port to a free one, such as 8443.`,
  }),
});

const manyTargets = aboutShifts({
  code: 'deployment-targets',
  severity: 'warning',
  keys: ['service.tasks'],
  violated: (service) => 2 * taskBounds(service).max > TARGET_QUOTA,
  words: (service) => ({
    what: `During a deployment both groups have ${taskBounds(service).max} tasks: ${2 * taskBounds(service).max} targets of one load balancer, whose quota is ${TARGET_QUOTA}.`,
    allowed: `${TARGET_QUOTA / 2} tasks at most, unless AWS has raised the quota of the account`,
    remedy: 'Ask AWS for a higher quota, or use fewer and larger tasks.',
  }),
});

const authentication = aboutShifts({
  code: 'deployment-authenticate',
  severity: 'warning',
  keys: ['target.authenticate'],
  violated: (_, { target }) => target.authenticate !== undefined,
  words: () => ({
    what: 'ECS rewrites the actions of the production rule at each deployment, and AWS does not say whether it keeps target.authenticate.',
    allowed: `target.authenticate with ${KEY}.strategy rolling`,
    remedy: 'Inspect the rule after the first deployment, or authenticate clients in the server.',
  }),
});

const nothingEnds = aboutShifts({
  code: 'deployment-no-rollback',
  severity: 'warning',
  keys: ['service.rollbackOnAlarms', 'alarms'],
  violated: (_, config) => rollbackAlarmKeys(config).length === 0,
  words: ({ deployment, rollbackOnAlarms }, { alarms }) => ({
    what: `${rollbackOnAlarms ? (alarms === false ? 'alarms is false' : 'All alarms that would end a deployment are off') : 'service.rollbackOnAlarms is false'}: with ${KEY}.strategy ${deployment.strategy} ECS has no circuit breaker, and without alarms nothing rolls back a bad version.`,
    allowed: 'service.rollbackOnAlarms with alarms',
    remedy: !rollbackOnAlarms
      ? 'Remove service.rollbackOnAlarms.'
      : alarms === false
        ? 'Remove alarms.'
        : 'Leave alarms.target5xx and alarms.noHealthyTargets at their defaults.',
  }),
});

export const serviceStrategyRules: readonly ConfigRule[] = [
  otherStrategy,
  linearPercent,
  tooLong,
  twoListeners,
  sticky,
  noBake,
  shortBake,
  portTaken,
  manyTargets,
  authentication,
  nothingEnds,
];
