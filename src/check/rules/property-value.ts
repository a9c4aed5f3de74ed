import { isAttribute, SETTINGS } from '../../alb/rule.ts';
import { cloudFormation } from '../../alb/sources.ts';
import { allows, describeValues } from '../../alb/values.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import { allParts } from './parts.ts';

/** tls-policy-unknown covers policies; for paths our pattern is stricter than ELB's. */
const ELSEWHERE = new Set(['SslPolicy', 'HealthCheckPath']);

export const propertyValue: CheckRule = {
  code: 'property-value',
  severity: 'error',
  group: 'refused',
  title: 'Property with a value that ELB refuses',
  why: 'Ports, protocols, health check times, thresholds and success codes have ranges. There is no protocol ws or wss: ELB upgrades on HTTP and HTTPS listeners by itself, and no health check can succeed with 101.',
  source: cloudFormation('aws-resource-elasticloadbalancingv2-targetgroup'),
  judge: each(allParts, ({ settings, subject, lineOf }) =>
    Object.entries(SETTINGS[subject]).flatMap(([key, { values }]) => {
      const value = settings.get(key);
      if (isAttribute(key) || typeof value !== 'string' || ELSEWHERE.has(key)) return [];
      const isGrpc = settings.get('ProtocolVersion') === 'GRPC' && key.startsWith('Matcher');
      const plain = key.startsWith('Matcher') ? value.replaceAll(' ', '') : value;
      if (isGrpc || allows(values, values.kind === 'boolean' ? plain.toLowerCase() : plain)) return [];
      return [violation(lineOf(key), { key, value, allowed: describeValues(values) })];
    }),
  ),
  words: ({ key, value, allowed }) => ({
    what: `${String(key)} is ${JSON.stringify(value)}.`,
    allowed: String(allowed),
    remedy: 'Use an allowed value.',
  }),
};
