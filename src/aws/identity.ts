// Profile, Region, endpoint and credentials, found as the AWS CLI finds them.
import { loadSharedConfigFiles } from '@smithy/core/config';
import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { SILENT } from './client.ts';
import { AwsFailed } from './failed.ts';
import type { AwsTarget } from './target.ts';

/** Prompts the user for the code that an MFA device shows. */
export type AskMfaCode = (serial: string) => Promise<string>;

export interface Identity {
  /** Undefined if none is set anywhere. */
  readonly region: string | undefined;
  /** The profile given by --profile, AWS_PROFILE or AWS_DEFAULT_PROFILE. */
  readonly profile: string | undefined;
  /** Whether the user set an endpoint for the service, with AWS_ENDPOINT_URL for example. */
  readonly hasOwnEndpoint: (service: string) => boolean;
  readonly credentials: (options: {
    readonly requestHandler: NodeHttpHandler;
    readonly askMfaCode: AskMfaCode | undefined;
  }) => Promise<AwsCredentialIdentityProvider>;
}

type Section = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment and the shared config files.
 *
 * @throws {AwsFailed} if neither file has the profile.
 */
export async function findIdentity({ region, profile }: AwsTarget): Promise<Identity> {
  const { env } = process;
  const named = profile ?? (env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || undefined);
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ logger: SILENT });
  const section: Section = { ...configFile[named ?? 'default'], ...credentialsFile[named ?? 'default'] };
  if (named !== undefined && !Object.hasOwn(configFile, named) && !Object.hasOwn(credentialsFile, named))
    throw noProfile(named, [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])]);
  const found = region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || section['region'] || undefined);
  return {
    region: found,
    profile: named,
    hasOwnEndpoint: (service) =>
      [env['AWS_ENDPOINT_URL'], env[`AWS_ENDPOINT_URL_${service}`], section['endpoint_url']].some(Boolean),
    credentials: ({ requestHandler, askMfaCode }) =>
      credentialsOf(profile, named, section, {
        logger: SILENT,
        ...(askMfaCode && { mfaCodeProvider: askMfaCode }),
        clientConfig: { requestHandler, ...(found !== undefined && { region: found }) },
        ...(found !== undefined && { parentClientConfig: { region: found, requestHandler } }),
      }),
  };
}

function noProfile(profile: string, known: readonly string[]): AwsFailed {
  // Sections of the config file such as `sso-session x` are not profiles.
  const profiles = known.filter((name) => !/^(sso-session|services)[ .]/.test(name));
  return new AwsFailed({
    kind: 'credentials',
    code: undefined,
    message: `There is no profile ${JSON.stringify(profile)} in the AWS config.`,
    remedy:
      profiles.length === 0
        ? 'There are no profiles: run `aws configure`, or leave out --profile and AWS_PROFILE.'
        : `Name one of these: ${profiles.join(', ')}.`,
  });
}

/** Keys of a profile that provide credentials. */
const SOURCES = [
  'aws_access_key_id',
  'role_arn',
  'sso_account_id',
  'sso_session',
  'sso_start_url',
  'login_session',
  'web_identity_token_file',
  'credential_process',
  'credential_source',
];

/**
 * The order of precedence is the AWS CLI's: --profile, then keys in the environment, then AWS_PROFILE. If the user
 * chose a profile and it has credentials of some kind, we look nowhere else, so that any error is about that profile.
 */
async function credentialsOf(
  option: string | undefined,
  named: string | undefined,
  section: Section,
  init: object,
): Promise<AwsCredentialIdentityProvider> {
  const { env } = process;
  if (option === undefined && env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY']) {
    const { fromEnv } = await import('@aws-sdk/credential-provider-env');
    return fromEnv(init);
  }
  if (named !== undefined && SOURCES.some((key) => section[key])) {
    const { fromIni } = await import('@aws-sdk/credential-provider-ini');
    return fromIni({ ...init, profile: named });
  }
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return defaultProvider({ ...init, ...(named !== undefined && { profile: named }) });
}
