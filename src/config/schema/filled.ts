// Values that follow from others where the config does not set them.

/** Two MiB for each unit of CPU: Fargate has that size for all of them. */
const MEMORY_PER_CPU = 2;
/** Seconds in which most servers have started. */
const USUAL_GRACE_PERIOD = 60;

interface Written {
  readonly network: { readonly create: false | { readonly natGateways?: number | undefined } };
  readonly target: { readonly type?: 'instance' | 'ip' | undefined };
  readonly healthCheck: { readonly interval: number; readonly healthyThreshold: number };
  readonly service:
    | false
    | {
        readonly cpu: number;
        readonly memory?: number | undefined;
        readonly assignPublicIp: boolean;
        readonly healthCheckGracePeriod?: number | undefined;
      };
}

type Filled<C extends Written> = Omit<C, 'network' | 'target' | 'service'> & {
  network: Omit<C['network'], 'create'> & {
    create: false | (Exclude<C['network']['create'], false> & { natGateways: number });
  };
  target: C['target'] & { type: 'instance' | 'ip' };
  service: false | (Exclude<C['service'], false> & { memory: number; healthCheckGracePeriod: number });
};

/** A config as it was written, with what follows from it. */
export function filled<C extends Written>(config: C): Filled<C> {
  const { network, target, service, healthCheck } = config;
  const { create } = network;
  return {
    ...config,
    network: {
      ...network,
      create: create !== false && {
        ...create,
        // Tasks without public addresses reach the registry of their image through a NAT gateway only.
        natGateways: create.natGateways ?? (service !== false && !service.assignPublicIp ? 1 : 0),
      },
    },
    target: { ...target, type: target.type ?? (service === false ? 'instance' : 'ip') },
    service: service !== false && {
      ...service,
      memory: service.memory ?? service.cpu * MEMORY_PER_CPU,
      healthCheckGracePeriod:
        service.healthCheckGracePeriod ??
        Math.max(USUAL_GRACE_PERIOD, healthCheck.interval * healthCheck.healthyThreshold),
    },
  } as Filled<C>;
}
