// Derives findings from observations.
import type { Collected } from './collect/collect.ts';
import { SEVERITIES, type FindingSeverity } from '../common/severity.ts';
import type { Context, Violation } from './diagnosis.ts';
import { DIAGNOSES } from './diagnoses/index.ts';
import { STACK_DIAGNOSES } from './diagnoses/stack.ts';
import { overviewOf, shortName, type Overview } from './report/overview.ts';
import type { Basis } from '../alb/finding.ts';
import { notCompared } from './expected/not-compared.ts';
import type { Missing, Observations } from './observations/observations.ts';

/** The problem with a subject, including its diagnosis. */
export interface DoctorFinding extends Required<Violation> {
  readonly code: string;
  readonly title: string;
  readonly reasoning: string;
  readonly source: string;
  /** How certain it is, and on what grounds. */
  readonly basis: Basis;
  /** A name for the subject that people recognize, rather than an ARN. */
  readonly name: string;
}

/** The report on one load balancer, or on the stack itself. */
export interface Part {
  readonly name: string;
  readonly arn: string | undefined;
  readonly findings: readonly DoctorFinding[];
  /** Only for load balancers. */
  readonly overview?: Overview;
}

export interface Report {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly parts: readonly Part[];
  /** What could not be examined; anything that depends on it was not judged. */
  readonly missing: readonly Missing[];
}

const bySeverity = (findings: readonly DoctorFinding[]): DoctorFinding[] =>
  findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));

/** Judges one load balancer. */
export const diagnose = (observed: Observations, context: Context): DoctorFinding[] =>
  bySeverity(
    DIAGNOSES.flatMap((diagnosis) =>
      diagnosis
        .judge(observed, context)
        .map((violation) =>
          complete(diagnosis, violation, observed.loadBalancer.arn, (subject) =>
            shortName(observed, subject),
          ),
        ),
    ),
  );

/** A finding with everything that its diagnosis provides. */
export function complete(
  {
    code,
    severity,
    title,
    reasoning,
    source,
    basis,
  }: Omit<DoctorFinding, keyof Violation | 'name'> & { readonly severity: FindingSeverity },
  violation: Violation,
  subject: string,
  nameOf: (subject: string) => string = (one) => one,
): DoctorFinding {
  return {
    severity,
    subject,
    name: nameOf(violation.subject ?? subject),
    ...violation,
    code,
    title,
    reasoning,
    source,
    basis,
  };
}

/** Judges everything that was collected. Printed commands contain the Region of each load balancer. */
export function report(
  collected: Collected,
  context: Context,
  now: Date,
  window: { readonly from: string; readonly to: string },
): Report {
  const { stack, loadBalancers } = collected;
  const ofStack = STACK_DIAGNOSES.flatMap((diagnosis) =>
    diagnosis.judge(collected, context).map((violation) => complete(diagnosis, violation, stack?.name ?? '')),
  );
  return {
    at: now.toISOString(),
    ...window,
    parts: [
      ...(ofStack.length > 0
        ? [{ name: `stack ${stack?.name}`, arn: undefined, findings: bySeverity(ofStack) }]
        : []),
      ...loadBalancers.map((observed) => ({
        name: observed.loadBalancer.name,
        arn: observed.loadBalancer.arn,
        findings: diagnose(observed, { ...context, aws: { ...context.aws, region: observed.region } }),
        overview: overviewOf(observed),
      })),
    ],
    missing: [
      ...collected.missing,
      ...loadBalancers.flatMap((observed) => [...observed.missing, ...notCompared(observed, context)]),
    ],
  };
}

/** 0 if there is nothing above info, 1 if there are findings. What could not be observed makes no difference. */
export const exitCodeOf = ({ parts }: Report): 0 | 1 =>
  parts.some(({ findings }) => findings.some(({ severity }) => severity !== 'info')) ? 1 : 0;
