// What the rules about log buckets share.
import { LOG_KINDS } from '../../alb/log-delivery.ts';
import { UNKNOWN, type Unknown } from '../../alb/setting.ts';
import { mentions } from '../mentions.ts';
import type { LoadBalancer, Model } from '../model.ts';
import { child } from '../node.ts';
import type { Resource } from '../template.ts';

export interface LogBucket {
  readonly resource: Resource;
  readonly loadBalancer: LoadBalancer;
  readonly bucket: Resource;
  readonly policies: readonly Resource[];
  /** The folder of the log; empty for none. */
  readonly prefix: string | Unknown;
  readonly line: number;
}

/** The logs that are on and whose bucket is created in the same template. */
export function logBuckets(model: Model): LogBucket[] {
  const policies = model.ofType('AWS::S3::BucketPolicy');
  return model.loadBalancers.flatMap((loadBalancer) => {
    const seen = new Set<string>();
    return LOG_KINDS.flatMap((log): LogBucket[] => {
      const key = `${log}.s3.bucket`;
      if (loadBalancer.settings.get(`${log}.s3.enabled`) !== 'true') return [];
      const bucket = bucketOf(loadBalancer, key, model);
      if (!bucket || seen.has(bucket.id)) return [];
      seen.add(bucket.id);
      const own = policies.filter((policy) => isAbout(policy, bucket, model));
      return [
        {
          resource: loadBalancer.resource,
          loadBalancer,
          bucket,
          policies: own,
          prefix: loadBalancer.settings.get(`${log}.s3.prefix`) ?? '',
          line: loadBalancer.lineOf(key),
        },
      ];
    });
  });
}

/** Found by a reference to it, or by its name. */
function bucketOf({ resource, settings }: LoadBalancer, key: string, model: Model): Resource | undefined {
  const items = model.resolver.items(child(resource.properties, 'LoadBalancerAttributes'));
  if (items === UNKNOWN) return undefined;
  const item = items.find((one) => one !== UNKNOWN && model.resolver.string(child(one, 'Key')) === key);
  if (item === undefined || item === UNKNOWN) return undefined;
  const named = mentions(child(item, 'Value'));
  const name = settings.get(key);
  return model
    .ofType('AWS::S3::Bucket')
    .find(
      (bucket) =>
        named.has(bucket.id) ||
        (typeof name === 'string' && model.resolver.string(child(bucket.properties, 'BucketName')) === name),
    );
}

function isAbout(policy: Resource, bucket: Resource, { resolver }: Model): boolean {
  const node = child(policy.properties, 'Bucket');
  if (mentions(node).has(bucket.id)) return true;
  const name = resolver.string(node);
  const bucketName = child(bucket.properties, 'BucketName');
  if (typeof name === 'string' && name === resolver.string(bucketName)) return true;
  // Both may be built from the same parameters and pseudo parameters.
  return (
    bucketName !== undefined &&
    node !== undefined &&
    JSON.stringify(plain(node)) === JSON.stringify(plain(bucketName))
  );
}

type Plain = string | Plain[] | { [key: string]: Plain };
function plain(node: NonNullable<ReturnType<typeof child>>): Plain {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
}
