// Objects of the Gateway API in short notation.
export type Values = Readonly<Record<string, unknown>>;

export const text = (...objects: readonly Values[]): string =>
  objects.map((one) => JSON.stringify({ apiVersion: 'v1', ...one })).join('\n---\n');

const named = (kind: string, name: string, spec: Values, annotations: Values = {}): Values => ({
  kind,
  metadata: { name, namespace: 'prod', annotations },
  spec,
});

export const gatewayClass = (name = 'alb', more: Values = {}): Values => ({
  kind: 'GatewayClass',
  metadata: { name },
  spec: { controllerName: `gateway.k8s.aws/${name}`, ...more },
});

export const LISTENERS: readonly Values[] = [
  { name: 'http', protocol: 'HTTP', port: 80 },
  { name: 'https', protocol: 'HTTPS', port: 443 },
];

export const gateway = (more: Values = {}): Values =>
  named('Gateway', 'chat', {
    gatewayClassName: 'alb',
    infrastructure: { parametersRef: { kind: 'LoadBalancerConfiguration', name: 'chat' } },
    listeners: LISTENERS,
    ...more,
  });

export const balancer = (more: Values = {}, name = 'chat', annotations: Values = {}): Values =>
  named(
    'LoadBalancerConfiguration',
    name,
    {
      loadBalancerAttributes: [{ key: 'idle_timeout.timeout_seconds', value: '600' }],
      listenerConfigurations: [
        { protocolPort: 'HTTPS:443', sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06' },
      ],
      ...more,
    },
    annotations,
  );

export const group = (spec: Values, name = 'chat', annotations: Values = {}): Values =>
  named('TargetGroupConfiguration', name, spec, annotations);

export const ruleConfiguration = (spec: Values): Values => named('ListenerRuleConfiguration', 'extra', spec);

export const service = (appProtocol: string): Values =>
  named('Service', 'chat', { ports: [{ port: 80, appProtocol }] });

export interface RouteFault {
  readonly kind?: string;
  readonly parent?: Values;
  readonly hosts?: readonly string[];
  readonly filters?: readonly Values[];
  readonly backends?: readonly Values[];
}

/** A route with one rule. */
export const route = (name: string, matches: readonly Values[], fault: RouteFault = {}): Values =>
  named(fault.kind ?? 'HTTPRoute', name, {
    parentRefs: [{ name: 'chat', sectionName: 'https', ...fault.parent }],
    ...(fault.hosts ? { hostnames: fault.hosts } : {}),
    rules: [
      {
        matches,
        ...(fault.filters ? { filters: fault.filters } : {}),
        backendRefs: fault.backends ?? [{ name: 'chat', port: 80 }],
      },
    ],
  });

export const path = (value: string, type = 'PathPrefix', more: Values = {}): Values => ({
  path: { type, value },
  ...more,
});

export const TO_HTTPS: RouteFault = {
  parent: { sectionName: 'http' },
  filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
  backends: [],
};
