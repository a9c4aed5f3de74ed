import { deliversLogs, LOG_DELIVERY_SERVICE } from '../../alb/log-delivery.ts';
import { coversPattern, matchesPattern } from '../../alb/topology/patterns.ts';
import { dependencies, mentions } from '../mentions.ts';
import { UNKNOWN } from '../../alb/setting.ts';
import { userGuide } from '../../alb/sources.ts';
import type { Model } from '../model.ts';
import { child, type Node } from '../node.ts';
import { each, violation, type CheckRule } from '../rule.ts';
import type { Resource } from '../template.ts';
import { sampleBucketName, sampleValue } from '../sample-value.ts';
import { type LogBucket, logBuckets } from './log-bucket.ts';

/** Whether a policy allows ELB to write, there or elsewhere; undefined if part of it cannot be known. */
function grants(policy: Resource, log: LogBucket, model: Model): boolean | 'elsewhere' | undefined {
  const { resolver } = model;
  let isElsewhere = false;
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
    ) {
      if (!misses(child(known, 'Resource'), log, model)) return true;
      isElsewhere = true;
      continue;
    }
    unknown ||= names.includes(undefined) || writes.includes(undefined) || effect === UNKNOWN;
  }
  return unknown ? undefined : isElsewhere ? 'elsewhere' : false;
}

/** Whether a statement is about the bucket, but not about the place of the log. False where that cannot be known. */
function misses(resources: Node | undefined, { bucket, prefix }: LogBucket, { template }: Model): boolean {
  if (resources === undefined || prefix === UNKNOWN || !/^([^/*?]+(\/[^/*?]+)*)?$/.test(prefix)) return false;
  const own = `arn:aws:s3:::${sampleBucketName(bucket, template)}`;
  const folder = `${own}/${prefix === '' ? '' : `${prefix}/`}AWSLogs/ACCOUNT`;
  // The test file is in the folder itself; a policy for the logs alone gets the benefit of the doubt.
  const files = [`${folder}/ELBAccessLogTestFile`, `${folder}/elasticloadbalancing/REGION/file`];
  const items = resources.kind === 'list' ? resources.items : [resources];
  return items.every((item) => {
    const sample = sampleValue(item, template)
      ?.replace(/^arn:[^:]+:/, 'arn:aws:')
      .replace(/\/AWSLogs\/\d{12}(?=\/|$)/, '/AWSLogs/ACCOUNT');
    // A pattern that begins otherwise may be for the name of another bucket.
    return (
      sample !== undefined && sample.startsWith(own) && !files.some((file) => matchesPattern(sample, file))
    );
  });
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
  judge: each(logBuckets, (log, model) => {
    const { resource, bucket, policies, line, prefix } = log;
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
    const verdicts = new Set(policies.map((policy) => grants(policy, log, model)));
    if (verdicts.has(true)) return 'met';
    if (verdicts.has(undefined)) return 'not-applicable';
    const folder = `${prefix === '' ? '' : `${String(prefix)}/`}AWSLogs`;
    const isElsewhere = verdicts.has('elsewhere');
    return violation(line, { bucket: bucket.id, policy: policies[0]?.id, ...(isElsewhere && { folder }) });
  }),
  words: ({ bucket, policy, folder }) => ({
    what:
      policy === undefined
        ? `The log bucket ${String(bucket)} has no AWS::S3::BucketPolicy.`
        : folder !== undefined
          ? `${String(policy)}, the policy of the log bucket ${String(bucket)}, lets ELB write, but not below ${String(folder)}.`
          : `${String(policy)}, the policy of the log bucket ${String(bucket)}, does not let ELB write.`,
    allowed: `a statement that allows s3:PutObject to the service ${LOG_DELIVERY_SERVICE}`,
    remedy: 'Add it for the folder AWSLogs of this account, below the prefix if there is one.',
  }),
};
