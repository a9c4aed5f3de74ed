// Defaults that depend on other values.
import { USUAL_BAKE } from '../bake.ts';
import type * as z from 'zod/mini';
import { STEPS, type Strategy } from '../../alb/ecs-deployments.ts';
import { stickiness } from './target.ts';

/** MiB per CPU unit: Fargate offers that size for all of them. */
const MEMORY_PER_CPU = 2;
/** Most servers have started after this many seconds. */
const USUAL_GRACE_PERIOD = 60;

type Stickiness = z.output<typeof stickiness>;

interface WrittenDeployment {
  readonly strategy: Strategy;
  readonly bakeMinutes?: number | undefined;
  readonly percent?: number | undefined;
  readonly stepMinutes?: number | undefined;
}

interface Written {
  readonly network: { readonly create: false | { readonly natGateways?: number | undefined } };
  readonly target: {
    readonly type?: 'instance' | 'ip' | undefined;
    readonly stickiness?: Stickiness | undefined;
  };
  readonly healthCheck: { readonly interval: number; readonly healthyThreshold: number };
  readonly service:
    | false
    | {
        readonly cpu: number;
        readonly memory?: number | undefined;
        readonly assignPublicIp: boolean;
        readonly healthCheckGracePeriod?: number | undefined;
        readonly deployment: WrittenDeployment;
      };
}

type Filled<C extends Written> = Omit<C, 'network' | 'target' | 'service'> & {
  network: Omit<C['network'], 'create'> & {
    create: false | (Exclude<C['network']['create'], false> & { natGateways: number });
  };
  target: C['target'] & { type: 'instance' | 'ip'; stickiness: Stickiness };
  service:
    | false
    | (Exclude<C['service'], false> & {
        memory: number;
        healthCheckGracePeriod: number;
        deployment: { bakeMinutes: number };
      });
};

/** A config as it was written, with the dependent defaults filled in. */
export function filled<C extends Written>(config: C): Filled<C> {
  const { network, target, service, healthCheck } = config;
  const { create } = network;
  return {
    ...config,
    network: {
      ...network,
      create: create !== false && {
        ...create,
        // Tasks without public addresses can reach their image's registry only through a NAT gateway.
        natGateways: create.natGateways ?? (service !== false && !service.assignPublicIp ? 1 : 0),
      },
    },
    target: {
      ...target,
      type: target.type ?? (service === false ? 'instance' : 'ip'),
      stickiness:
        target.stickiness ?? usualStickiness(service !== false && service.deployment.strategy !== 'rolling'),
    },
    service: service !== false && {
      ...service,
      memory: service.memory ?? service.cpu * MEMORY_PER_CPU,
      healthCheckGracePeriod:
        service.healthCheckGracePeriod ??
        Math.max(USUAL_GRACE_PERIOD, healthCheck.interval * healthCheck.healthyThreshold),
      deployment: filledDeployment(service.deployment),
    },
  } as Filled<C>;
}

/** ELB's stickiness within a group cannot be combined with weights between groups. */
const usualStickiness = (isShifted: boolean): Stickiness =>
  isShifted ? { type: 'none' } : stickiness.parse({});

/** A rolling deployment has no bake time, and only canary and linear have steps. */
function filledDeployment<D extends WrittenDeployment>(deployment: D): D & { bakeMinutes: number } {
  const { strategy, bakeMinutes, percent, stepMinutes } = deployment;
  const usual = strategy === 'canary' || strategy === 'linear' ? STEPS[strategy] : undefined;
  return {
    ...deployment,
    bakeMinutes: bakeMinutes ?? (strategy === 'rolling' ? 0 : USUAL_BAKE),
    ...(usual && { percent: percent ?? usual.percent, stepMinutes: stepMinutes ?? usual.minutes }),
  };
}
