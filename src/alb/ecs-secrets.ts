// Where a container's secrets and image come from, and so what the execution role must be allowed to read.
import type { StringSpec } from './values.ts';

const HEAD = 'arn:aws[a-z-]*';
const PLACE = '[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}';

/**
 * ARN of a secret in Secrets Manager, optionally with `:key:stage:version` after its name, or of a parameter in Systems
 * Manager. Source: ECS developer guide, secrets-envvar-secrets-manager and secrets-envvar-ssm-paramstore.
 */
export const SECRET_ARN = {
  kind: 'string',
  pattern: new RegExp(
    `^${HEAD}:(secretsmanager:${PLACE}:secret:[A-Za-z0-9/_+=.@-]{1,519}(:[A-Za-z0-9/_+=.@-]*){0,3}|ssm:${PLACE}:parameter/[A-Za-z0-9/_.-]{1,1011})$`,
  ),
  words:
    'the ARN of a secret in Secrets Manager, perhaps with :key:stage:version, or of a parameter in Systems Manager',
} as const satisfies StringSpec;

export interface SecretSource {
  /** The IAM action that reads it. */
  readonly action: 'secretsmanager:GetSecretValue' | 'ssm:GetParameters';
  /** The ARN for the IAM policy: without key, stage and version. */
  readonly resource: string;
}

export function secretSource(arn: string): SecretSource {
  const parts = arn.split(':');
  return parts[2] === 'ssm'
    ? { action: 'ssm:GetParameters', resource: arn }
    : { action: 'secretsmanager:GetSecretValue', resource: parts.slice(0, 7).join(':') };
}

/**
 * The repository of an image in a private Amazon ECR registry; undefined for any other registry, which needs no
 * permission. Source: ECR user guide, "Pulling an image": <account>.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>.
 */
export function ecrRepository(
  image: string,
): { readonly account: string; readonly region: string; readonly name: string } | undefined {
  const match =
    /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/([a-z0-9._/-]+?)(?:[:@].*)?$/.exec(
      image,
    );
  const [, account, region, name] = match ?? [];
  return account === undefined || region === undefined || name === undefined
    ? undefined
    : { account, region, name };
}
