/** The presets by name, each with its purpose. Each is a folder in `templates/`. */
export const PRESETS = {
  production: 'HTTPS, logs, alarms and a dashboard, in a VPC that exists. The default.',
  'quick-start': 'HTTP only, without logs, alarms and dashboard: to try it out.',
  service: 'With the servers themselves: an ECS service on Fargate in a new VPC, scaled by open sockets.',
  fargate: 'Targets registered by address: for your own ECS service.',
  internal: 'Reachable from inside the VPC only.',
  'api-and-sockets': 'An HTTP API on its paths and the sockets on theirs; anything else gets 404.',
  'new-vpc': 'With a new VPC: public and private subnets, one NAT gateway.',
} as const;

export type PresetName = keyof typeof PRESETS;
