// Whether the policy of the log bucket lets ELB write.
import { partitionOf } from '../../alb/arn.ts';
import { certain } from '../../alb/finding.ts';
import { LOG_DELIVERY_SERVICE } from '../../alb/log-delivery.ts';
import { userGuide } from '../../alb/sources.ts';
import { text } from '../calls/answer-fields.ts';
import type { Context, Diagnosis, Violation } from '../diagnosis.ts';
import { allowsDelivery, denialOfDelivery, objectOf, statementsOf } from '../evidence/log-bucket-policy.ts';
import { observedValue, type LogDelivery, type Observations } from '../observations/observations.ts';
import { aws } from '../steps/commands.ts';

export const logBucketPolicy: Diagnosis = {
  code: 'log-delivery-denied',
  severity: 'error',
  title: 'ELB may not write its logs',
  reasoning:
    'Logs are on, but the bucket’s policy lets neither the log delivery service nor an ELB account put objects under the prefix, or a Deny without a condition covers everybody or the service.',
  source: userGuide('enable-access-logging'),
  basis: certain('the policy of the bucket, whose conditions are not judged'),
  judge: (observed, context) =>
    observed.logs.flatMap((log) => {
      const policy = observedValue(observed.logBuckets.find(({ name }) => name === log.bucket)?.policy);
      if (policy === undefined) return [];
      return [...notAllowed(observed, log, policy, context), ...denied(observed, log, policy, context)];
    }),
};

function notAllowed(
  observed: Observations,
  log: LogDelivery,
  policy: unknown,
  context: Context,
): Violation[] {
  const object = objectOf(observed, log);
  if (allowsDelivery(policy, object)) return [];
  return [
    {
      subject: log.bucket,
      what: `The policy of ${log.bucket} does not let ELB write ${log.kind} to ${object}.`,
      evidence: [
        ['bucket', log.bucket],
        ['prefix', log.prefix],
        ['statements in the policy', statementsOf(policy).length],
      ],
      causes: [
        'The bucket has no policy, or one for another prefix, account or Region.',
        'The policy was replaced by another one later: ELB checks it only when logs are turned on.',
      ],
      steps: [
        {
          kind: 'fix',
          words: 'Put the existing policy with the missing statement added:',
          command: putPolicy(observed, log, policy, context),
        },
      ],
    },
  ];
}

/** A Deny wins over every Allow. Who wrote it had a reason, so no command takes it away. */
function denied(observed: Observations, log: LogDelivery, policy: unknown, context: Context): Violation[] {
  const object = objectOf(observed, log);
  const statement = denialOfDelivery(policy, object);
  if (statement === undefined) return [];
  const sid = text(statement, 'Sid');
  const name = sid === undefined ? 'A statement' : `The statement ${sid}`;
  return [
    {
      subject: log.bucket,
      what: `${name} of the policy of ${log.bucket} denies s3:PutObject on ${object} without a condition: ELB cannot write ${log.kind}, whatever other statements allow.`,
      evidence: [
        ['bucket', log.bucket],
        ['prefix', log.prefix],
        ['statement', JSON.stringify(statement)],
      ],
      causes: [
        'The statement was added to keep others from writing, and does not leave out the log delivery service.',
        'It was added after logs were turned on: ELB checks the policy only then.',
      ],
      steps: [
        {
          kind: 'fix',
          words: `Remove the statement, or let it leave out ${LOG_DELIVERY_SERVICE}: a Deny with the condition {"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}} spares services of AWS.`,
        },
        {
          kind: 'confirm',
          words: 'See the policy:',
          command: aws(context, 's3api', 'get-bucket-policy', '--bucket', log.bucket),
        },
      ],
    },
  ];
}

/**
 * The existing policy, plus the statements that it lacks. They cover all logs in the bucket, because the command for
 * one log must not undo the command for another.
 */
function putPolicy(
  observed: Observations,
  { bucket }: LogDelivery,
  policy: unknown,
  context: Context,
): string {
  const id = text(policy, 'Id');
  const lacking = observed.logs.filter(
    (log) => log.bucket === bucket && !allowsDelivery(policy, objectOf(observed, log)),
  );
  const document = {
    // A policy without a version has the old version, in which variables are literal text.
    Version: text(policy, 'Version') ?? (statementsOf(policy).length > 0 ? '2008-10-17' : '2012-10-17'),
    ...(id !== undefined && { Id: id }),
    Statement: [...statementsOf(policy), ...lacking.map((log) => delivery(observed, log))],
  };
  return aws(context, 's3api', 'put-bucket-policy', '--bucket', bucket, '--policy', JSON.stringify(document));
}

/** Without a Sid, because a policy may not contain one twice. */
const delivery = (observed: Observations, log: LogDelivery): object => ({
  Effect: 'Allow',
  Principal: { Service: LOG_DELIVERY_SERVICE },
  Action: 's3:PutObject',
  Resource: `${objectOf(observed, log)}*`,
  Condition: {
    ArnLike: {
      'aws:SourceArn': `arn:${partitionOf(observed.loadBalancer.arn)}:elasticloadbalancing:${observed.region}:${observed.account}:loadbalancer/*`,
    },
  },
});
