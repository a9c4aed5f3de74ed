// Findings in Terraform and Kubernetes use their words. Every finding of the sample templates is worded in each notation that
// its rule is judged in: no name of a CloudFormation property may be left.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkTemplate, whyOf, wordCheckFinding, type CheckFinding } from '../../src/check/check.ts';
import { isJudgedIn } from '../../src/check/coverage.ts';
import type { Node } from '../../src/check/node.ts';
import type { Notation } from '../../src/check/notation.ts';
import { readTemplate } from '../../src/check/template.ts';
import { KUBERNETES } from '../../src/kubernetes/terms.ts';
import { TERRAFORM, TERRAFORM_STATE } from '../../src/terraform/terms.ts';

const FOLDER = new URL('fixtures/', import.meta.url);
const TEXTS = [FOLDER, new URL('rules/', FOLDER)].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split(/^---\n/m)),
);

const ids = new Set<string>();
const properties = new Set<string>();
const findings: CheckFinding[] = [];
function collect(node: Node | undefined): void {
  if (node?.kind === 'list') for (const item of node.items) collect(item);
  else if (node?.kind === 'map')
    for (const [key, { value }] of node.entries) {
      if (/^[A-Z]\w+$/.test(key) && key !== 'Ref') properties.add(key);
      collect(value);
    }
}
for (const text of TEXTS) {
  for (const [id, resource] of readTemplate(text).resources) {
    ids.add(id);
    collect(resource.properties);
  }
  const result = checkTemplate(text);
  if (result.ok) findings.push(...result.findings);
}

/** Dimensions of CloudWatch, the tag that the console shows, an HTTP header, and the company. */
const SAME = new Set(['LoadBalancer', 'TargetGroup', 'Name', 'Host', 'AWS']);
/** Nothing in manifests makes these findings: the controller numbers actions, and has no such setting. */
const NEVER_IN_MANIFESTS = new Set(['health-check-disabled', 'rule-actions-order', 'target-group-alb-tls']);

/** Names of properties in a text: of several words, or of one that does not begin a sentence. */
const left = (text: string): string[] =>
  [...text.matchAll(/(?<![\w".:/-])[A-Z]\w*/g)].flatMap(({ 0: word, index }) => {
    const begins = index === 0 || /[.:] $/.test(text.slice(0, index));
    const isOne = !/[a-z][A-Z]/.test(word);
    return properties.has(word) && !ids.has(word) && !SAME.has(word) && !(isOne && begins) ? [word] : [];
  });

const NOTATIONS: readonly (readonly [string, Notation])[] = [
  ['a Terraform plan', TERRAFORM],
  ['a Terraform state', TERRAFORM_STATE],
  ['Ingresses', KUBERNETES],
  ...(KUBERNETES.dialects ?? []).map((dialect): readonly [string, Notation] => [
    'Gateways',
    { name: 'kubernetes', ...dialect },
  ]),
];

describe.each(NOTATIONS)('in the words of %s', (_, notation) => {
  const own = findings.filter(
    ({ code }) =>
      isJudgedIn(code, notation.name) && !(notation.name === 'kubernetes' && NEVER_IN_MANIFESTS.has(code)),
  );

  it('nothing of CloudFormation is left', () => {
    const found = own.flatMap((finding) => {
      const { what, allowed = '', remedy } = wordCheckFinding(finding, notation);
      return [what, allowed, remedy, whyOf(finding, notation)].flatMap((text) =>
        left(text).map((word) => `${finding.code}: ${word} in: ${text}`),
      );
    });
    expect([...new Set(found)]).toEqual([]);
  });
});

it('finds a property in a text, and no other word', () => {
  expect(left('The service has neither DeploymentCircuitBreaker nor Alarms.')).toEqual([
    'DeploymentCircuitBreaker',
    'Alarms',
  ]);
  expect(left('Name a port. Alarms tell: aws_lb.Port, "Port".')).toEqual([]);
});
