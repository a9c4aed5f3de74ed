// What DescribeTargetHealth reports about a target that gets no requests. Source: TargetHealth in the elbv2 API.

/** Causes of a reason, the likeliest first, and what to do. */
export interface ReasonWords {
  readonly causes: readonly string[];
  readonly remedy: string;
}

export const TARGET_HEALTH_REASONS: Readonly<Record<string, ReasonWords>> = {
  'Elb.RegistrationInProgress': {
    causes: ['The target was registered a moment ago.'],
    remedy: 'Wait for its first health check.',
  },
  'Elb.InitialHealthChecking': {
    causes: [
      'The target was registered a moment ago; one successful health check puts it in service.',
      'The server takes long to start, and has not answered a health check yet.',
    ],
    remedy: 'Wait for the interval of the health check; if it lasts, look at the log of the server.',
  },
  'Elb.InternalError': {
    causes: ['An error inside Elastic Load Balancing: neither the target nor its settings are the cause.'],
    remedy: 'Look at the AWS Health Dashboard of the Region, and register the target again if it lasts.',
  },
  'Target.IpUnusable': {
    causes: ['The address is reserved for use by a load balancer, so it cannot be a target.'],
    remedy: 'Deregister this address, and register that of the server.',
  },
  'Target.HealthCheckDisabled': {
    causes: ['Health checks of the target group are off.'],
    remedy: 'Turn health checks on.',
  },
  'Target.NotRegistered': {
    causes: ['The target is not registered with the target group.'],
    remedy: 'Register it.',
  },
};

/** States in which a target is not serving as it should. `unhealthy.draining` occurs with Network Load Balancers. */
export const FAILED_STATES: ReadonlySet<string> = new Set(['unhealthy', 'unavailable', 'unhealthy.draining']);
