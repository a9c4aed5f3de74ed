// The same faults in CloudFormation, Terraform and Kubernetes give the same codes, with places in the notation's own terms.
import { describe, expect, it } from 'vitest';
import { check, checkTemplate, type CheckFinding } from '../../src/check/check.ts';
import { notationsOf } from '../../src/check/coverage.ts';
import { subjectOf } from '../../src/check/report.ts';
import { CHECK_RULES } from '../../src/check/rules/index.ts';
import { checkManifests } from '../../src/kubernetes/check.ts';
import { readTerraform } from '../../src/terraform/template.ts';
import { FAULTS } from './notations/faults.ts';
import { cloudFormation, kubernetes, terraform } from './notations/write.ts';

const inCloudFormation = (text: string): readonly CheckFinding[] => {
  const result = checkTemplate(text);
  return result.ok ? result.findings : [];
};
const inTerraform = (text: string): readonly CheckFinding[] => {
  const result = check(() => readTerraform(text));
  return result.ok ? result.findings : [];
};
const inKubernetes = (text: string): readonly CheckFinding[] =>
  checkManifests([{ file: 'chat.yaml', text }], CHECK_RULES).flatMap(({ result }) =>
    result.ok ? result.findings : [],
  );

const withCode = (findings: readonly CheckFinding[], code: string): CheckFinding[] =>
  findings.filter((one) => one.code === code);
/** The findings of each notation on the load balancer without a fault. */
const plain = (findings: readonly CheckFinding[]): string[] =>
  findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code);

it('a load balancer without a fault has neither errors nor warnings', () => {
  expect(plain(inCloudFormation(cloudFormation({})))).toEqual([]);
  expect(plain(inTerraform(terraform({})))).toEqual([]);
  expect(plain(inKubernetes(kubernetes({})))).toEqual([]);
});

describe.each(FAULTS)('$code', ({ code, right, at, ...fault }) => {
  it('is found in CloudFormation', () => {
    const found = withCode(inCloudFormation(cloudFormation(fault.cloudformation)), code);
    expect(found.map(({ logicalId }) => logicalId)).not.toEqual([]);
    expect(withCode(inCloudFormation(cloudFormation(right?.cloudformation ?? {})), code)).toEqual([]);
  });
  it.runIf(fault.terraform)('is found in Terraform', () => {
    const found = withCode(inTerraform(terraform(fault.terraform ?? {})), code);
    expect(found.map(subjectOf)).toContain(at.terraform);
    expect(withCode(inTerraform(terraform(right?.terraform ?? {})), code)).toEqual([]);
  });
  it.runIf(fault.kubernetes)('is found in Kubernetes', () => {
    const found = withCode(inKubernetes(kubernetes(fault.kubernetes ?? {})), code);
    expect(found.map(subjectOf)).toContain(at.kubernetes);
    expect(withCode(inKubernetes(kubernetes(right?.kubernetes ?? {})), code)).toEqual([]);
  });
  it('is documented for the notations that it is found in', () => {
    const notations = notationsOf(code);
    expect(notations).toContain('cloudformation');
    if (fault.terraform) expect(notations).toContain('terraform');
    if (fault.kubernetes) expect(notations).toContain('kubernetes');
  });
});
