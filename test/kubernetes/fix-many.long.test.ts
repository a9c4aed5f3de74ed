// Many files whose remedies are tried together: see src/kubernetes/fix/trial.ts.
import { expect, it } from 'vitest';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { fixManifests } from '../../src/kubernetes/fix/fix.ts';

const ingress = (
  name: string,
  annotations: Readonly<Record<string, string>>,
): string => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
  annotations:
${Object.entries(annotations)
  .map(([key, value]) => `    alb.ingress.kubernetes.io/${key}: ${value}\n`)
  .join('')}spec:
  ingressClassName: alb
  rules:
    - http:
        paths:
          - {path: /ws, pathType: Prefix, backend: {service: {name: chat, port: {number: 80}}}}
`;
const FAULT = { 'load-balancer-attributes': 'idle_timeout.timeout=600' };

it('skips only the one that fails among more fixes than attempts', () => {
  const many = Array.from({ length: 100 }, (_, index) => ({
    file: `${index}.yaml`,
    text: ingress(`ws-${index}`, FAULT),
  }));
  const group = { 'group.name': 'shared' };
  const other = { ...group, 'load-balancer-attributes': 'idle_timeout.timeout_seconds=60' };
  // Right by itself, the second's remedy would contradict the first.
  const files = [
    ...many,
    { file: 'a.yaml', text: ingress('a', other) },
    { file: 'b.yaml', text: ingress('b', { ...group, ...FAULT }) },
  ];
  const results = fixManifests(files, CHECK_RULES, 'safe', () => (findings) => findings);
  expect(results.filter(({ left }) => left.length > 0).map(({ file }) => file)).toEqual(['b.yaml']);
  expect(results.filter(({ fixed }) => fixed.length === 1)).toHaveLength(100);
});
