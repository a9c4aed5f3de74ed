// What people in the field call the keys of a config, and where they look for them.

/** A key of the config, or a sentence where there is none. */
type Meant = { readonly key: string } | { readonly say: string };

const key = (dotted: string): Meant => ({ key: dotted });

const BY_KEY: Readonly<Record<string, string>> = {
  'target.port': 'port containerPort serverPort targetPort backendPort',
  'target.paths': 'path wsPath websocketPaths',
  'target.stickiness': 'sticky stickySessions sessionAffinity affinity cookie',
  'target.deregistrationDelay': 'drain draining drainTimeout deregistration deregistrationDelayTimeout',
  'network.vpcId': 'vpc',
  'network.subnetIds': 'subnet subnets subnetId publicSubnets',
  'network.scheme': 'internal internetFacing public',
  'network.allowFrom': 'ingress allowedCidrs allowList whitelist sourceRanges securityGroup securityGroups',
  'dns.domainName': 'domain domains hostname fqdn',
  'dns.hostedZoneId': 'zone zoneId hostedZone',
  'listener.https': 'ssl tls',
  'listener.https.certificateArn': 'cert certArn certificateId acm acmArn sslCertificate',
  'listener.https.sslPolicy': 'tlsPolicy securityPolicy',
  'loadBalancer.idleTimeout': 'timeout idle socketTimeout',
  loadBalancer: 'alb elb lb',
  'healthCheck.path': 'healthPath healthCheckPath healthCheckUrl',
  heartbeat: 'ping pingInterval keepAlive keepAliveInterval',
  service: 'ecs fargate container containers server servers',
  'service.tasks':
    'desiredCount replicas instances scaling autoScaling autoscale minCapacity maxCapacity minTasks maxTasks taskCount',
  'service.environment': 'env envVars variables',
  'service.socketsPerTask': 'connectionsPerTask socketsPerServer',
  'alarms.notify.emails': 'email',
  'logs.access': 'accessLog accessLogs logging',
  'waf.webAclArn': 'webAcl',
  'network.create.natGateways': 'nat natGateway',
};

const SAID: Readonly<Record<string, string>> = {
  region: 'Remove it: the Region is that of the deployment, from AWS_REGION or the profile.',
  account: 'Remove it: the account is that of the credentials with which you deploy.',
  profile: 'Remove it: set AWS_PROFILE when you deploy.',
  stackname: 'Remove it: the name is given at deployment, with --stack-name.',
};

/** Case, dashes and underscores do not matter. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');

const MEANT: ReadonlyMap<string, Meant> = new Map([
  ...Object.entries(BY_KEY).flatMap(([dotted, names]) =>
    names.split(' ').map((name): [string, Meant] => [plain(name), key(dotted)]),
  ),
  ...Object.entries(SAID).map(([name, say]): [string, Meant] => [name, { say }]),
]);

/** Every key that a synonym stands for. */
export const SYNONYM_KEYS: readonly string[] = Object.keys(BY_KEY);

/** What a name that the config does not know means in the field; undefined when it means nothing special. */
export const synonym = (name: string): Meant | undefined => MEANT.get(plain(name));
