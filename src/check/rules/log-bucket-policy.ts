import { deliversLogs, LOG_DELIVERY_SERVICE } from '../../alb/log-delivery.ts';
import { coversPattern } from '../../alb/topology/patterns.ts';
import { dependencies, mentions } from '../mentions.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import type { Model } from '../model.ts';
import { child, type Node } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import type { Resource } from '../template.ts';
import { logBuckets } from './log-bucket.ts';

/** Whether a policy allows ELB to write; undefined if part of it cannot be known. */
function grants(policy: Resource, { resolver }: Model): boolean | undefined {
  const statements = resolver.at(policy.properties, 'PolicyDocument', 'Statement');
  if (statements === UNKNOWN || statements === undefined) return undefined;
  let unknown = false;
  for (const statement of statements.kind === 'list' ? statements.items : [statements]) {
    const known = resolver.value(statement);
    if (known === undefined || known === UNKNOWN) {
      unknown ||= known === UNKNOWN;
      continue;
    }
    const effect = resolver.string(child(known, 'Effect'));
    const writes = strings(child(known, 'Action'), resolver).map((one) =>
      one === undefined ? undefined : coversPattern(one.toLowerCase(), 's3:putobject'),
    );
    if (effect === 'Deny' || writes.every((one) => one === false)) continue;
    const names = principals(child(known, 'Principal'), resolver);
    if (
      names.some((name) => name !== undefined && deliversLogs(name)) &&
      effect === 'Allow' &&
      writes.includes(true)
    )
      return true;
    unknown ||= names.includes(undefined) || writes.includes(undefined) || effect === UNKNOWN;
  }
  return unknown ? undefined : false;
}

const strings = (node: Node | undefined, resolver: Model['resolver']): (string | undefined)[] => {
  const items = resolver.items(node);
  if (items === UNKNOWN) return [undefined];
  return items.map((item) => (item !== UNKNOWN && item.kind === 'scalar' ? item.value : undefined));
};

function principals(node: Node | undefined, resolver: Model['resolver']): (string | undefined)[] {
  const value = resolver.value(node);
  if (value === undefined) return [];
  if (value === UNKNOWN) return [undefined];
  if (value.kind === 'scalar') return [value.value];
  return ['Service', 'AWS'].flatMap((kind) => strings(child(value, kind), resolver));
}

export const logBucketPolicy: CheckRule = {
  code: 'log-bucket-policy',
  misses: true,
  severity: 'error',
  group: 'refused',
  title: 'Log bucket that ELB may not write to',
  why: 'ELB writes a test file when logs are switched on. Without a bucket policy it may not, and the stack fails with "Access Denied for bucket".',
  source: userGuide('enable-access-logging'),
  judge: each(logBuckets, ({ resource, bucket, policies, line }, model) => {
    // A custom resource or nested stack that the load balancer depends on may create the policy.
    const others = [...dependencies(model.template, resource)].some((id) => {
      const other = model.template.resources.get(id);
      return (
        other !== undefined &&
        /^(AWS::CloudFormation::|Custom::)/.test(other.type) &&
        mentions(other.properties).has(bucket.id)
      );
    });
    if (others) return 'not-applicable';
    if (policies.length === 0) return violation(line, { bucket: bucket.id });
    const verdicts = new Set(policies.map((policy) => grants(policy, model)));
    if (verdicts.has(true)) return 'met';
    if (verdicts.has(undefined)) return 'not-applicable';
    return violation(line, { bucket: bucket.id, policy: policies[0]?.id });
  }),
  words: ({ bucket, policy }) => ({
    what:
      policy === undefined
        ? `The log bucket ${String(bucket)} has no AWS::S3::BucketPolicy.`
        : `${String(policy)}, the policy of the log bucket ${String(bucket)}, does not let ELB write.`,
    allowed: `a statement that allows s3:PutObject to the service ${LOG_DELIVERY_SERVICE}`,
    remedy: 'Add it for the folder AWSLogs of this account, below the prefix if there is one.',
  }),
};
