/** The presets, by name, with what each is for. Each is a folder in `templates/`. */
export const PRESETS = {
  production: 'HTTPS, logs, alarms and a dashboard, in a VPC that exists. The default.',
  'quick-start': 'HTTP only, without logs, alarms and dashboard: to try it out.',
  service:
    'With the servers themselves: an ECS service on Fargate in a VPC of its own, scaled by open sockets.',
  fargate: 'Targets registered by address: for an ECS service of your own.',
  internal: 'Reachable from inside the VPC only.',
  'api-and-sockets': 'An HTTP API by its paths beside the sockets by theirs; anything else is answered 404.',
  'new-vpc': 'With a VPC of its own: public and private subnets, one NAT gateway.',
} as const;

export type PresetName = keyof typeof PRESETS;
